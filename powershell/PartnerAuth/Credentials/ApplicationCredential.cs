using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>How an application proves to be itself. Its secrets are in native memory, or its key stays where it is.</summary>
internal sealed class ApplicationCredential : IDisposable
{
    /// <summary>The object identifier of RSA keys (RFC 8017 appendix A.1).</summary>
    private const string RsaKey = "1.2.840.113549.1.1.1";

    private readonly List<IDisposable> held = [];

    /// <summary>An application that has no credential: a public client.</summary>
    internal ApplicationCredential()
    {
    }

    /// <summary>Which account type of the PartnerCenter module it is, when it acts alone.</summary>
    internal AccountType Type { get; private set; } = AccountType.ServicePrincipal;

    private ulong? ClientSecret { get; set; }

    private NativeCertificate? Certificate { get; set; }

    private FederatedDocument? Federated { get; set; }

    /// <summary>Takes what the parameters name.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="fullPath">Makes a path of PowerShell one of the file system.</param>
    /// <exception cref="CredentialException">It can't be used; nothing was sent.</exception>
    internal static ApplicationCredential Of(IApplicationCredentialParameters parameters, Func<string, string> fullPath)
    {
        RefuseSeveral(parameters);
        RefuseAlone(parameters);
        ApplicationCredential credential = new();
        try
        {
            credential.Take(parameters, fullPath);
            return credential;
        }
        catch
        {
            credential.Dispose();
            throw;
        }
    }

    /// <summary>Names it in a request. Keep it alive until the request was given.</summary>
    internal void Fill(AccountDocument account)
    {
        account.Certificate = Certificate?.Id;
        account.ClientSecret = ClientSecret;
        account.Federated = Federated;
    }

    /// <summary>Zeroes the secrets; a request that runs keeps its own until it is done.</summary>
    public void Dispose()
    {
        foreach (IDisposable one in held)
        {
            one.Dispose();
        }
    }

    private static void RefuseSeveral(IApplicationCredentialParameters parameters)
    {
        List<string> given = [];
        void Note(bool isGiven, string name)
        {
            if (isGiven)
            {
                given.Add(name);
            }
        }

        Note(parameters.Credential is not null, "-Credential");
        Note(parameters.ClientSecret is not null, "-ClientSecret");
        Note(parameters.Certificate is not null, "-Certificate");
        Note(parameters.CertificatePath is not null, "-CertificatePath");
        Note(parameters.CertificateThumbprint is not null, "-CertificateThumbprint");
        Note(parameters.FederatedToken is not null, "-FederatedToken");
        Note(parameters.ManagedIdentity, "-ManagedIdentity");
        if (given.Count > 1)
        {
            throw new CredentialException(
                $"An application has one credential, and {given.Count} were given: {string.Join(", ", given)}.",
                "Give one of them.");
        }
    }

    /// <summary>What goes with a credential means nothing without it, and silence would hide a slip.</summary>
    private static void RefuseAlone(IApplicationCredentialParameters parameters)
    {
        bool isCertificate = parameters.Certificate is not null
            || parameters.CertificatePath is not null
            || parameters.CertificateThumbprint is not null;
        if (parameters.CertificatePassword is not null && parameters.CertificatePath is null)
        {
            throw new CredentialException("-CertificatePassword was given without a file.", "Give the file with -CertificatePath.");
        }

        if (parameters.ManagedIdentityClientId is not null && !parameters.ManagedIdentity)
        {
            throw new CredentialException("-ManagedIdentityClientId was given without -ManagedIdentity.", "Give both.");
        }

        if (parameters.UseRS256 && !isCertificate)
        {
            throw new CredentialException("-UseRS256 was given without a certificate.", "Give the certificate, or leave -UseRS256 out.");
        }
    }

    private void Take(IApplicationCredentialParameters parameters, Func<string, string> fullPath)
    {
        if (parameters.Credential is not null)
        {
            ClientSecret = Held(NativeSecret.From(parameters.Credential.Password)).Id;
        }
        else if (parameters.ClientSecret is not null)
        {
            ClientSecret = Held(parameters.ClientSecret.ToNative()).Id;
        }
        else if (parameters.CertificateThumbprint is not null)
        {
            X509Certificate2 found = CertificateStores.Find(parameters.CertificateThumbprint);
            held.Add(found);
            TakeCertificate(found, parameters.UseRS256);
        }
        else if (parameters.Certificate is not null)
        {
            TakeCertificate(parameters.Certificate, parameters.UseRS256);
        }
        else if (parameters.CertificatePath is not null)
        {
            TakeFile(fullPath(parameters.CertificatePath), parameters.CertificatePassword, parameters.UseRS256);
        }
        else if (parameters.FederatedToken is not null)
        {
            TakeFederated(parameters.FederatedToken);
        }
        else if (parameters.ManagedIdentity)
        {
            TakeManagedIdentity(parameters.ManagedIdentityClientId);
        }
    }

    private void TakeCertificate(X509Certificate2 certificate, bool rs256)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new CredentialException(
                $"The certificate {certificate.Thumbprint} has no private key here.",
                "Import it together with its private key, or give the PFX file with -CertificatePath.");
        }

        if (certificate.PublicKey.Oid.Value != RsaKey)
        {
            throw new CredentialException(
                $"The key of the certificate {certificate.Thumbprint} is none that can be used: it must be RSA.",
                "Make an RSA certificate for the application and upload it to its registration.");
        }

        HostEntry<X509Certificate2> key = Held(HostTable<X509Certificate2>.Add(certificate));
        Open(new CertificateStart { Certificate = Convert.ToBase64String(certificate.RawData), Key = key.Number, Rs256 = rs256 });
    }

    private void TakeFile(string path, PartnerSecret? password, bool rs256)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CredentialException(
                $"The certificate file '{path}' can't be read: {unreadable.Message}",
                "Give the path of a PFX or PEM file.");
        }

        using NativeSecret file = NativeSecret.From(Convert.ToBase64String(bytes));
        Array.Clear(bytes, 0, bytes.Length);
        using NativeSecret? secret = password?.ToNative();
        Open(new CertificateStart { File = file.Id, Password = secret?.Id, Rs256 = rs256 });
    }

    private void Open(CertificateStart start)
    {
        Certificate = NativeCertificate.Open(start, out ErrorDocument? error);
        Type = AccountType.Certificate;
        if (Certificate is null)
        {
            throw new CredentialException(
                error?.Message ?? "The certificate can't be read.", error?.Remedy ?? "Give another certificate.");
        }

        held.Add(Certificate);
    }

    private void TakeFederated(object token) => Federated = token is ScriptBlock script
        ? new FederatedDocument { Script = Held(HostTable<HostScript>.Add(new HostScript(script))).Number }
        : new FederatedDocument { Token = Held(((PartnerSecret)token).ToNative()).Id };

    /// <summary>Azure tells a Function or an Automation job where its identity is; a virtual machine is told nothing.</summary>
    private void TakeManagedIdentity(string? clientId)
    {
        string? endpoint = Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT");
        string? header = Environment.GetEnvironmentVariable("IDENTITY_HEADER");
        bool isTold = !string.IsNullOrEmpty(endpoint) && !string.IsNullOrEmpty(header);
        ManagedIdentityDocument identity = new()
        {
            ClientId = clientId,
            Endpoint = isTold ? endpoint : null,
            Header = isTold ? Held(NativeSecret.From(header!)).Id : null,
        };
        Federated = new FederatedDocument { ManagedIdentity = identity };
        Type = AccountType.ManagedService;
    }

    private T Held<T>(T one)
        where T : IDisposable
    {
        held.Add(one);
        return one;
    }
}

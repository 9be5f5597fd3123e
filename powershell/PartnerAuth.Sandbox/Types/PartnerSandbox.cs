using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A running sandbox: where it is and what it accepts. It runs until it is stopped or the process ends.</summary>
public sealed class PartnerSandbox
{
    private readonly NativeOperation operation;

    internal PartnerSandbox(NativeOperation operation, SandboxDocument document)
    {
        this.operation = operation;
        Environment = new PartnerSandboxEnvironment(document.Environment);
        TenantId = document.TenantId;
        ApplicationId = document.ApplicationId;
        Credential = new PSCredential(document.ApplicationId, Secret.Of(document.ClientSecret));
        Certificate = new X509Certificate2(
            Convert.FromBase64String(document.Certificate.Pfx), document.Certificate.Password, X509KeyStorageFlags.Exportable);
        CertificatePem = Secret.Of(document.Certificate.Pem);
        FederatedToken = Secret.Of(document.FederatedToken);
        ManagedIdentity = new PartnerSandboxManagedIdentity(document.ManagedIdentity);
        RefreshToken = Secret.Of(document.RefreshToken);
        PublicRefreshToken = Secret.Of(document.PublicRefreshToken);
        UserPrincipalName = document.UserPrincipalName;
        Accounts = document.Accounts.Select(account => new PartnerSandboxAccount(account)).ToArray();
        CustomerPassword = Secret.Of(document.CustomerPassword);
        Customers = document.Customers.Select(customer => new PartnerSandboxCustomer(customer)).ToArray();
    }

    /// <summary>What <c>-Environment</c> takes.</summary>
    public PartnerSandboxEnvironment Environment { get; }

    /// <summary>The partner's tenant.</summary>
    public string TenantId { get; }

    /// <summary>The partner's application.</summary>
    public string ApplicationId { get; }

    /// <summary>The application's id and secret.</summary>
    public PSCredential Credential { get; }

    /// <summary>The application's certificate with its private key, which does in place of the secret.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The same certificate and key as PEM.</summary>
    public SecureString CertificatePem { get; }

    /// <summary>A managed identity's token, which does in place of the secret for a day.</summary>
    public SecureString FederatedToken { get; }

    /// <summary>Where a managed identity gets such tokens.</summary>
    public PartnerSandboxManagedIdentity ManagedIdentity { get; }

    /// <summary>A refresh token of the partner's user.</summary>
    public SecureString RefreshToken { get; }

    /// <summary>A refresh token of that user for the Azure CLI, Microsoft's public client.</summary>
    public SecureString PublicRefreshToken { get; }

    /// <summary>That user.</summary>
    public string UserPrincipalName { get; }

    /// <summary>The partner's users, with and without multifactor authentication, who sign in on the pages.</summary>
    public IReadOnlyList<PartnerSandboxAccount> Accounts { get; }

    /// <summary>The password of <c>admin@</c> each customer's domain.</summary>
    public SecureString CustomerPassword { get; }

    /// <summary>The partner's customers.</summary>
    public IReadOnlyList<PartnerSandboxCustomer> Customers { get; }

    /// <summary>False once it was stopped.</summary>
    public bool IsRunning { get; private set; } = true;

    /// <summary>Its address, so that a log or a message shows nothing else.</summary>
    public override string ToString() => Environment.Login;

    internal void Stop()
    {
        IsRunning = false;
        operation.Dispose();
    }
}

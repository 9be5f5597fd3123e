using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
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
        Credential = new PSCredential(document.ApplicationId, Secret(document.ClientSecret));
        RefreshToken = Secret(document.RefreshToken);
        UserPrincipalName = document.UserPrincipalName;
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

    /// <summary>A refresh token of the partner's user.</summary>
    public SecureString RefreshToken { get; }

    /// <summary>That user.</summary>
    public string UserPrincipalName { get; }

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

    private static SecureString Secret(string text)
    {
        SecureString secret = new();
        foreach (char letter in text)
        {
            secret.AppendChar(letter);
        }

        secret.MakeReadOnly();
        return secret;
    }
}

using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A user of the sandbox's partner, who signs in on its pages.</summary>
public sealed class PartnerSandboxAccount
{
    internal PartnerSandboxAccount(SandboxAccount document)
    {
        Credential = new PSCredential(document.UserPrincipalName, Secret.Of(document.Password));
        MfaCode = document.MfaCode;
    }

    /// <summary>The name at sign-in.</summary>
    public string UserPrincipalName => Credential.UserName;

    /// <summary>Name and password.</summary>
    public PSCredential Credential { get; }

    /// <summary>The code that the page asks for after the password; null for an account without multifactor authentication.</summary>
    public string? MfaCode { get; }

    /// <summary>The name.</summary>
    public override string ToString() => UserPrincipalName;
}

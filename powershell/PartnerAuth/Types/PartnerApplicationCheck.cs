using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>One thing that was looked at on the partner's own application.</summary>
public sealed class PartnerApplicationCheck
{
    internal PartnerApplicationCheck(CheckDocument document)
    {
        Message = document.Message;
        Name = document.Name;
        Outcome = document.Outcome;
        Remedy = document.Remedy;
    }

    /// <summary>
    /// SignIn, Registered, MultiTenant, RedirectUris, RegisteredPermissions, Consent, ExchangeManage, Credentials,
    /// AdminAgents or MultifactorAuthentication.
    /// </summary>
    public string Name { get; }

    /// <summary>Passed, Failed, or Unknown where it can't be read.</summary>
    public string Outcome { get; }

    /// <summary>What was seen.</summary>
    public string Message { get; }

    /// <summary>What to do; null when it passed.</summary>
    public string? Remedy { get; }

    /// <summary>The check in one line.</summary>
    public override string ToString() => $"{Name}: {Outcome}. {Message}";
}

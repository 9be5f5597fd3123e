using System.Management.Automation;

namespace PartnerAuth;

/// <summary>The parameters of a command that lets a person sign in.</summary>
internal interface ISignInParameters
{
    /// <summary>The claims that a policy asks for, JSON.</summary>
    string? ClaimsChallenge { get; }

    /// <summary>The user to sign in.</summary>
    string? LoginHint { get; }

    /// <summary>The time that was given, in seconds; null when none was, and the sign-in then has five minutes.</summary>
    int? GivenTimeoutSec { get; }

    /// <summary>What the page does first.</summary>
    string? Prompt { get; }

    /// <summary>Listens on any free port.</summary>
    SwitchParameter UseAnyPort { get; }

    /// <summary>With a code on any device, not in the browser.</summary>
    SwitchParameter UseDeviceAuthentication { get; }
}

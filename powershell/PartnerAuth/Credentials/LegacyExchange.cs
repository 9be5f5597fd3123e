using System;

namespace PartnerAuth;

/// <summary>
/// The application of the old Exchange Online PowerShell. It has not worked since the end of March 2024, and scripts
/// still name it.
/// </summary>
internal static class LegacyExchange
{
    /// <summary>Why it is refused without a context.</summary>
    internal const string Refused =
        "The application of the old Exchange Online PowerShell (a0c73c16-a7e3-4564-9a95-2bdf47383716) no longer gives tokens, and nothing is connected whose application could take its place.";

    /// <summary>What replaces a line that names it.</summary>
    internal const string Replacement =
        "Use your own application, with Exchange.Manage in its registration and in the customer's consent: New-PartnerAccessToken -ApplicationId $id -Credential $credential -RefreshToken $refreshToken -Scopes ExchangeOnline -Tenant $customer";

    /// <summary>What is told when a context takes its place.</summary>
    internal const string Replaced =
        "The application of the old Exchange Online PowerShell no longer gives tokens; the connected context's application is asked in its place. Write -Scopes ExchangeOnline without -Module.";

    private static readonly Guid Client = new("a0c73c16-a7e3-4564-9a95-2bdf47383716");

    /// <summary>True for its application id.</summary>
    internal static bool IsClient(string? applicationId) => Guid.TryParse(applicationId, out Guid id) && id == Client;
}

using System;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The application of the old Exchange Online PowerShell. It is retired, and scripts still name it.</summary>
internal static class LegacyExchange
{
    /// <summary>What replaces a line that names it.</summary>
    internal const string Replacement =
        "Use your own application, with Exchange.Manage in its registration and in the customer's consent: New-PartnerAccessToken -ApplicationId $id -Credential $credential -RefreshToken $refreshToken -Scopes ExchangeOnline -Tenant $customer";

    /// <summary>Its application id.</summary>
    internal const string ClientId = "a0c73c16-a7e3-4564-9a95-2bdf47383716";

    /// <summary>Why it is refused without a context.</summary>
    internal static string Refused =>
        $"{Entry.Title} ({ClientId}; {Entry.Reference}), and nothing is connected whose application could take its place.";

    /// <summary>What is told when a context takes its place.</summary>
    internal static string Replaced =>
        $"{Entry.Title} ({Entry.Reference}); the connected context's application is asked in its place. Write -Scopes ExchangeOnline without -Module.";

    private static RetiredEntry Entry => Retired.Of(UseKind.Client, ClientId)!;

    /// <summary>True for its application id.</summary>
    internal static bool IsClient(string? applicationId) =>
        Guid.TryParse(applicationId, out Guid id) && id == new Guid(ClientId);
}

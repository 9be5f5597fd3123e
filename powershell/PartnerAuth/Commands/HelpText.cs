namespace PartnerAuth.Commands;

/// <summary>What PowerShell says about parameters that several commands or sets have.</summary>
internal static class HelpText
{
    internal const string AccessToken = "An access token, as string or SecureString.";
    internal const string ApplicationId = "The application (client) id.";
    internal const string Context = "The context of Connect-PartnerCenter to ask with.";
    internal const string Credential = "The application's id and secret.";
    internal const string Environment = "The cloud, by name or as an environment object.";
    internal const string HomeTenant = "The partner's own tenant: its id or one of its domains.";
    internal const string Lifetime = "Cached tokens with less life are replaced: a time span, or a number of minutes.";
    internal const string RefreshToken = "A refresh token, as string or SecureString.";
    internal const string Scopes = "A short name such as Graph or ExchangeOnline, or full scopes of one resource.";
    internal const string Tenant = "Tenant ids, domains, or objects that name a tenant.";
    internal const string TimeoutSec = "The most time that one request may take, in seconds.";
    internal const string Unused = "Changes nothing beside a refresh token.";
}

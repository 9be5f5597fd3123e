using Microsoft.Identity.Client;

namespace PartnerAuth.Benches;

/// <summary>MSAL.NET as a script would use it: one application, one refresh token, a token for each tenant.</summary>
public sealed class MsalPeer
{
    private readonly IConfidentialClientApplication application;
    private readonly string refreshToken;
    private (string Tenant, string[] Scopes, IAccount Account) kept;

    /// <summary>The partner's application at the sandbox.</summary>
    public MsalPeer(string login, string home, string applicationId, string clientSecret, string refreshToken, string authority)
    {
        this.refreshToken = refreshToken;
        application = ConfidentialClientApplicationBuilder.Create(applicationId)
            .WithClientSecret(clientSecret)
            .WithAuthority($"{login}/{home}", validateAuthority: false)
            .WithHttpClientFactory(new TrustingHttp(authority))
            .Build();
    }

    /// <summary>A new token for each tenant, that many at once; how many there were.</summary>
    public int Redeem(string[] tenants, string[] scopes, int inFlight) =>
        RedeemAsync(tenants, scopes, inFlight).GetAwaiter().GetResult();

    /// <summary>The one that New-MsalAccessToken asks.</summary>
    public static MsalPeer? OfCommand { get; set; }

    /// <summary>The account of a tenant's token, for calls that the cache answers; New-MsalAccessToken asks for the same.</summary>
    public IAccount Account(string tenant, string[] scopes)
    {
        IAccount account = Token(tenant, scopes).GetAwaiter().GetResult().Account;
        (kept, OfCommand) = ((tenant, scopes, account), this);
        return account;
    }

    /// <summary>The token that the account was read for.</summary>
    public AuthenticationResult Kept() => Cached(kept.Tenant, kept.Scopes, kept.Account);

    /// <summary>A token that is in the cache.</summary>
    public AuthenticationResult Cached(string tenant, string[] scopes, IAccount account) =>
        application.AcquireTokenSilent(scopes, account).WithTenantId(tenant).ExecuteAsync().GetAwaiter().GetResult();

    private async Task<int> RedeemAsync(string[] tenants, string[] scopes, int inFlight)
    {
        int tokens = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = inFlight };
        await Parallel.ForEachAsync(tenants, options, async (tenant, _) =>
        {
            AuthenticationResult result = await Token(tenant, scopes);
            Interlocked.Add(ref tokens, result.AccessToken.Length > 0 ? 1 : 0);
        });
        return tokens;
    }

    private Task<AuthenticationResult> Token(string tenant, string[] scopes) =>
        ((IByRefreshToken)application).AcquireTokenByRefreshToken(scopes, refreshToken).WithTenantId(tenant).ExecuteAsync();
}

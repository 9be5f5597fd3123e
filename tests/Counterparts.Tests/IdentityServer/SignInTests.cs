using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>A person signs in with the module at an identity server that others wrote: authorization code with PKCE.</summary>
public sealed class SignInTests(OpenIdServer server)
{
    [Fact]
    public async Task The_browser_leads_to_a_context_whose_refresh_token_is_redeemed_and_replaced_each_time()
    {
        JsonElement said = await ModuleRun.Run(
            server,
            $$"""
            $kept = [System.Collections.Generic.List[securestring]]::new()
            $context = Connect-PartnerCenter @in -ApplicationId {{Registrations.Public}} -UseAuthorizationCode -UseAnyPort `
                -OnRefreshToken { param($token) $kept.Add($token.RefreshToken.Copy()) } -OnRefreshTokenInterval 0
            $first = New-PartnerAccessToken -Scopes "$graph/.default" -ForceRefresh
            $second = New-PartnerAccessToken -Scopes "$graph/.default" -ForceRefresh
            $given = New-PartnerAccessToken @in -ApplicationId {{Registrations.Public}} -RefreshToken $kept[2] -Scopes "$graph/.default"
            New-PartnerAccessToken @in @try -ApplicationId {{Registrations.Public}} -RefreshToken $kept[0] -Scopes "$graph/.default" -ForceRefresh
            @{
                Home    = $context.Account.Tenant
                Kept    = $kept.Count
                User    = $first.Account.Username
                Tokens  = @($first.AccessToken, $second.AccessToken, $given.AccessToken)
                Refused = Get-Refusal
            }
            """,
            page => ModuleRun.Follow(server, page));
        Assert.Equal(OpenIdServer.TenantId, said.GetProperty("Home").GetString());
        Assert.Equal(OpenIdServer.User, said.GetProperty("User").GetString());
        Assert.Equal(3, said.GetProperty("Kept").GetInt32());
        string?[] tokens = [.. said.GetProperty("Tokens").EnumerateArray().Select(token => token.GetString())];
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.All(tokens, token => Assert.Equal(OpenIdServer.TenantId, new JsonWebToken(token).GetClaim("tid").Value));
        AssertRefused(said.GetProperty("Refused"), "refresh token", "already been redeemed");
    }

    [Fact]
    public async Task An_application_with_a_secret_signs_people_in_by_the_domain_of_their_tenant()
    {
        JsonElement said = await ModuleRun.Run(
            server,
            $$"""
            $context = Connect-PartnerCenter -Environment Peer -Tenant {{OpenIdServer.Domain}} -ApplicationId {{Registrations.WithSecret}} -ClientSecret $secret -UseAuthorizationCode -UseAnyPort
            @{ Home = $context.Account.Tenant }
            """,
            page => ModuleRun.Follow(server, page));
        Assert.Equal(OpenIdServer.TenantId, said.GetProperty("Home").GetString());
    }

    [Fact]
    public async Task A_sign_in_whose_challenge_somebody_replaced_ends_without_a_token()
    {
        JsonElement refused = await Refused(page => ModuleRun.Follow(server, With(page, "code_challenge", new string('x', 43))));
        AssertRefused(refused, "code", "code_verifier");
    }

    [Fact]
    public async Task A_code_that_was_sent_to_another_address_is_refused()
    {
        JsonElement refused = await Refused(async page =>
        {
            string own = HttpUtility.ParseQueryString(page.Query)["redirect_uri"]!;
            Uri answer = await ModuleRun.Answer(server, With(page, "redirect_uri", Registrations.OtherRedirectUri));
            await ModuleRun.Open(server, new Uri(own + answer.Query));
        });
        AssertRefused(refused, "code", "redirect_uri");
    }

    [Fact]
    public async Task A_code_that_has_ended_is_refused()
    {
        JsonElement refused = await Refused(page => ModuleRun.Follow(server, page), "-LoginHint late@contoso.example");
        AssertRefused(refused, "code", "no longer valid");
    }

    [Fact]
    public async Task A_code_that_somebody_redeemed_before_is_refused()
    {
        JsonElement refused = await Refused(async page =>
        {
            Uri answer = await ModuleRun.Answer(server, page);
            string code = HttpUtility.ParseQueryString(answer.Query)["code"]!;
            await server.WithTokens(async tokens =>
            {
                object? entry = await tokens.FindByReferenceIdAsync(code);
                Assert.NotNull(entry);
                return await tokens.TryRedeemAsync(entry);
            });
            await ModuleRun.Open(server, answer);
        });
        AssertRefused(refused, "code", "already been redeemed");
    }

    /// <summary>A sign-in that comes to nothing.</summary>
    private async Task<JsonElement> Refused(Func<Uri, Task> browser, string parameters = "") => await ModuleRun.Run(
        server,
        $$"""
        Connect-PartnerCenter @in @try -ApplicationId {{Registrations.Public}} -UseAuthorizationCode -UseAnyPort {{parameters}}
        Get-Refusal
        """,
        browser);

    private static void AssertRefused(JsonElement refused, string what, string said)
    {
        Assert.Equal("invalid_grant", refused.GetProperty("Name").GetString());
        Assert.Equal(400, refused.GetProperty("Status").GetInt32());
        Assert.Contains(said, refused.GetProperty("Said").GetString());
        Assert.Contains(what, refused.GetProperty("Message").GetString());
    }

    private static Uri With(Uri page, string name, string value)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(page.Query);
        query[name] = value;
        return new UriBuilder(page) { Query = query.ToString() }.Uri;
    }
}

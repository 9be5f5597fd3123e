using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Every call shape of the PartnerCenter module still means what it meant, and the set Context takes no call from it.</summary>
public sealed class ParameterSetTests(Practice practice) : IClassFixture<Practice>
{
    private const string Delegated = "delegated";
    private const string Application = "application";
    private const string Graph = "-Scopes https://graph.microsoft.com/.default";
    private const string Sandbox = "-Environment $sandbox.Environment";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("-ApplicationId $id -Credential $credential -RefreshToken $token -ServicePrincipal -Tenant $tenant", Delegated)]
    [InlineData("-ApplicationId $id -Credential $credential -RefreshToken $token -Tenant $tenant", Delegated)]
    [InlineData("-ClientId $id -Credential $credential -RefreshToken $token -TenantId $tenant", Delegated)]
    [InlineData("-ApplicationID $id -Credential $credential -RefreshToken $token -Domain adatum.onmicrosoft.example", Delegated)]
    [InlineData("-Credential $credential -RefreshToken $token -Tenant $tenant", Delegated)]
    [InlineData("-ApplicationId $publicClient -RefreshToken $publicToken -Tenant $tenant", Delegated)]
    [InlineData("-ApplicationId $publicClient -RefreshToken $publicToken -Tenant $tenant -Module ExchangeOnline", Delegated)]
    [InlineData("-ApplicationId $id -Credential $credential -ServicePrincipal -Tenant $tenant", Application)]
    [InlineData("-ServicePrincipal -ClientId $id -Credential $credential -TenantId $tenant", Application)]
    public void A_call_with_a_credential_keeps_its_set(string arguments, string access)
    {
        string plain = $"New-PartnerAccessToken {arguments} {Graph} {Sandbox}";
        Assert.Equal(access, Access(plain));
        Assert.Equal(access, Access(Splatted(plain)));
    }

    [Theory]
    [InlineData("-ApplicationId $id -Credential $credential -RefreshToken $token -ServicePrincipal", Delegated)]
    [InlineData("-ApplicationId $publicClient -RefreshToken $publicToken", Delegated)]
    [InlineData("-ApplicationId $id -Credential $credential -ServicePrincipal", Application)]
    public void Piped_tenants_change_no_set(string arguments, string access)
    {
        Assert.Equal(access, Access($"$tenant | New-PartnerAccessToken {arguments} {Graph} {Sandbox}"));
        Assert.Equal(access, Access($"[pscustomobject]@{{ CustomerId = $tenant }} | New-PartnerAccessToken {arguments} {Graph} {Sandbox}"));
    }

    [Theory]
    [InlineData("New-PartnerAccessToken -Scopes Graph -Tenant $tenant")]
    [InlineData("New-PartnerAccessToken -Scopes Graph -Tenant $tenant -Context $context")]
    [InlineData("$tenant | New-PartnerAccessToken -Scopes Graph")]
    [InlineData("$tenant | New-PartnerAccessToken -Scopes Graph -Context $context")]
    [InlineData("[pscustomobject]@{ TenantId = $tenant; Context = $context } | New-PartnerAccessToken -Scopes Graph")]
    [InlineData("[pscustomobject]@{ Directory = $tenant } | New-PartnerAccessToken -Scopes Graph -Tenant { $_.Directory }")]
    [InlineData("[pscustomobject]@{ Directory = $tenant } | New-PartnerAccessToken -Scopes Graph -Tenant { $_.Directory } -Context $context")]
    [InlineData("New-PartnerAccessToken -Scopes PartnerCenter")]
    [InlineData("New-PartnerAccessToken -Scopes PartnerCenter -Context $context")]
    public void A_call_without_a_credential_asks_the_context(string call)
    {
        Prepare();
        PSObject result = session.Run(call).One;
        Assert.Same(session.Run("$context").One.BaseObject, result.Properties["Context"].Value);
    }

    [Fact]
    public void A_given_access_token_asks_nobody()
    {
        string token = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), practice.TenantId("adatum"));
        Prepare();
        RunResult run = session.Run("New-PartnerAccessToken -AccessToken $given -ApplicationId app -Scopes Graph -Tenant $tenant -Verbose", ("given", token));
        Assert.Equal(token, run.One.Properties["AccessToken"].Value);
        Assert.Empty(run.Verbose);
    }

    [Theory]
    [InlineData("-ApplicationId $id -Credential $credential -RefreshToken $token -Tenant $sandbox.TenantId", "User")]
    [InlineData("-ApplicationId $publicClient -RefreshToken $publicToken", "User")]
    [InlineData("-Credential $credential -ServicePrincipal -Tenant $sandbox.TenantId", "ServicePrincipal")]
    [InlineData("-Credential $credential -ServicePrincipal -TenantId $sandbox.TenantId", "ServicePrincipal")]
    public void Connect_keeps_its_sets(string arguments, string type)
    {
        Prepare();
        using Session other = new("PartnerAuth");
        other.Run(Preparation, Variables).AssertClean();
        Assert.Equal(type, other.Run($"(Connect-PartnerCenter {arguments} {Sandbox}).Account.Type").One.ToString());
    }

    private const string Preparation = """
        $id = $sandbox.ApplicationId
        $publicClient = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
        $credential = $sandbox.Credential
        $token = $sandbox.RefreshToken
        $publicToken = $sandbox.PublicRefreshToken
        """;

    private (string, object?)[] Variables => [("sandbox", practice.Sandbox), ("tenant", practice.TenantId("adatum"))];

    private void Prepare() => session.Run(Preparation, Variables).AssertClean();

    /// <summary>Whether the token acts for a user or for an application alone; each set gives one of both.</summary>
    private string Access(string call)
    {
        Prepare();
        return session.Run(call).One.Properties["RefreshToken"].Value is null ? Application : Delegated;
    }

    /// <summary>The same call with its arguments in a hashtable.</summary>
    private static string Splatted(string call)
    {
        string[] words = call.Split(' ');
        List<string> entries = [];
        for (int index = 1; index < words.Length; index++)
        {
            bool hasValue = index + 1 < words.Length && !words[index + 1].StartsWith('-');
            string value = !hasValue ? "$true" : words[index + 1].StartsWith('$') ? words[index + 1] : $"'{words[index + 1]}'";
            entries.Add($"{words[index][1..]} = {value}");
            index += hasValue ? 1 : 0;
        }

        return $"$splat = @{{ {string.Join("; ", entries)} }}; {words[0]} @splat";
    }
}

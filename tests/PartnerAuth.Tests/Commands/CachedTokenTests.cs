using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>A token out of the cache comes on a shorter way, and is the same.</summary>
public sealed class CachedTokenTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("-Scopes Graph -Tenant adatum.onmicrosoft.example")]
    [InlineData("-Scopes ExchangeOnline -Tenant contoso.onmicrosoft.example")]
    [InlineData("-Scopes PartnerCenter")]
    [InlineData("-Scopes 'https://graph.microsoft.com/.default' -Tenant contoso.onmicrosoft.example -MinimumLifetime 1")]
    public void It_says_all_that_it_said_when_it_came(string arguments)
    {
        PSObject[] both = [.. session.Run($"New-PartnerAccessToken {arguments} -ForceRefresh; New-PartnerAccessToken {arguments}").Output];
        Assert.Equal(2, both.Length);
        Assert.Equal(Said(both[0]), Said(both[1]));
        Assert.NotEqual(string.Empty, both[1].Properties["AccessToken"].Value);
    }

    [Fact]
    public void Many_that_are_cached_come_with_their_tenants_and_those_that_are_not_are_asked_for()
    {
        session.Run("Get-PartnerHeader -Scopes Azure -Tenant adatum.onmicrosoft.example").AssertClean();
        RunResult run = session.Run("'fabrikam.onmicrosoft.example', 'adatum.onmicrosoft.example', 'no tenant' | Get-PartnerHeader -Scopes Azure -AsResult -Ordered -Verbose");
        run.AssertClean();
        Assert.Equal(
            ["fabrikam.onmicrosoft.example", "adatum.onmicrosoft.example", "no tenant"],
            run.Output.Select(result => result.Properties["Tenant"].Value));
        Assert.True((bool)run.Output[1].Properties["Succeeded"].Value);
        Assert.DoesNotContain(run.Verbose, line => line.StartsWith("POST", StringComparison.Ordinal) && line.Contains(practice.TenantId("adatum")));
    }

    private static IEnumerable<string> Said(PSObject token) => token.Properties
        .Where(property => property.Name is not "IsFromCache" and not "Cached")
        .Select(property => $"{property.Name}: {string.Join(" ", Values(property.Value))}");

    private static IEnumerable<object?> Values(object? value) => value is System.Collections.IEnumerable many and not string ? many.Cast<object?>() : [value];
}

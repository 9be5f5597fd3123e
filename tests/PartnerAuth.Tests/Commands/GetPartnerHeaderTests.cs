using System.Collections;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerHeader: headers that can be used and matched to their tenant.</summary>
public sealed class GetPartnerHeaderTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void A_header_is_a_hashtable_that_Invoke_RestMethod_takes()
    {
        RunResult run = session.Run(
            "$header = Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example; "
            + "(Invoke-RestMethod -Uri \"$($sandbox.Environment.Graph)/v1.0/organization\" -Headers $header).value[0].id");
        Assert.Equal(practice.TenantId("adatum"), run.One.ToString());

        Hashtable header = Assert.IsType<Hashtable>(session.Run("$header").One.BaseObject, exactMatch: false);
        Assert.Equal(["Accept", "Authorization", "Content-Type"], header.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.StartsWith("Bearer ", (string)header["authorization"]!);
    }

    [Fact]
    public void Every_way_to_read_its_entries_gives_what_is_sent()
    {
        session.Run("$header = Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example").AssertClean();
        foreach (string read in new[]
        {
            "$header['Authorization']", "$header.Authorization", "($header.GetEnumerator() | Where-Object Key -eq Authorization).Value",
            "($header.Values | Where-Object { $_ -like 'Bearer *' })", "([hashtable]::new($header))['Authorization']",
            "(@{} + $header)['Authorization']", "& { param($Authorization, $Accept, ${Content-Type}) $Authorization } @header",
        })
        {
            Assert.StartsWith("Bearer eyJ", session.Run(read).One.ToString());
        }
    }

    [Fact]
    public void Its_properties_say_whom_it_is_for_and_until_when()
    {
        PSObject header = session.Run("Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example").One;
        Assert.Equal("adatum.onmicrosoft.example", header.Properties["Tenant"].Value);
        Assert.Equal(practice.TenantId("adatum"), header.Properties["TenantId"].Value);
        Assert.NotEmpty((IEnumerable<string>)header.Properties["Scopes"].Value);
        Assert.True((DateTimeOffset)header.Properties["ExpiresOn"].Value > DateTimeOffset.UtcNow);
    }

    [Fact]
    public void Without_a_tenant_the_header_is_for_the_partners_own()
    {
        PSObject header = session.Run("Get-PartnerHeader -Scopes PartnerCenter").One;
        Assert.Equal(practice.Sandbox.TenantId, header.Properties["TenantId"].Value);
    }

    [Fact]
    public void A_failing_tenant_does_not_stop_the_others()
    {
        RunResult run = session.Run(
            "'adatum', 'noaccess', 'contoso', 'not a tenant', '' | ForEach-Object { if ($_ -like '* *' -or -not $_) { $_ } else { \"$_.onmicrosoft.example\" } } | Get-PartnerHeader -Scopes Graph");
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(
            ["InvalidInput", "InvalidInput", "NoAccess"],
            run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AsResult_gives_one_object_per_input_and_no_error()
    {
        RunResult run = session.Run(
            "'adatum.onmicrosoft.example', 'noaccess.onmicrosoft.example', 'no tenant', $null | Get-PartnerHeader -Scopes Graph -AsResult");
        Assert.Empty(run.Errors);
        Assert.Equal(4, run.Output.Count);
        Assert.All(run.Output, result => Assert.Equal("PartnerAuth.PartnerResult", result.BaseObject.GetType().FullName));

        PSObject good = run.Output.Single(result => (bool)result.Properties["Succeeded"].Value);
        Assert.Equal("adatum.onmicrosoft.example", good.Properties["Tenant"].Value);
        Assert.Equal(practice.TenantId("adatum"), good.Properties["TenantId"].Value);
        Assert.IsType<Hashtable>(good.Properties["Value"].Value, exactMatch: false);
        Assert.Null(good.Properties["Error"].Value);
        Assert.IsType<TimeSpan>(good.Properties["Duration"].Value);

        PSObject bad = run.Output.Single(result => "no tenant".Equals(result.Properties["Tenant"].Value));
        Assert.Null(bad.Properties["TenantId"].Value);
        Assert.Null(bad.Properties["Value"].Value);
        Assert.Equal("InvalidInput", ((ErrorRecord)bad.Properties["Error"].Value).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_copy_with_one_more_header_keeps_its_properties_and_its_view()
    {
        string shown = session.Show(
            "$copy = (Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example).Clone(); $copy['ConsistencyLevel'] = 'eventual'; $copy");
        Assert.Contains("adatum.onmicrosoft.example", shown);
        Assert.DoesNotContain("eyJ", shown);
        Assert.Equal("eventual", session.Run("$copy['consistencylevel']").One.ToString());
    }
}

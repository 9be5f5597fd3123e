using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerCustomer: all, by id, by domain, from several contexts.</summary>
public sealed class GetPartnerCustomerTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void All_customers_come_with_what_old_scripts_read_and_their_tenant()
    {
        RunResult run = session.Run("Get-PartnerCustomer");
        run.AssertClean();
        Assert.Equal(
            practice.Sandbox.Customers.Select(customer => customer.TenantId).Order(StringComparer.Ordinal),
            run.Output.Select(customer => (string)customer.Properties["TenantId"].Value).Order(StringComparer.Ordinal));
        PSObject adatum = run.Output.Single(customer => "adatum.onmicrosoft.example".Equals(customer.Properties["Domain"].Value));
        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Customers.PSCustomer", adatum.BaseObject.GetType().FullName);
        Assert.Equal(practice.TenantId("adatum"), adatum.Properties["CustomerId"].Value);
        Assert.Equal("Reseller", adatum.Properties["RelationshipToPartner"].Value.ToString());
    }

    [Fact]
    public void One_customer_comes_by_id_by_position_and_from_the_pipeline()
    {
        string id = practice.TenantId("contoso");
        foreach (string call in new[] { $"Get-PartnerCustomer {id}", $"Get-PartnerCustomer -CustomerId {id}", $"'{id}' | Get-PartnerCustomer", $"@{{ TenantId = '{id}' }} | Get-PartnerCustomer" })
        {
            Assert.Equal(id, session.Run(call).One.Properties["CustomerId"].Value);
        }
    }

    [Fact]
    public void One_customer_comes_by_domain()
    {
        PSObject customer = session.Run("Get-PartnerCustomer -Domain contoso.onmicrosoft.example").One;
        Assert.Equal(practice.TenantId("contoso"), customer.Properties["CustomerId"].Value);
    }

    [Fact]
    public void A_customer_that_is_none_is_an_error_and_the_others_come()
    {
        RunResult run = session.Run($"'{practice.TenantId("adatum")}', '99999999-9999-9999-9999-999999999999', '{practice.TenantId("contoso")}' | Get-PartnerCustomer");
        Assert.Equal(2, run.Output.Count);
        Assert.StartsWith("CustomerNotFound,", run.OneError.FullyQualifiedErrorId);
        Assert.Equal("99999999-9999-9999-9999-999999999999", run.OneError.TargetObject);
    }

    [Fact]
    public void A_customer_is_written_while_the_pipeline_still_delivers()
    {
        RunResult run = session.Run(
            """
            $seen = [System.Collections.Generic.List[object]]::new()
            $count = @{ Given = 0 }
            & { while ($seen.Count -eq 0 -and $count.Given -lt 200) { $count.Given++; $null = Get-PartnerCustomer -CustomerId $id; $id } } |
                Get-PartnerCustomer -ThrottleLimit 256 |
                ForEach-Object { $seen.Add($_) }
            $count.Given
            """,
            ("id", practice.TenantId("adatum")));
        Assert.InRange((int)run.One.BaseObject, 1, 199);
    }

    [Fact]
    public void AsResult_gives_one_object_per_id_and_wants_an_id()
    {
        RunResult run = session.Run($"Get-PartnerCustomer -CustomerId {practice.TenantId("adatum")}, 99999999-9999-9999-9999-999999999999 -AsResult");
        run.AssertClean();
        Assert.Equal([true, false], run.Output.Select(result => (bool)result.Properties["Succeeded"].Value));
        Assert.Equal("99999999-9999-9999-9999-999999999999", run.Output[1].Properties["TenantId"].Value);

        Assert.StartsWith("InvalidInput,", session.Run("Get-PartnerCustomer -AsResult").OneError.FullyQualifiedErrorId);
    }

    [Fact]
    public void Customers_of_two_contexts_go_on_with_their_own()
    {
        using Practice second = new();
        session.Runspace.SessionStateProxy.SetVariable("other", second.Session.Run("$context").One.BaseObject);
        RunResult run = session.Run(
            "Get-PartnerCustomer -Context $context, $other | Where-Object Domain -eq adatum.onmicrosoft.example | Get-PartnerHeader -Scopes Graph");
        run.AssertClean();
        Assert.Equal(2, run.Output.Select(header => header.Properties["Context"].Value).Distinct().Count());
        foreach (PSObject header in run.Output)
        {
            // Each sandbox knows its own tokens only.
            session.Runspace.SessionStateProxy.SetVariable("header", header);
            PSObject id = session.Run(
                "(Invoke-RestMethod -Uri \"$($header.Context.Environment.GraphEndpoint)/v1.0/organization\" -Headers $header).value[0].id").One;
            Assert.Equal(header.Properties["TenantId"].Value, id.ToString());
        }
    }

    [Fact]
    public void Another_object_with_a_context_of_its_own_can_still_name_a_tenant()
    {
        RunResult run = session.Run($"[pscustomobject]@{{ TenantId = '{practice.TenantId("adatum")}'; Context = $null }} | Get-PartnerHeader -Scopes Graph");
        Assert.Equal(practice.TenantId("adatum"), run.One.Properties["TenantId"].Value);
    }
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerCustomer -Source: customers from several places, each once.</summary>
public sealed class CustomerSourceTests(GdapPractice practice) : IClassFixture<GdapPractice>
{
    private const string All = "-Source PartnerCenter, Gdap, Contracts";
    private readonly Session session = practice.Session;

    [Fact]
    public void Customers_of_several_sources_come_once_and_say_where_they_are_listed()
    {
        RunResult all = session.Run($"Get-PartnerCustomer {All}");
        all.AssertClean();
        Assert.Equal(
            practice.Sandbox.Customers.Select(customer => customer.TenantId).Order(StringComparer.Ordinal),
            all.Output.Select(customer => (string)customer.Properties["TenantId"].Value).Order(StringComparer.Ordinal));
        Assert.Equal(["PartnerCenter", "Gdap", "Contracts"], Sources(Of(all, "adatum")));
        Assert.Equal(["PartnerCenter", "Contracts"], Sources(Of(all, "pending")));
        PSObject indirect = Of(all, "indirect");
        Assert.Equal(["Gdap"], Sources(indirect));
        Assert.Equal(
            [practice.TenantId("indirect"), "Indirect", null],
            new object?[] { indirect.Properties["CustomerId"].Value, indirect.Properties["Name"].Value, indirect.Properties["Domain"].Value });
    }

    [Fact]
    public void Without_a_source_and_with_one_the_others_are_not_asked()
    {
        RunResult run = session.Run("Get-PartnerCustomer -Verbose");
        Assert.All(run.Output, customer => Assert.Equal(["PartnerCenter"], Sources(customer)));
        Assert.Equal(9, run.Output.Count);
        Assert.DoesNotContain(run.Verbose, line => line.Contains("/graph/"));

        run = session.Run("Get-PartnerCustomer -Source gdap -Verbose");
        Assert.Contains(run.Output, customer => practice.TenantId("indirect").Equals(customer.Properties["TenantId"].Value));
        Assert.DoesNotContain(run.Verbose, line => line.Contains("/partnercenter/"));
    }

    [Fact]
    public void One_customer_is_found_wherever_it_is_listed()
    {
        string id = practice.TenantId("indirect");
        foreach (string call in new[] { $"Get-PartnerCustomer {id} {All}", $"Get-PartnerCustomer -Domain indirect.onmicrosoft.example {All}", $"'{id}' | Get-PartnerCustomer -Source Gdap" })
        {
            Assert.Equal(id, session.Run(call).One.Properties["TenantId"].Value);
        }

        RunResult missed = session.Run($"Get-PartnerCustomer {practice.TenantId("pending")}, {id} -Source Gdap");
        Assert.Single(missed.Output);
        Assert.StartsWith("CustomerNotFound,", missed.OneError.FullyQualifiedErrorId);
        Assert.Equal(practice.TenantId("pending"), missed.OneError.TargetObject);
    }

    [Fact]
    public void A_customer_goes_on_to_commands_that_take_tenants() => Assert.Equal(
        practice.TenantId("indirect"),
        session.Run($"Get-PartnerCustomer {All} | Where-Object Name -eq Indirect | Get-PartnerHeader -Scopes Graph").One.Properties["TenantId"].Value);

    [Fact]
    public void The_view_has_the_source_when_several_are_asked_and_its_old_columns_when_not()
    {
        Assert.Matches(@"CustomerId\s+Domain\s+Source\s+Name", session.Show($"Get-PartnerCustomer {All}"));
        Assert.Matches(@"CustomerId\s+Domain\s+Name\s*\n", session.Show("Get-PartnerCustomer"));
        string shown = session.Show($"Get-PartnerCustomer {All}");
        Assert.Contains("PartnerCenter, Gdap, Contracts", shown);
        Assert.DoesNotContain('\u001b', shown);
    }

    [Fact]
    public void An_indirect_reseller_learns_what_to_use_and_gets_what_graph_has()
    {
        using SandboxProcess program = SandboxProcess.WithScenario("""{ "customers": 3, "partnerCenter": { "indirectReseller": true } }""");
        using Session other = new("PartnerAuth");
        GdapPractice.Connect(other, program.Document);
        ErrorRecord refused = other.Run("Get-PartnerCustomer").OneError;
        Assert.StartsWith("NoAccess,", refused.FullyQualifiedErrorId);
        Assert.Contains("-Source Gdap", refused.ErrorDetails.RecommendedAction);
        Assert.Contains("New-PartnerConsentUrl", refused.ErrorDetails.RecommendedAction);

        RunResult run = other.Run($"Get-PartnerCustomer {All}");
        Assert.Equal(3, run.Output.Count);
        Assert.StartsWith("NoAccess,", run.OneError.FullyQualifiedErrorId);
        other.Run("Get-PartnerCustomer -Source Gdap").AssertClean();

        RunResult result = other.Run($"Get-PartnerCustomer {program.Document.Customers[0].TenantId} {All} -AsResult");
        Assert.True(result.One.Properties["Succeeded"].Value is true);
        Assert.Single(result.Warnings);
    }

    private PSObject Of(RunResult all, string name) =>
        all.Output.Single(one => practice.TenantId(name).Equals(one.Properties["TenantId"].Value));

    private static IEnumerable<string> Sources(PSObject customer) => (IEnumerable<string>)customer.Properties["Source"].Value;
}

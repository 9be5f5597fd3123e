using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Readme;

/// <summary>The PowerShell lines of the README, run as written against a sandbox.</summary>
public sealed class ReadmeTests(ReadmeRun readme) : IClassFixture<ReadmeRun>
{
    private const string RestFunction = "In place of a REST function of your own";

    private IEnumerable<string> TenantIds => readme.Program.Document.Customers.Select(customer => customer.TenantId).Order();

    [Fact]
    public void Every_block_runs_without_an_error()
    {
        Assert.All(readme.Headings, heading => readme[heading].AssertClean());
        Assert.Equal(13, readme.Headings.Count());
    }

    [Fact]
    public void A_header_per_customer_is_what_a_rest_function_was_for()
    {
        IEnumerable<PSObject> rows = readme[RestFunction].Output.Where(row => Value(row, "Name") is not null);
        Assert.Equal(TenantIds, Values(rows, "TenantId"));

        PSObject answer = readme[RestFunction].Output[^1];
        PSObject organization = PSObject.AsPSObject(((IEnumerable<object>)Value(answer, "value")!).Single());
        Assert.Equal(readme.Program.Document.Customers[0].TenantId, Value(organization, "id"));
    }

    [Fact]
    public void Lines_for_PartnerCenter_give_its_types_for_every_customer()
    {
        ILookup<string, PSObject> output =
            readme["In place of PartnerCenter"].Output.ToLookup(item => item.TypeNames[0].Split('.')[^1]);
        Assert.Single(output["PartnerContext"]);
        Assert.Equal(TenantIds.Count(), output["ApplicationConsent"].Count());
        Assert.Equal(TenantIds, Values(output["AuthResult"], "TenantId"));
    }

    [Fact]
    public void Consent_is_given_for_every_customer() =>
        Assert.Equal(TenantIds, Values(readme["Consent for all customers"].Output, "TenantId"));

    [Fact]
    public void Each_customer_has_a_link_of_its_own()
    {
        IReadOnlyList<PSObject> links = readme["Consent in person"].Output;
        Assert.Equal(TenantIds, Values(links, "Tenant"));
        Assert.All(links, link => Assert.StartsWith($"{readme.Program.Document.Environment.Login}/{Value(link, "Tenant")}/v2.0/adminconsent?", Value(link, "Url")?.ToString()));
    }

    [Fact]
    public void Exchange_gets_a_token_of_the_tenant_it_is_told_to_connect_to()
    {
        using Session session = new();
        PSObject[] connections = [.. session.Run("Get-ConnectionInformation").Output];
        Assert.All(readme.Program.Document.Customers, customer => Assert.Contains(
            connections,
            connection => customer.TenantId.Equals(Value(connection, "DelegatedOrganization"))
                && customer.TenantId.Equals(Value(connection, "TenantID"))
                && "https://outlook.office365.com".Equals(Value(connection, "Audience"))));
    }

    [Fact]
    public void Azure_is_told_the_customers_tenant()
    {
        PSObject context = readme["Tokens for other modules"].Output[^1];
        Assert.Contains(readme.Program.Document.Customers[0].TenantId, context.Properties.Select(property => property.Value?.ToString()));
    }

    [Fact]
    public void The_vault_gets_a_refresh_token_and_the_status_tells_its_life()
    {
        PSObject status = readme["The refresh token"].Output[^1];
        Assert.Equal(90, Value(status, "DaysLeft"));
        System.Collections.Hashtable vault = (System.Collections.Hashtable)readme.Variable("vault")!;
        Assert.IsType<System.Security.SecureString>(Assert.Single(vault.Values.Cast<object>()));
    }

    [Fact]
    public void A_line_out_of_a_log_is_explained() =>
        Assert.Equal("RefreshTokenExpired", Value(readme["When something fails"].Output[^1], "Kind")?.ToString());

    [Fact]
    public void Headers_of_two_partners_come_from_the_partner_whose_customer_it_is()
    {
        IReadOnlyList<PSObject> headers = readme["Several partners at once"].Output;
        Assert.Equal(
            TenantIds.Concat(readme.Other.Document.Customers.Select(customer => customer.TenantId)).Order(),
            Values(headers, "TenantId"));
        Assert.Equal(2, headers.Select(header => Value(header, "Context")).Distinct().Count());
    }

    [Fact]
    public void Practice_begins_without_consent_and_ends_with_it()
    {
        PSObject[] groups = [.. readme["Practise first"].Output.Where(item => Value(item, "Count") is not null)];
        Assert.Equal(["200 False", "200 True"], groups.Select(group => $"{Value(group, "Count")} {Value(group, "Name")}"));
    }

    private static IEnumerable<string?> Values(IEnumerable<PSObject> items, string property) =>
        items.Select(item => Value(item, property)?.ToString()).Order();

    private static object? Value(PSObject item, string property) => item.Properties[property]?.Value;
}

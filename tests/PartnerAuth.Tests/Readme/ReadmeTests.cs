using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Readme;

/// <summary>The scripts of README and the pages that go on from it, run as written against a sandbox.</summary>
public sealed class ReadmeTests(DocsRun docs) : IClassFixture<DocsRun>
{
    private const string Start = "docs/start.md";

    private IEnumerable<string> TenantIds => docs.Program.Document.Customers.Select(customer => customer.TenantId).Order();

    [Fact]
    public void Every_script_runs_without_an_error_and_writes_what_its_page_says()
    {
        foreach ((DocsBlock block, RunResult run) in docs.Results)
        {
            Assert.True(run.Thrown is null && run.Errors.Count == 0, $"{block.Page}, {block.Heading}: {run.Everything()}");
            if (block.Shown is not null)
            {
                Assert.Equal(block.Shown, string.Join('\n', run.Output).Trim());
            }
        }

        Assert.All(DocsRun.Pages, page => Assert.Contains(docs.Results, result => result.Block.Page == page));
    }

    [Fact]
    public void The_first_minutes_end_with_a_header_for_each_of_200_customers()
    {
        PSObject group = docs["README.md", "The first minutes"].Output[^1];
        Assert.Equal("200 True", $"{Value(group, "Count")} {Value(group, "Name")}");
    }

    [Fact]
    public void A_header_per_customer_is_what_a_rest_function_was_for()
    {
        IEnumerable<PSObject> rows = docs["README.md", "Three ways to use it"].Output.Where(row => Value(row, "Name") is not null);
        Assert.Equal(TenantIds, Values(rows, "TenantId"));

        PSObject answer = docs[Start, "A header for a REST call"].Output[^1];
        PSObject organization = PSObject.AsPSObject(((IEnumerable<object>)Value(answer, "value")!).Single());
        Assert.Equal(docs.Program.Document.Customers[0].TenantId, Value(organization, "id"));
    }

    [Fact]
    public void A_script_for_PartnerCenter_gives_its_types_for_every_customer()
    {
        ILookup<string, PSObject> output =
            docs["docs/migrate.md", "The import line"].Output.ToLookup(item => item.TypeNames[0].Split('.')[^1]);
        Assert.Single(output["PartnerContext"]);
        Assert.Equal(TenantIds.Count(), output["ApplicationConsent"].Count());
        Assert.Equal(TenantIds, Values(output["AuthResult"], "TenantId"));
    }

    [Fact]
    public void An_old_line_in_a_folder_of_scripts_is_found() =>
        Assert.Equal([1u], Assert.IsAssignableFrom<IEnumerable<uint>>(Value(docs["docs/migrate.md", "The import line", 1].Output[0], "Line")));

    [Fact]
    public void Consent_is_given_for_every_customer() =>
        Assert.Equal(TenantIds, Values(docs[Start, "Consent for all customers"].Output, "TenantId"));

    [Fact]
    public void Each_customer_has_a_link_of_its_own()
    {
        IReadOnlyList<PSObject> links = docs[Start, "Consent in person"].Output;
        Assert.Equal(TenantIds, Values(links, "Tenant"));
        Assert.All(links, link => Assert.StartsWith($"{docs.Program.Document.Environment.Login}/{Value(link, "Tenant")}/v2.0/adminconsent?", Value(link, "Url")?.ToString()));
    }

    [Fact]
    public void Exchange_gets_a_token_of_the_tenant_it_is_told_to_connect_to()
    {
        using Session session = new();
        PSObject[] connections = [.. session.Run("Get-ConnectionInformation").Output];
        Assert.All(docs.Program.Document.Customers, customer => Assert.Contains(
            connections,
            connection => customer.TenantId.Equals(Value(connection, "DelegatedOrganization"))
                && customer.TenantId.Equals(Value(connection, "TenantID"))
                && "https://outlook.office365.com".Equals(Value(connection, "Audience"))));
    }

    [Fact]
    public void Azure_is_told_the_customers_tenant()
    {
        PSObject context = docs[Start, "Tokens for other modules"].Output[^1];
        Assert.Contains(docs.Program.Document.Customers[0].TenantId, context.Properties.Select(property => property.Value?.ToString()));
    }

    [Fact]
    public void The_vault_gets_a_refresh_token_and_the_status_tells_its_life()
    {
        PSObject status = docs[Start, "The refresh token"].Output[^1];
        Assert.Equal(90, Value(status, "DaysLeft"));
        System.Collections.Hashtable vault = (System.Collections.Hashtable)docs.Variable(Start, "vault")!;
        Assert.IsType<System.Security.SecureString>(Assert.Single(vault.Values.Cast<object>()));
    }

    [Fact]
    public void A_line_out_of_a_log_is_explained() =>
        Assert.Equal("RefreshTokenExpired", Value(docs[Start, "When something fails"].Output[^1], "Kind")?.ToString());

    [Fact]
    public void Headers_of_two_partners_come_from_the_partner_whose_customer_it_is()
    {
        IReadOnlyList<PSObject> headers = docs["docs/bulk.md", "Several partners at once"].Output;
        Assert.Equal(
            TenantIds.Concat(docs.Other.Document.Customers.Select(customer => customer.TenantId)).Order(),
            Values(headers, "TenantId"));
        Assert.Equal(2, headers.Select(header => Value(header, "Context")).Distinct().Count());
    }

    [Fact]
    public void Practice_begins_without_consent_and_ends_with_it()
    {
        PSObject[] groups = [.. docs["docs/sandbox.md", "Rehearse a script"].Output.Where(item => Value(item, "Count") is not null)];
        Assert.Equal(["200 False", "200 True"], groups.Select(group => $"{Value(group, "Count")} {Value(group, "Name")}"));
    }

    private static IEnumerable<string?> Values(IEnumerable<PSObject> items, string property) =>
        items.Select(item => Value(item, property)?.ToString()).Order();

    private static object? Value(PSObject item, string property) => item.Properties[property]?.Value;
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Test-PartnerCustomerAccess: for each customer the first broken link, why, and what repairs it.</summary>
public sealed class TestPartnerCustomerAccessTests : IDisposable
{
    private const string Exchange = "00000002-0000-0ff1-ce00-000000000000";

    private const string Scenario = $$"""
        {
          "consented": true,
          "tenants": [
            { "domain": "works.example" },
            { "domain": "ending.example", "relationships": [{ "daysLeft": 10 }] },
            { "domain": "none.example", "relationships": [] },
            { "domain": "pending.example", "relationships": [{ "status": "approvalPending" }] },
            { "domain": "unassigned.example", "relationships": [{ "assignments": [] }] },
            { "domain": "nested.example", "relationships": [{ "assignments": [{ "group": "GDAP Engineers" }] }] },
            { "domain": "weak.example", "relationships": [{ "assignments": [{ "roles": ["Directory Readers"] }] }] },
            { "domain": "guest.example", "guest": true },
            { "domain": "blocked.example", "fault": "conditionalAccess" },
            { "domain": "fresh.example", "consented": false },
            { "domain": "scopes.example", "consents": [{ "enterpriseApplicationId": "{{Exchange}}", "scope": "EWS.AccessAsUser.All" }] },
            { "domain": "unlicensed.example", "unlicensed": ["{{Exchange}}"] },
            { "domain": "slow.example", "fault": "throttled" },
            { "domain": "hostile.example", "name": "\u001b[31mred\r\nline", "relationships": [{ "name": "\u001b[31mx" }] }
          ]
        }
        """;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth");

    public TestPartnerCustomerAccessTests() => GdapPractice.Connect(session, program.Document);

    [Theory]
    [InlineData("works.example", "Working", null, null)]
    [InlineData("ending.example", "Working", null, null)]
    [InlineData("none.example", "Broken", "Relationship", "NoRelationship")]
    [InlineData("pending.example", "Broken", "Relationship", "RelationshipPending")]
    [InlineData("unassigned.example", "Broken", "Assignment", "NoActiveAssignment")]
    [InlineData("nested.example", "Broken", "Group", "NestedGroup")]
    [InlineData("weak.example", "Broken", "Role", "RoleMissing")]
    [InlineData("guest.example", "Broken", "SignIn", "GuestAccount")]
    [InlineData("blocked.example", "Broken", "SignIn", "ConditionalAccess")]
    [InlineData("fresh.example", "Broken", "Consent", "ConsentMissing")]
    [InlineData("scopes.example", "Broken", "Scope", "ExchangeManageNotConsented")]
    [InlineData("unlicensed.example", "Broken", "Service", "NotLicensed")]
    [InlineData("slow.example", "Unknown", "SignIn", "Throttled")]
    public void The_first_broken_link_is_named(string customer, string outcome, string? step, string? cause)
    {
        PSObject access = session.Run($"Test-PartnerCustomerAccess {customer} -For ExchangeOnline -TimeoutSec 20").One;
        Assert.Equal(outcome, access.Properties["Outcome"].Value);
        Assert.Equal(cause, access.Properties["Cause"].Value);
        PSObject? broken = access.Properties["FirstBroken"].Value is { } found ? PSObject.AsPSObject(found) : null;
        Assert.Equal(step, broken?.Properties["Name"].Value);
        Assert.Equal(step is null, access.Properties["Remedy"].Value is null);
        Assert.Equal(program.Document.Customers.Single(one => one.Domain == customer).TenantId, access.Properties["TenantId"].Value);
    }

    [Fact]
    public void Every_customer_has_the_same_steps_and_each_says_how_it_went()
    {
        RunResult run = session.Run("$sandbox.Customers | Test-PartnerCustomerAccess -For ExchangeOnline, Azure -TimeoutSec 20", ("sandbox", program.Document));
        run.AssertClean();
        Assert.Equal(program.Document.Customers.Count, run.Output.Count);
        string[] names = [.. run.Output.Select(one => string.Join(" ", Steps(one).Select(step => $"{step["Name"]}{step["Workload"]}"))).Distinct()];
        Assert.Equal(
            "RefreshToken Mfa Delegation Relationship Assignment Group SignIn Consent "
            + "RoleExchangeOnline ScopeExchangeOnline ServiceExchangeOnline RoleAzure ScopeAzure ServiceAzure",
            Assert.Single(names));
        Assert.All(run.Output.SelectMany(Steps), step => Assert.NotEmpty((string)step["Message"]!));
    }

    [Fact]
    public void What_repairs_a_link_is_a_request_or_a_command()
    {
        PSObject nested = session.Run("(Test-PartnerCustomerAccess nested.example).Repair").One;
        Assert.Equal("POST", nested.Properties["Method"].Value);
        Assert.EndsWith("/members/$ref", (string)nested.Properties["Uri"].Value);
        Assert.Contains("directoryObjects", (string)nested.Properties["Body"].Value);
        string? command = session.Run("(Test-PartnerCustomerAccess fresh.example).Repair.Command").One.ToString();
        Assert.Equal($"Sync-PartnerCustomerApplicationConsent -CustomerId {Id("fresh.example")} -Manifest FILE", command);
    }

    [Fact]
    public void A_relationship_that_ends_soon_is_a_warning_and_no_break()
    {
        PSObject access = session.Run("Test-PartnerCustomerAccess ending.example").One;
        PSObject warning = session.Run("$access.Warnings", ("access", access)).One;
        Assert.Equal("RelationshipExpiring", warning.Properties["Cause"].Value);
        Assert.InRange(((DateTimeOffset)access.Properties["RelationshipEndsOn"].Value - DateTimeOffset.UtcNow).TotalDays, 9, 11);
        Assert.Empty(session.Run("(Test-PartnerCustomerAccess ending.example -ExpiringInDays 5).Warnings").Output);
    }

    [Fact]
    public async Task A_sign_in_without_multifactor_authentication_is_the_first_broken_link()
    {
        SandboxAccount agent = program.Document.Accounts.Single(account => account.MfaCode is null);
        RunResult signedIn = await CodeSignIn.RunAsync(program.Document, async (page, code) =>
        {
            using HttpClient browser = new();
            using FormUrlEncodedContent form = new(new Dictionary<string, string>
            {
                ["user_code"] = code, ["username"] = agent.UserPrincipalName, ["password"] = agent.Password,
            });
            using HttpResponseMessage answer = await browser.PostAsync(page, form, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        });
        PSObject access = session.Run("Test-PartnerCustomerAccess works.example -Context $of", ("of", signedIn.One)).One;
        Assert.Equal("MfaMissing", access.Properties["Cause"].Value);
        // Partner Center refused the sign-in while it connected, and a credential that was refused at home rests.
        Assert.Equal("Skipped", Steps(access).Single(step => (string)step["Name"]! == "Relationship")["Outcome"]);
    }

    [Fact]
    public void A_manifest_says_what_is_wanted()
    {
        using TemporaryFolder folder = new();
        string manifest = Path.Combine(folder.Path, "app.json");
        File.WriteAllText(manifest, """{ "application": {}, "grants": [{ "resource": "Graph", "delegated": ["Mail.Read"] }] }""");
        PSObject access = session.Run($"Test-PartnerCustomerAccess works.example -Manifest '{manifest}'").One;
        Assert.Equal(["Graph"], (IEnumerable<string>)access.Properties["Workloads"].Value);
        Assert.Equal("ScopeMissing", access.Properties["Cause"].Value);
        Assert.Contains("Mail.Read", (string)access.Properties["Message"].Value);
    }

    [Fact]
    public void The_table_shows_what_is_broken_and_nothing_that_a_customer_wrote_moves_the_console()
    {
        string text = session.Show("$sandbox.Customers | Test-PartnerCustomerAccess -TimeoutSec 20", ("sandbox", program.Document));
        Assert.Contains("NoRelationship", text);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void A_thousand_customers_share_what_is_the_same_for_all()
    {
        using SandboxProcess many = SandboxProcess.WithScenario("""{ "consented": true, "customers": 1000, "graph": { "pageSize": 300 } }""");
        using Session bulk = new("PartnerAuth");
        GdapPractice.Connect(bulk, many.Document);
        RunResult run = bulk.Run("$sandbox.Customers | Test-PartnerCustomerAccess -Verbose", ("sandbox", many.Document));
        Assert.Equal(1000, run.Output.Count(one => (string)one.Properties["Outcome"].Value == "Working"));
        Assert.Empty(run.Errors);
        string[] asked = [.. run.Verbose.Where(line => line.StartsWith("GET ", StringComparison.Ordinal))];
        Assert.Equal(4, asked.Count(line => line.Contains("/delegatedAdminRelationships?")));
        Assert.Equal(2, asked.Count(line => line.Contains("emberOf")));
        Assert.Equal(1000, asked.Count(line => line.Contains("/accessAssignments")));
    }

    [Fact]
    public void The_partners_own_tenant_is_no_customer()
    {
        RunResult run = session.Run("Test-PartnerCustomerAccess $tenant", ("tenant", program.Document.TenantId));
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
    }

    private string Id(string domain) => program.Document.Customers.Single(one => one.Domain == domain).TenantId;

    private static IEnumerable<IReadOnlyDictionary<string, object?>> Steps(PSObject access) =>
        ((System.Collections.IEnumerable)access.Properties["Steps"].Value).Cast<object>().Select(step =>
            (IReadOnlyDictionary<string, object?>)PSObject.AsPSObject(step).Properties.ToDictionary(one => one.Name, one => (object?)one.Value));
}

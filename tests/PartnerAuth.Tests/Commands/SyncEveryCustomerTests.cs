using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Sync-PartnerCustomerApplicationConsent -All, and customers that are not the partner's.</summary>
public sealed class SyncEveryCustomerTests : IDisposable
{
    private const string Scenario = """
        {
          "partnerCenter": { "pageSize": 2 },
          "tenants": [
            { "domain": "one.example", "consented": true },
            { "domain": "two.example" },
            { "domain": "three.example" },
            { "domain": "four.example", "fault": "consentForbidden" },
            { "domain": "gdap.example", "gdapOnly": true },
            { "domain": "sold.example", "relationships": [], "consented": true }
          ]
        }
        """;

    private const string Sync = "Sync-PartnerCustomerApplicationConsent -Manifest $manifest";
    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Relay relay;
    private readonly Session session = new("PartnerAuth");

    public SyncEveryCustomerTests()
    {
        relay = new Relay(program.Document.Environment);
        Connect(session, program.Document, relay.Environment);
    }

    [Fact]
    public void Every_customer_of_partner_center_is_brought_there_and_no_other()
    {
        RunResult run = session.Run($"{Sync} -All");
        Assert.Equal(
            ["Failed", "Created", "Created", "Failed", "Unchanged"],
            Of(run, "four", "three", "two", "sold", "one"));
        Assert.Equal(5, run.Output.Count);
        Assert.Equal(2, run.Errors.Count);
    }

    [Fact]
    public async Task Customers_are_brought_there_while_later_pages_are_read()
    {
        HeldRequest page = relay.Hold((_, request) => request.Contains("seekOperation=Next"));
        using PowerShell pipeline = session.Pipeline($"{Sync} -All -ErrorAction SilentlyContinue");
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, _) => first.TrySetResult();
        Task run = pipeline.InvokeAsync<PSObject, PSObject>(null, output);
        await first.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        page.Release();
        await run;
        Assert.Equal(5, output.Count);
    }

    [Fact]
    public void Other_sources_have_other_customers()
    {
        RunResult run = session.Run($"{Sync} -All -Source Gdap");
        Assert.Equal(["Failed", "Unchanged", "Created"], Of(run, "gdap", "one", "two"));
        Assert.DoesNotContain(run.Output, one => TenantId("sold").Equals(one.Properties["TenantId"].Value));
        run = session.Run($"{Sync} -All -Source PartnerCenter, Gdap -WhatIf");
        Assert.Equal(6, run.Output.Count);
    }

    [Fact]
    public void WhatIf_for_every_customer_writes_nothing()
    {
        RunResult run = session.Run($"{Sync} -All -WhatIf");
        Assert.Equal(["Created", "Unchanged"], Of(run, "two", "one"));
        Assert.DoesNotContain(relay.Requests, request => request.Contains("/applicationconsents"));
    }

    [Fact]
    public void An_indirect_reseller_learns_of_the_source_that_works_and_what_is_listed_elsewhere_goes_on()
    {
        using SandboxProcess other = SandboxProcess.WithScenario("""{ "customers": 3, "consented": true, "partnerCenter": { "indirectReseller": true } }""");
        using Session reseller = new("PartnerAuth");
        Connect(reseller, other.Document, other.Document.Environment);
        ErrorRecord refused = reseller.Run($"{Sync} -All").OneError;
        Assert.StartsWith("NoAccess,", refused.FullyQualifiedErrorId);
        Assert.Contains("-Source Gdap", refused.ErrorDetails.RecommendedAction);

        Assert.All(reseller.Run($"{Sync} -All -Source Gdap").Output, one => Assert.Equal("Unchanged", one.Properties["Outcome"].Value));
        string journal = System.IO.Path.Combine(folder.Path, "run.journal");
        RunResult run = reseller.Run($"{Sync} -All -Source PartnerCenter, Gdap -ResumePath '{journal}'");
        Assert.Equal(3, run.Output.Count);
        Assert.StartsWith("NoAccess,", run.OneError.FullyQualifiedErrorId);
        Assert.DoesNotContain("\"ended\"", File.ReadAllText(journal));
    }

    [Fact]
    public void A_permission_of_Exchange_that_the_partners_own_side_lacks_is_told_once_for_all_customers()
    {
        using SandboxProcess other = SandboxProcess.WithScenario("""{ "customers": 3, "application": { "withoutPermissions": ["Exchange.Manage"] } }""");
        using Session lacking = new("PartnerAuth");
        Connect(lacking, other.Document, other.Document.Environment);
        lacking.Run($"{Sync} -All").AssertClean();
        File.WriteAllText(
            System.IO.Path.Combine(folder.Path, "manifest.json"),
            $$"""{ "application": { "id": "{{other.Document.ApplicationId}}" }, "grants": [{ "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }] }""");
        RunResult run = lacking.Run($"{Sync} -All");
        Assert.Equal(3, run.Output.Count);
        Assert.Contains("Exchange.Manage", Assert.Single(run.Warnings));
    }

    [Fact]
    public void Every_customer_is_named_by_All_and_by_nothing_less()
    {
        Assert.Empty(session.Run($"@() | {Sync}").Output);
        ErrorRecord both = session.Run($"{Sync} one.example -All").OneError;
        Assert.IsType<ParameterBindingException>(both.Exception, exactMatch: false);
        Assert.DoesNotContain(relay.Requests, request => request.Contains("/applicationconsents"));
    }

    [Fact]
    public void Who_is_not_the_partners_customer_is_reported_and_costs_no_other_a_thing()
    {
        string stranger = "12345678-0000-4000-8000-123456789012";
        RunResult run = session.Run($"{Sync} gdap.example, {stranger}, two.example");
        Dictionary<string, PSObject> by = run.Output.ToDictionary(one => (string)one.Properties["Tenant"].Value);
        Assert.Equal(
            ["Failed", "Failed", "Created"],
            new[] { "gdap.example", stranger, "two.example" }.Select(name => by[name].Properties["Outcome"].Value));
        Assert.Equal(
            ["CustomerNotFound", "TenantNotFound"],
            run.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).Order(StringComparer.Ordinal));
        Assert.Contains("/adminconsent", by["gdap.example"].Properties["ConsentUrl"].Value.ToString());
        Assert.Null(by[stranger].Properties["ConsentUrl"].Value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        relay.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private void Connect(Session other, SandboxDocument sandbox, SandboxEnvironment environment)
    {
        string manifest = System.IO.Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(manifest, $$"""{ "application": { "id": "{{sandbox.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] }] }""");
        other.Run(
            "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Tenant $sandbox.TenantId -Environment $environment",
            ("sandbox", sandbox),
            ("environment", environment),
            ("manifest", manifest)).AssertClean();
    }

    private string TenantId(string name) => program.Document.Customers.Single(one => one.Domain == name + ".example").TenantId;

    private string[] Of(RunResult run, params string[] names) =>
        [.. names.Select(name => (string)run.Output.Single(one => TenantId(name).Equals(one.Properties["Tenant"].Value)).Properties["Outcome"].Value)];
}

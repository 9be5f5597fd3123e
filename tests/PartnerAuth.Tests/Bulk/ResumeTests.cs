using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>A run that notes what it did: the next one does only what is missing or failed.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Scenario =
        """
        {
          "consented": true,
          "tenants": [
            { "domain": "first.example" },
            { "domain": "second.example" },
            { "domain": "policy.example", "fault": "conditionalAccess" }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth");

    public ResumeTests()
    {
        GdapPractice.Connect(session, program.Document);
        string manifest = Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(manifest, $$"""{ "application": { "id": "{{program.Document.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""");
        session.Run("$ConfirmPreference = 'None'").AssertClean();
        session.Run("$null = $true", ("manifest", manifest), ("app", program.Document.ApplicationId)).AssertClean();
    }

    private string Notes => Path.Combine(folder.Path, "run.journal");

    public static TheoryData<string, string> Commands => new()
    {
        { "Test-PartnerCustomerAccess", "Test-PartnerCustomerAccess -For ExchangeOnline" },
        { "Repair-PartnerCustomerAccess -Manifest $manifest", "Repair-PartnerCustomerAccess -Manifest $manifest -For ExchangeOnline" },
        {
            "New-PartnerCustomerApplicationConsent -ApplicationId $app -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }",
            "New-PartnerCustomerApplicationConsent -ApplicationId $app -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'Mail.Read' }"
        },
        { "Remove-PartnerCustomerApplicationConsent", "Remove-PartnerCustomerApplicationConsent -IncludeServicePrincipal" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_next_run_does_what_is_missing_or_failed_and_a_run_for_something_else_does_all(string command, string other)
    {
        Assert.Equal(["first.example", "no.example"], Asked(command, "first.example", "no.example"));
        Assert.Equal(["no.example", "second.example"], Asked(command, "first.example", "no.example", "second.example"));
        Assert.Equal(["first.example"], Asked(other, "first.example"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void After_a_run_that_left_nothing_to_do_the_next_one_does_all_again(string command, string other)
    {
        Assert.NotEqual(command, other);
        string[] again = command.StartsWith("Remove-", StringComparison.Ordinal) ? ["second.example"] : ["first.example"];
        Assert.Equal(["first.example"], Asked(command, "first.example"));
        Assert.Equal(again, Asked(command, again));
    }

    [Fact]
    public void A_customer_that_is_still_broken_is_looked_at_again()
    {
        Assert.Equal(["first.example", "policy.example"], Asked("Test-PartnerCustomerAccess", "first.example", "policy.example"));
        Assert.Equal(["policy.example"], Asked("Test-PartnerCustomerAccess", "first.example", "policy.example"));
    }

    [Fact]
    public void A_customer_is_known_by_its_id_as_well()
    {
        string id = program.Document.Customers.Single(customer => customer.Domain == "first.example").TenantId;
        Assert.Equal(["first.example", "policy.example"], Asked("Test-PartnerCustomerAccess", "first.example", "policy.example"));
        Assert.Equal(["policy.example"], Asked("Test-PartnerCustomerAccess", id, "policy.example"));
    }

    [Fact]
    public void What_one_partner_is_done_with_another_is_not()
    {
        session.Run(
            """
            $public = @{ ApplicationId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'; RefreshToken = $sandbox.PublicRefreshToken; Environment = $sandbox.Environment }
            $first = Get-PartnerContext
            $other = Connect-PartnerCenter @public -Tenant $sandbox.TenantId
            """,
            ("sandbox", program.Document)).AssertClean();
        Assert.Equal(["first.example", "policy.example"], Asked("Test-PartnerCustomerAccess -Context $first", "first.example", "policy.example"));
        RunResult run = session.Run(
            "$first, $other | ForEach-Object { [pscustomobject]@{ TenantId = 'first.example'; Context = $_ } } | " +
            $"Test-PartnerCustomerAccess -ResumePath '{Notes}' -AsResult");
        run.AssertClean();
        Assert.Same(session.Run("$other").One.BaseObject, run.One.Properties["Context"].Value);
    }

    [Fact]
    public void What_an_earlier_run_was_done_with_is_told_and_counted()
    {
        session.Run($"'first.example', 'policy.example' | Test-PartnerCustomerAccess -ResumePath '{Notes}'").AssertClean();
        RunResult run = session.Run($"'first.example', 'policy.example' | Test-PartnerCustomerAccess -ResumePath '{Notes}' -SummaryVariable went -Verbose; $went");
        run.AssertClean();
        Assert.Contains("first.example: an earlier run was done with it.", run.Verbose);
        dynamic summary = run.Output[^1].BaseObject;
        Assert.Equal("1 1", $"{summary.Resumed} {summary.Tenants}");
        Assert.Contains("1 done by an earlier run", (string)summary.ToString());
    }

    [Fact]
    public void A_rehearsal_notes_nothing()
    {
        session.Run($"Remove-PartnerCustomerApplicationConsent first.example -ResumePath '{Notes}' -WhatIf").AssertClean();
        Assert.False(File.Exists(Notes));
    }

    [Fact]
    public void A_file_of_somebody_else_is_refused_and_stays_as_it_is()
    {
        File.WriteAllText(Notes, "my notes\n");
        ErrorRecord error = session.Run($"Test-PartnerCustomerAccess first.example -ResumePath '{Notes}'").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Equal("my notes\n", File.ReadAllText(Notes));
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    /// <summary>The tenants that a run asked for, failed ones too.</summary>
    private IEnumerable<string> Asked(string command, params string[] tenants)
    {
        RunResult run = session.Run($"{string.Join(", ", tenants.Select(tenant => $"'{tenant}'"))} | {command} -ResumePath '{Notes}' -AsResult");
        run.AssertClean();
        return run.Output.Select(result => (string)result.Properties["Tenant"].Value).Order(StringComparer.Ordinal);
    }
}

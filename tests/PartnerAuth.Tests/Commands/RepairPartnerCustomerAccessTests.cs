using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Repair-PartnerCustomerAccess: what is broken in a consent is repaired, and nothing else is touched.</summary>
public sealed class RepairPartnerCustomerAccessTests : IDisposable
{
    private const string Graph = "00000003-0000-0000-c000-000000000000";

    private const string Scenario = $$"""
        {
          "tenants": [
            { "domain": "works.example", "consented": true },
            { "domain": "fresh.example" },
            { "domain": "none.example", "relationships": [] },
            { "domain": "closed.example", "consents": [{ "enterpriseApplicationId": "{{Graph}}", "scope": "User.Read" }] },
            { "domain": "weak.example", "relationships": [{ "roles": ["Cloud Application Administrator", "Yammer Administrator"] }] }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth");

    public RepairPartnerCustomerAccessTests()
    {
        GdapPractice.Connect(session, program.Document);
        string manifest = Path.Combine(folder.Path, "app.json");
        File.WriteAllText(manifest, $$"""
            { "application": { "id": "{{program.Document.ApplicationId}}" }, "grants": [
              { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] },
              { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] } ] }
            """);
        session.Run("0", ("manifest", manifest), ("journal", Path.Combine(folder.Path, "run.journal"))).AssertClean();
    }

    [Fact]
    public void A_missing_consent_is_granted_and_the_way_is_looked_at_again()
    {
        PSObject repair = session.Run("Test-PartnerCustomerAccess fresh.example | Repair-PartnerCustomerAccess -Manifest $manifest -Confirm:$false").One;
        Assert.Equal("Repaired", repair.Properties["Outcome"].Value);
        Assert.Equal("ConsentMissing", repair.Properties["Cause"].Value);
        Assert.Equal("Working", session.Run("$repair.After.Outcome", ("repair", repair)).One.ToString());
        Assert.Equal("Working", session.Run("(Test-PartnerCustomerAccess fresh.example -For ExchangeOnline).Outcome").One.ToString());
    }

    [Fact]
    public void What_is_no_consent_is_left_alone_and_told()
    {
        RunResult run = session.Run("'works.example', 'none.example' | Repair-PartnerCustomerAccess -Manifest $manifest -Confirm:$false -Verbose");
        run.AssertClean();
        Assert.Equal(
            ["none.example NotRepaired NoRelationship", "works.example Unchanged "],
            run.Output.Select(one => $"{one.Properties["Tenant"].Value} {one.Properties["Outcome"].Value} {one.Properties["Cause"].Value}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(run.Verbose, line => line.StartsWith("POST ", StringComparison.Ordinal) && !line.Contains("/token"));
        Assert.Contains("Global Administrator", (string)run.Output.Single(one => "none.example".Equals(one.Properties["Tenant"].Value)).Properties["Details"].Value);
    }

    [Fact]
    public void A_consent_that_cannot_be_extended_needs_Recreate_and_its_journal()
    {
        Assert.Equal("NeedsRecreate", Outcome("closed.example"));
        RunResult refused = session.Run("Repair-PartnerCustomerAccess closed.example -Manifest $manifest -Recreate -Confirm:$false");
        Assert.Contains("-ResumePath", refused.OneError.ErrorDetails.RecommendedAction);
        Assert.Equal("Repaired", Outcome("closed.example -Recreate -ResumePath $journal"));
    }

    [Fact]
    public void Who_lost_a_consent_to_a_crash_gets_it_back_first()
    {
        string id = program.Document.Customers.Single(one => one.Domain == "fresh.example").TenantId;
        File.WriteAllText(
            Path.Combine(folder.Path, "run.journal"),
            $$$"""{"version":1,"time":0,"application":"{{{program.Document.ApplicationId}}}","tenant":"{{{id}}}","step":"recreate","scopes":{"00000003-0000-0000-c000-000000000000":["User.Read"]}}""" + "\n");
        RunResult run = session.Run("Repair-PartnerCustomerAccess works.example -Manifest $manifest -Recreate -ResumePath $journal -Confirm:$false");
        Assert.Contains("brought back first", Assert.Single(run.Warnings));
        Assert.Equal([$"{id} Repaired", "works.example Unchanged"], run.Output.Select(one => $"{one.Properties["Tenant"].Value} {one.Properties["Outcome"].Value}"));
    }

    [Fact]
    public void What_else_is_broken_after_the_repair_is_told()
    {
        PSObject repair = session.Run("Repair-PartnerCustomerAccess weak.example -Manifest $manifest -Confirm:$false").One;
        Assert.Equal("Repaired", repair.Properties["Outcome"].Value);
        Assert.Equal("Unknown", session.Run("$repair.After.Outcome", ("repair", repair)).One.ToString());
    }

    [Fact]
    public void WhatIf_tells_what_would_be_granted_and_grants_nothing()
    {
        PSObject repair = session.Run("Repair-PartnerCustomerAccess fresh.example -Manifest $manifest -WhatIf").One;
        Assert.Equal("WhatIf", repair.Properties["Outcome"].Value);
        Assert.Contains("Exchange.Manage", (string)repair.Properties["Details"].Value);
        Assert.Equal("ConsentMissing", session.Run("(Test-PartnerCustomerAccess fresh.example).Cause").One.ToString());
    }

    [Fact]
    public void Nobody_to_ask_is_an_error_that_names_the_way_out()
    {
        RunResult run = session.Run("Repair-PartnerCustomerAccess fresh.example -Manifest $manifest");
        Assert.Contains("-Confirm:$false", run.OneError.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Another_applications_manifest_is_refused_before_anything_is_sent()
    {
        string other = Path.Combine(folder.Path, "other.json");
        File.WriteAllText(other, """{ "application": { "id": "88888888-2222-3333-4444-555555555555" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""");
        RunResult run = session.Run($"Repair-PartnerCustomerAccess fresh.example -Manifest '{other}' -Confirm:$false -Verbose");
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.DoesNotContain(run.Verbose, line => line.Contains("://"));
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private string? Outcome(string arguments) =>
        session.Run($"(Repair-PartnerCustomerAccess {arguments} -Manifest $manifest -Confirm:$false).Outcome").One.ToString();
}

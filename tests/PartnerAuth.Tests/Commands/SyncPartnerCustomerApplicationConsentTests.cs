using System.Management.Automation;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Sync-, Get- and Remove-PartnerCustomerApplicationConsent: from what is granted to what a manifest wants.</summary>
public sealed class SyncPartnerCustomerApplicationConsentTests : IDisposable
{
    private const string Scenario = """
        {
          "tenants": [
            { "domain": "new.example", "consented": false },
            { "domain": "less.example", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Group.Read.All" }] },
            { "domain": "open.example", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Application.Read.All DelegatedPermissionGrant.ReadWrite.All" }] },
            { "domain": "whole.example", "consents": [
              { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Mail.Read" },
              { "enterpriseApplicationId": "00000002-0000-0ff1-ce00-000000000000", "scope": "Exchange.Manage" }] },
            { "domain": "lacks.example", "unlicensed": ["00000002-0000-0ff1-ce00-000000000000"], "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All" }] },
            { "domain": "openid.example", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "openid profile User.Read Directory.Read.All Application.Read.All DelegatedPermissionGrant.ReadWrite.All" }] },
            { "domain": "forbidden.example", "consented": false, "fault": "consentForbidden" },
            { "domain": "breaks.example", "fault": "consentFailsAfterDelete 9", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Group.Read.All" }] }
          ]
        }
        """;

    private const string Sync = "Sync-PartnerCustomerApplicationConsent -Manifest $manifest";
    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth");

    public SyncPartnerCustomerApplicationConsentTests()
    {
        session.Run(
            """
            $null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Tenant $sandbox.TenantId -Environment $sandbox.Environment
            """,
            ("sandbox", program.Document),
            ("journal", Journal)).AssertClean();
        Manifest("""{ "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All", "Mail.Read"] }, { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }""");
    }

    private string Journal => System.IO.Path.Combine(folder.Path, "run.journal");

    [Fact]
    public void Each_customer_gets_what_it_lacks_and_tells_how_it_went()
    {
        RunResult run = session.Run($"'new.example', 'less.example', 'open.example', 'whole.example', 'forbidden.example' | {Sync}");
        Dictionary<string, PSObject> by = run.Output.ToDictionary(one => (string)one.Properties["Tenant"].Value);
        Assert.Equal("Created", by["new.example"].Properties["Outcome"].Value);
        Assert.Equal("NeedsRecreate", by["less.example"].Properties["Outcome"].Value);
        Assert.Contains("DelegatedPermissionGrant.ReadWrite.All", (string)by["less.example"].Properties["Reason"].Value);
        Assert.Equal("Extended", by["open.example"].Properties["Outcome"].Value);
        Assert.Equal("Unchanged", by["whole.example"].Properties["Outcome"].Value);
        Assert.Equal("Failed", by["forbidden.example"].Properties["Outcome"].Value);
        Assert.Contains("/adminconsent", by["forbidden.example"].Properties["ConsentUrl"].Value.ToString());
        Assert.StartsWith("NoAccess,", Assert.Single(run.Errors).FullyQualifiedErrorId);

        Assert.Contains("Mail.Read", Scopes("new.example", "Graph"));
        Assert.Contains("Mail.Read", Scopes("open.example", "Graph"));
        Assert.Contains("Exchange.Manage", Scopes("open.example", "ExchangeOnline"));
        Assert.DoesNotContain("Mail.Read", Scopes("less.example", "Graph"));
    }

    [Fact]
    public void WhatIf_shows_the_difference_and_writes_nothing()
    {
        RunResult run = session.Run($"'new.example', 'open.example' | {Sync} -WhatIf");
        Assert.Equal(["Created", "Extended"], run.Output.Select(one => (string)one.Properties["Outcome"].Value).Order(StringComparer.Ordinal));
        Assert.All(run.Output, one => Assert.Equal(true, one.Properties["IsWhatIf"].Value));
        Assert.Contains("Mail.Read", run.Text);
        Assert.StartsWith("ConsentMissing,", session.Run("New-PartnerAccessToken -Scopes Graph -Tenant new.example").OneError.FullyQualifiedErrorId);
        Assert.DoesNotContain("Mail.Read", Scopes("open.example", "Graph"));
    }

    [Fact]
    public void A_consent_that_is_made_anew_keeps_what_it_had()
    {
        PSObject synced = session.Run($"{Sync} less.example -Recreate -ResumePath $journal -Confirm:$false").One;
        Assert.Equal("Recreated", synced.Properties["Outcome"].Value);
        Assert.Superset(new HashSet<string> { "User.Read", "Directory.Read.All", "Group.Read.All", "Mail.Read" }, Scopes("less.example", "Graph"));
        Assert.Contains("Exchange.Manage", Scopes("less.example", "ExchangeOnline"));
    }

    [Fact]
    public void To_make_a_consent_anew_needs_a_journal()
    {
        ErrorRecord error = session.Run($"{Sync} less.example -Recreate -Confirm:$false").OneError;
        Assert.Contains("-ResumePath", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void A_customer_that_lost_its_consent_comes_back_first_with_all_its_scopes()
    {
        RunResult broken = session.Run($"{Sync} breaks.example -Recreate -ResumePath $journal -Confirm:$false");
        Assert.Equal("Failed", broken.Output[0].Properties["Outcome"].Value);
        Assert.Contains("-ResumePath", broken.Errors[0].ErrorDetails.RecommendedAction);
        Assert.StartsWith("ConsentMissing,", session.Run("New-PartnerAccessToken -Scopes Graph -Tenant breaks.example").OneError.FullyQualifiedErrorId);

        // The service answers again only after its nine failures.
        RunResult again = session.Run($"1..4 | ForEach-Object {{ {Sync} whole.example -ResumePath $journal -ErrorAction SilentlyContinue }}");
        string breaks = program.Document.Customers.Single(one => one.Domain == "breaks.example").TenantId;
        PSObject[] back = [.. again.Output.Where(one => one.Properties["Tenant"].Value.Equals(breaks))];
        Assert.Equal("Recreated", back[^1].Properties["Outcome"].Value);
        Assert.Same(back[0], again.Output[0]);
        Assert.Contains("brought back first", again.Warnings[0]);
        Assert.Superset(new HashSet<string> { "Group.Read.All", "Mail.Read" }, Scopes("breaks.example", "Graph"));
    }

    [Fact]
    public void A_customer_that_lost_its_consent_comes_back_also_when_nobody_else_is_named()
    {
        _ = session.Run($"{Sync} breaks.example -Recreate -ResumePath $journal -Confirm:$false");
        RunResult again = session.Run($"1..4 | ForEach-Object {{ @() | {Sync} -ResumePath $journal -ErrorAction SilentlyContinue }}");
        Assert.Equal("Recreated", again.Output[^1].Properties["Outcome"].Value);
    }

    [Fact]
    public void A_service_that_the_customer_lacks_costs_it_no_consent()
    {
        RunResult run = session.Run($"{Sync} lacks.example -Recreate -ResumePath $journal -Confirm:$false");
        Assert.Equal("Failed", Assert.Single(run.Output).Properties["Outcome"].Value);
        Assert.DoesNotContain("recreate", File.ReadAllText(Journal));
        Assert.Contains("User.Read", Scopes("lacks.example", "Graph"));
    }

    [Fact]
    public void A_deletion_that_never_came_leaves_the_customer_to_the_plan()
    {
        string id = program.Document.Customers.Single(one => one.Domain == "less.example").TenantId;
        File.WriteAllText(
            Journal,
            $$$"""{"version":1,"time":0,"application":"{{{program.Document.ApplicationId}}}","tenant":"{{{id}}}","step":"recreate","scopes":{"00000003-0000-0000-c000-000000000000":["Mail.Read","User.Read"]}}""" + "\n");
        PSObject synced = session.Run($"@() | {Sync} -ResumePath $journal").One;
        Assert.Equal("NeedsRecreate", synced.Properties["Outcome"].Value);
        Assert.Contains("Group.Read.All", Scopes("less.example", "Graph"));
        session.Run($"@() | {Sync} -ResumePath $journal").AssertClean();
    }

    [Fact]
    public async Task Scopes_of_sign_ins_stay_in_a_consent_that_is_extended_or_pruned()
    {
        Assert.Equal("Extended", Outcome($"{Sync} openid.example"));
        Manifest("""{ "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All", "DelegatedPermissionGrant.ReadWrite.All", "Application.Read.All"] }""");
        Assert.Equal("Pruned", Outcome($"{Sync} openid.example -Prune -Confirm:$false"));
        string header = (string)session.Run("(Get-PartnerHeader -Scopes Graph -Tenant openid.example)['Authorization']").One.BaseObject;
        using HttpClient graph = new();
        graph.DefaultRequestHeaders.Add("Authorization", header);
        string grants = await graph.GetStringAsync(program.Document.Environment.Graph + "/v1.0/oauth2PermissionGrants", TestContext.Current.CancellationToken);
        Assert.Contains("openid", grants);
        Assert.Contains("profile", grants);
        Assert.DoesNotContain("Mail.Read", grants);
    }

    [Fact]
    public void A_customer_that_is_named_twice_is_changed_once()
    {
        string id = program.Document.Customers.Single(one => one.Domain == "new.example").TenantId;
        RunResult run = session.Run($"'new.example', '{id}' | {Sync}");
        Assert.Equal(["Created", "Unchanged"], run.Output.Select(one => (string)one.Properties["Outcome"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Who_took_a_consent_back_is_asked_again_only_with_Force()
    {
        Assert.Equal("Created", Outcome($"{Sync} new.example -ResumePath $journal"));
        session.Run("Remove-PartnerCustomerApplicationConsent new.example -Confirm:$false").AssertClean();
        Assert.Equal("RevokedByCustomer", Outcome($"{Sync} new.example -ResumePath $journal"));
        Assert.Equal("Created", Outcome($"{Sync} new.example -ResumePath $journal -Force"));
    }

    [Fact]
    public void What_the_manifest_does_not_name_is_taken_back_with_Prune()
    {
        Assert.Equal("Extended", Outcome($"{Sync} open.example"));
        Manifest("""{ "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] }""");
        Assert.Equal("Pruned", Outcome($"{Sync} open.example -Prune -Confirm:$false"));
        Assert.Equal(["Directory.Read.All", "User.Read"], Scopes("open.example", "Graph").Where(one => one != ".default").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Roles_are_given_with_scopes_that_are_taken_back_afterwards()
    {
        Manifest(
            """{ "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"], "application": ["Exchange.ManageAsApp"] }, { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] }""",
            """["AppRoleAssignment.ReadWrite.All", "Application.Read.All", "DelegatedPermissionGrant.ReadWrite.All"]""");
        Assert.Equal("Created", Outcome($"{Sync} new.example"));
        PSObject consent = session.Run("Get-PartnerCustomerApplicationConsent new.example").One;
        string services = string.Join("; ", (IEnumerable<object>)consent.Properties["Services"].Value);
        Assert.Contains("Exchange.ManageAsApp (role)", services);
        Assert.DoesNotContain("AppRoleAssignment", services);
        Assert.DoesNotContain("DelegatedPermissionGrant", services);
    }

    [Theory]
    [InlineData("m.json", "{\n\"application\": {},\n\"grants\": [{ \"resource\": \"Graph\", \"delegated\": [\"Mail.Reed\"] }]\n}", "line 3", "Was Mail.Read meant?")]
    [InlineData("m.psd1", "@{\n  Application = @{}\n  Grants = @(\n    @{ Resource = 'Graph'; Delegated = @(\n      'Mail.Read'\n      'Mail.Reed') }\n  )\n}", "line 6", "Was Mail.Read meant?")]
    [InlineData("m.psd1", "@{\n  Application = @{}\n  Grants = Get-Date\n}", "line 3", "Mend that line")]
    [InlineData("m.psd1", "@{\n  Application = @{\n", "line 2", "Mend that line")]
    public void A_manifest_that_is_wrong_is_named_with_its_line_before_any_call(string file, string text, string line, string remedy)
    {
        string path = System.IO.Path.Combine(folder.Path, file);
        File.WriteAllText(path, text);
        ErrorRecord error = session.Run($"Sync-PartnerCustomerApplicationConsent new.example -Manifest '{path}'").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Contains(line, error.ToString());
        Assert.Contains(remedy, error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void After_other_objects_each_shows_what_matters_and_no_more()
    {
        string shown = session.Show($"Get-PartnerContext; {Sync} less.example; Get-PartnerCustomerApplicationConsent less.example");
        Assert.Contains("NeedsRecreate", shown);
        Assert.Contains("Group.Read.All", shown);
        Assert.DoesNotContain("ServicePrincipalId", shown);
        Assert.DoesNotContain("IsWhatIf", shown);
    }

    [Fact]
    public void A_consent_is_removed_and_its_service_principal_with_it_when_asked()
    {
        PSObject removed = session.Run("Remove-PartnerCustomerApplicationConsent whole.example -Confirm:$false").One;
        Assert.Equal((true, false), (removed.Properties["ConsentRemoved"].Value, removed.Properties["ServicePrincipalRemoved"].Value));
        Assert.Equal(false, session.Run("Remove-PartnerCustomerApplicationConsent whole.example -Confirm:$false").One.Properties["ConsentRemoved"].Value);
        session.Run("Remove-PartnerCustomerApplicationConsent less.example -WhatIf").AssertClean();
        Assert.Contains("Group.Read.All", Scopes("less.example", "Graph"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private void Manifest(string grants, string bootstrap = "[]")
    {
        string path = System.IO.Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(path, $$"""{ "application": { "id": "{{program.Document.ApplicationId}}", "displayName": "Contoso tools" }, "grants": [{{grants}}], "bootstrap": {{bootstrap}} }""");
        session.Runspace.SessionStateProxy.SetVariable("manifest", path);
    }

    private string Outcome(string script) => (string)session.Run(script).One.Properties["Outcome"].Value;

    private HashSet<string> Scopes(string tenant, string resource) =>
        [.. ((IEnumerable<string>)session.Run($"New-PartnerAccessToken -Scopes {resource} -Tenant {tenant} -ForceRefresh").One.Properties["Scopes"].Value).Select(scope => scope.Split('/')[^1])];
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerDelegatedAdminRelationship: all, by customer, by id, with roles and groups by name.</summary>
public sealed class GetPartnerDelegatedAdminRelationshipTests(GdapPractice practice) : IClassFixture<GdapPractice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void All_come_page_by_page_with_roles_and_groups_by_name_and_days_left()
    {
        RunResult all = session.Run("Get-PartnerDelegatedAdminRelationship");
        all.AssertClean();
        Assert.Equal(11, all.Output.Count);
        PSObject usual = Of(all, "adatum");
        Assert.Equal("PartnerAuth.PartnerDelegatedAdminRelationship", usual.BaseObject.GetType().FullName);
        Assert.Equal(["active", true, false, "Adatum"], Values(usual, "Status", "AutoExtend", "IsMicrosoftLed", "CustomerName"));
        Assert.InRange((int)usual.Properties["DaysLeft"].Value, 363, 365);
        Assert.Contains("Exchange Administrator 29232cdf-9323-42fd-ade2-1d097af3e4de", Texts("$given.Roles | ForEach-Object { \"$($_.Name) $($_.Id)\" }", usual));
        Assert.Equal(["GDAP Administrators"], Texts("$given.Groups", usual));
        Assert.Equal(["active 12 GDAP Administrators"], Texts("$given.Assignments | ForEach-Object { \"$($_.Status) $($_.Roles.Count) $($_.GroupName)\" }", usual));
    }

    [Fact]
    public void What_differs_is_told()
    {
        RunResult all = session.Run("Get-PartnerDelegatedAdminRelationship");
        all.AssertClean();
        PSObject ending = Of(all, "ending");
        Assert.Equal([false], Values(ending, "AutoExtend"));
        Assert.InRange((int)ending.Properties["DaysLeft"].Value, 9, 10);
        Assert.Equal(["Offer", "approvalPending", null, null], Values(Of(all, "pending"), "Name", "Status", "EndsOn", "Assignments"));
        PSObject expired = all.Output.Single(one => "expired".Equals(one.Properties["Status"].Value));
        Assert.True((int)expired.Properties["DaysLeft"].Value < 0);
        PSObject led = all.Output.Single(one => one.Properties["IsMicrosoftLed"].Value is true);
        Assert.StartsWith("MLT_", (string)led.Properties["Name"].Value);
        Assert.Equal(["AdminAgents", "HelpdeskAgents"], Texts("$given.Groups | Sort-Object", led));
        Assert.Equal([GdapPractice.Provider, false], Values(Of(all, "indirect"), "IndirectProviderTenantId", "IsPartnerConsentPending"));
        Assert.Equal([null, null], Values(Of(all, "adatum"), "IndirectProviderTenantId", "IsPartnerConsentPending"));
        PSObject failing = Of(all, "failing");
        Assert.Equal(["GDAP Others (error)"], Texts("$given.Assignments | ForEach-Object { \"$_\" }", failing));
        Assert.Empty(Texts("$given.Groups", failing));
        Assert.Equal(["unknownFutureValue"], Values(Of(all, "new"), "Status"));
    }

    [Fact]
    public void Customers_come_from_the_pipeline_by_id_by_domain_and_as_objects()
    {
        string id = practice.TenantId("led");
        foreach (string call in new[]
        {
            $"Get-PartnerDelegatedAdminRelationship {id}",
            $"Get-PartnerDelegatedAdminRelationship -Tenant led.onmicrosoft.example",
            $"Get-PartnerCustomer -CustomerId {id} | Get-PartnerDelegatedAdminRelationship",
            $"@{{ customer = @{{ tenantId = '{id}' }}; id = '1' }} | Get-PartnerDelegatedAdminRelationship",
        })
        {
            RunResult run = session.Run(call);
            run.AssertClean();
            Assert.Equal([id, id], run.Output.Select(one => one.Properties["TenantId"].Value));
        }

        Assert.Empty(session.Run($"Get-PartnerDelegatedAdminRelationship {practice.TenantId("none")}").OutputOf<object>());
    }

    [Fact]
    public void A_relationship_goes_on_to_commands_that_take_tenants() => Assert.Equal(
        practice.TenantId("adatum"),
        session.Run("Get-PartnerDelegatedAdminRelationship -Tenant adatum.onmicrosoft.example | Get-PartnerHeader -Scopes Graph").One.Properties["TenantId"].Value);

    [Fact]
    public void A_status_leaves_the_others_out()
    {
        Assert.Equal(7, session.Run("Get-PartnerDelegatedAdminRelationship -Status active").Output.Count);
        Assert.Equal(["approvalPending", "expired"], Texts("(Get-PartnerDelegatedAdminRelationship -Status Expired, approvalPending).Status | Sort-Object"));
        Assert.Empty(session.Run($"Get-PartnerDelegatedAdminRelationship {practice.TenantId("led")} -Status expired").OutputOf<object>());
    }

    [Fact]
    public void One_comes_by_its_id_and_one_that_is_not_there_is_an_error_beside_it()
    {
        string id = session.Run("Get-PartnerDelegatedAdminRelationship adatum.onmicrosoft.example").One.ToString();
        string other = $"{practice.TenantId("adatum")}-{practice.TenantId("adatum")}";
        RunResult run = session.Run("Get-PartnerDelegatedAdminRelationship -RelationshipId $other, $id", ("id", id), ("other", other));
        Assert.Equal(id, Assert.Single(run.Output).ToString());
        Assert.Equal(other, run.OneError.TargetObject);
        Assert.Contains(other, run.OneError.ErrorDetails.Message);
    }

    [Fact]
    public void Groups_can_be_left_out()
    {
        RunResult run = session.Run("Get-PartnerDelegatedAdminRelationship -SkipAssignments -Verbose");
        Assert.Equal(11, run.Output.Count);
        Assert.All(run.Output, one => Assert.Null(one.Properties["Assignments"].Value));
        Assert.DoesNotContain(run.Verbose, line => line.Contains("accessAssignments"));
    }

    [Fact]
    public void The_first_is_written_before_the_last_page_is_read()
    {
        RunResult run = session.Run("Get-PartnerDelegatedAdminRelationship -SkipAssignments -Verbose 4>&1 | ForEach-Object { if ($_ -is [System.Management.Automation.VerboseRecord]) { if ($_ -match 'delegatedAdminRelationships') { 'page' } } else { 'relationship' } }");
        string[] order = [.. run.Output.Select(one => one.ToString())];
        Assert.Equal(4, order.Count(one => one == "page"));
        Assert.InRange(Array.IndexOf(order, "relationship"), 1, Array.LastIndexOf(order, "page") - 1);
    }

    [Fact]
    public void AsResult_gives_one_object_per_customer_also_for_those_that_are_none()
    {
        RunResult run = session.Run("'led.onmicrosoft.example', 'none.onmicrosoft.example', 'nobody.onmicrosoft.example', 'a b' | Get-PartnerDelegatedAdminRelationship -AsResult");
        run.AssertClean();
        Assert.Equal([true, true, false, false], run.Output.Select(result => (bool)result.Properties["Succeeded"].Value));
        Assert.Equal(practice.TenantId("led"), run.Output[0].Properties["TenantId"].Value);
        Assert.Equal(2, ((object[])run.Output[0].Properties["Value"].Value).Length);
        Assert.StartsWith("InvalidInput,", session.Run("Get-PartnerDelegatedAdminRelationship -AsResult").OneError.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_refusal_names_the_permission_that_is_missing_at_home()
    {
        using SandboxProcess program = SandboxProcess.WithScenario($$"""
            { "customers": 1, "application": { "consents": [
                { "enterpriseApplicationId": "{{Practice.Graph}}", "scope": "User.Read" },
                { "enterpriseApplicationId": "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", "scope": "user_impersonation" }
            ] } }
            """);
        using Session other = new("PartnerAuth");
        GdapPractice.Connect(other, program.Document);
        ErrorRecord refused = other.Run("Get-PartnerDelegatedAdminRelationship").OneError;
        Assert.StartsWith("NoAccess,", refused.FullyQualifiedErrorId);
        Assert.Contains("DelegatedAdminRelationship.Read.All", refused.ErrorDetails.RecommendedAction);

        RunResult customers = other.Run("Get-PartnerCustomer -Source PartnerCenter, Gdap, Contracts");
        Assert.Single(customers.Output);
        Assert.Equal(
            [true, true],
            new[] { "DelegatedAdminRelationship.Read.All", "Directory.Read.All" }
                .Select(permission => customers.Errors.Any(error => error.ErrorDetails.RecommendedAction.Contains(permission))));
    }

    [Fact]
    public void The_view_reads_at_a_glance_and_a_hostile_name_does_no_harm()
    {
        string shown = session.Show("Get-PartnerDelegatedAdminRelationship");
        Assert.Matches(@"Customer\s+Name\s+Status\s+DaysLeft\s+AutoExtend\s+Roles\s+Groups", shown);
        Assert.Matches(@"Adatum\s+GDAP_adatum_1\s+active\s+36\d\s+True\s+12\s+GDAP Administrators", shown);
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\u202e', shown);
        Assert.DoesNotContain("eyJ", shown);

        string listed = session.Show("Get-PartnerDelegatedAdminRelationship adatum.onmicrosoft.example | Format-List; Get-PartnerEnvironment; Get-PartnerDelegatedAdminRelationship adatum.onmicrosoft.example");
        Assert.Contains("DaysLeft", listed);
        Assert.DoesNotContain("AutoExtendDuration", listed);
        Assert.Matches(@"GroupId\s+Group\s+Status\s+Roles", session.Show("(Get-PartnerDelegatedAdminRelationship adatum.onmicrosoft.example).Assignments"));
    }

    private PSObject Of(RunResult all, string name) =>
        all.Output.Single(one => practice.TenantId(name).Equals(one.Properties["TenantId"].Value));

    private static object?[] Values(PSObject one, params string[] names) => [.. names.Select(name => one.Properties[name].Value)];

    private IEnumerable<string> Texts(string script, PSObject? given = null)
    {
        RunResult run = session.Run(script, ("given", given));
        run.AssertClean();
        return run.Output.Select(one => one.ToString());
    }
}

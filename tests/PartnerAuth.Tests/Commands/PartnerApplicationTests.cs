using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Test- and New-PartnerApplication: the partner's own application, held against a manifest and made from it.</summary>
public sealed class PartnerApplicationTests : IDisposable
{
    private const string Grants = """[{ "resource": "Graph", "delegated": ["Directory.Read.All"] }, { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }]""";
    private readonly TemporaryFolder folder = new();
    private readonly Session session = new("PartnerAuth");
    private SandboxProcess? program;

    private string Manifest => System.IO.Path.Combine(folder.Path, "partner.json");

    [Fact]
    public void An_application_as_it_should_be_passes_and_its_credentials_have_ends()
    {
        Start("{}");
        Write(program!.Document.ApplicationId);
        PSObject test = session.Run("Test-PartnerApplication -Manifest $manifest").One;
        Assert.Equal("Passed", test.Properties["Outcome"].Value);
        Assert.Equal("Partner application", test.Properties["DisplayName"].Value);
        Assert.Equal(program.Document.TenantId, test.Properties["TenantId"].Value);
        PSObject[] ends = [.. session.Run("(Test-PartnerApplication).Credentials").Output];
        Assert.Equal(["Secret", "Certificate"], ends.Select(end => end.Properties["Kind"].Value));
        Assert.All(ends, end => Assert.InRange((int)end.Properties["DaysLeft"].Value, 363, 366));
    }

    [Fact]
    public void What_is_wrong_is_a_check_that_failed_with_a_remedy_and_what_can_not_be_read_names_its_permission()
    {
        Start("""{ "application": { "singleTenant": true, "withoutPermissions": ["Exchange.Manage"] } }""");
        Write(program!.Document.ApplicationId);
        Assert.Equal(["MultiTenant", "RegisteredPermissions", "ExchangeManage"], Checks("Failed").Select(Name));
        Assert.All(Checks("Failed"), check => Assert.NotNull(check.Properties["Remedy"].Value));
        Assert.Empty(Checks("Unknown"));

        Start(Consented("User.Read"));
        Write(program!.Document.ApplicationId);
        PSObject registered = Checks("Unknown").Single(check => Name(check) == "Registered");
        Assert.Contains("Application.Read.All", (string)registered.Properties["Remedy"].Value);
    }

    [Fact]
    public void The_view_shows_each_check_with_its_remedy_and_after_other_objects_too()
    {
        Start("""{ "adminAgents": "none" }""");
        string shown = session.Show("Test-PartnerApplication");
        Assert.Contains("AdminAgents: Failed.", shown);
        Assert.Contains("Admin agent in Partner Center", Regex.Replace(shown, @"\s+", " "));
        Assert.DoesNotContain("Context", session.Show("Get-PartnerEnvironment AzureCloud; Test-PartnerApplication"));
    }

    [Fact]
    public void A_new_application_is_told_first_made_once_and_its_secret_connects()
    {
        Start("{}", isPublic: true);
        Write(id: null);
        RunResult told = session.Run("New-PartnerApplication -Manifest $manifest -SecretLifetimeDays 30 -WhatIf");
        PSObject would = told.One;
        Assert.Equal((true, "Created"), (would.Properties["IsWhatIf"].Value, would.Properties["Outcome"].Value));
        Assert.Null(would.Properties["ApplicationId"].Value);
        Assert.Contains("Register Contoso tools", told.Text);
        Assert.Contains("Consent Microsoft Partner Center: user_impersonation", told.Text);

        RunResult run = session.Run("$made = New-PartnerApplication -Manifest $manifest -SecretLifetimeDays 30 -Verbose; $made");
        PSObject made = run.One;
        Assert.Equal("Created", made.Properties["Outcome"].Value);
        Assert.Equal(29, (((DateTimeOffset)made.Properties["SecretEndsOn"].Value) - DateTimeOffset.UtcNow).Days);
        session.Run(
            """
            $credential = [pscredential]::new($made.ApplicationId, $made.ClientSecret)
            $null = Connect-PartnerCenter -ServicePrincipal -Credential $credential -Tenant $sandbox.TenantId -Environment $sandbox.Environment
            $null = New-PartnerAccessToken -Scopes Graph -Tenant $sandbox.TenantId
            """).AssertClean();
        string secret = (string)session.Run("$credential.GetNetworkCredential().Password").One.BaseObject;
        Assert.StartsWith("partner-sandbox.", secret);
        Assert.DoesNotContain(secret, string.Join('\n', [run.Text, .. run.Verbose, session.Show("$made | Format-List *")]));

        Connect(isPublic: true);
        RunResult again = session.Run("New-PartnerApplication -Manifest $manifest");
        Assert.Equal("NameTaken", again.Output[0].Properties["Outcome"].Value);
        Assert.Contains((string)made.Properties["ApplicationId"].Value, Assert.Single(again.Warnings));
        Write((string)made.Properties["ApplicationId"].Value);
        Assert.Equal("Unchanged", session.Run("New-PartnerApplication -Manifest $manifest").One.Properties["Outcome"].Value);
        Assert.Empty(Checks("Failed"));
    }

    [Fact]
    public void Who_may_not_is_told_the_permission_and_a_part_that_was_refused_is_told_as_missing()
    {
        Start(Consented("Directory.Read.All"));
        Write(id: null);
        ErrorRecord error = session.Run("New-PartnerApplication -Manifest $manifest").OneError;
        Assert.StartsWith("NoAccess,", error.FullyQualifiedErrorId);
        Assert.Contains("Application.ReadWrite.All", error.ErrorDetails.RecommendedAction);

        Start(Consented("Application.ReadWrite.All"));
        Write(id: null);
        RunResult run = session.Run("New-PartnerApplication -Manifest $manifest");
        Assert.Equal(3, ((IEnumerable<object>)run.Output[0].Properties["Missing"].Value).Count());
        Assert.Contains("DelegatedPermissionGrant.ReadWrite.All", Assert.Single(run.Warnings));
    }

    [Theory]
    [InlineData("Test-PartnerApplication")]
    [InlineData("New-PartnerApplication")]
    public void A_manifest_that_is_wrong_is_named_with_its_line(string command)
    {
        Start("{}");
        File.WriteAllText(Manifest, "{\n\"application\": {},\n\"grants\": [{ \"resource\": \"Graph\", \"delegated\": [\"Mail.Reed\"] }]\n}");
        ErrorRecord error = session.Run($"{command} -Manifest $manifest").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Contains("line 3", error.ToString());
    }

    [Fact]
    public void The_lines_of_the_documentation_run()
    {
        Start("{}");
        Write(id: null);
        session.Run(
            """
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            $partnerTenantId = $sandbox.TenantId
            function Connect-PartnerCenter {
                param([switch]$UseDeviceAuthentication, [string]$Tenant)
                PartnerAuth\Connect-PartnerCenter -ApplicationId 04b07795-8ddb-461a-bbee-02f9e1bf7b46 -RefreshToken $sandbox.PublicRefreshToken -Tenant $Tenant -Environment $sandbox.Environment
            }
            """,
            ("folder", folder.Path)).AssertClean();
        string[] blocks = [.. Blocks()];
        Assert.Equal(2, blocks.Length);
        RunResult made = session.Run(blocks[0]);
        made.AssertClean();
        string id = (string)made.Output[^1].BaseObject;
        Write(id);
        RunResult tested = session.Run(blocks[1]);
        tested.AssertClean();
        Assert.All(tested.Output, check => Assert.Equal("Passed", check.Properties["Outcome"].Value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        program?.Dispose();
        folder.Dispose();
    }

    private static IEnumerable<string> Blocks()
    {
        string[] parts = File.ReadAllText(System.IO.Path.Combine(Folders.Repository, "docs", "application.md")).ReplaceLineEndings("\n").Split("```");
        return parts.Where(part => part.StartsWith("powershell\n", StringComparison.Ordinal)).Select(part => part["powershell\n".Length..]);
    }

    /// <summary>A partner's tenant that has consented to these scopes of Graph, and to Partner Center.</summary>
    private static string Consented(string scopes) => $$"""
        { "application": { "consents": [
            { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "{{scopes}}" },
            { "enterpriseApplicationId": "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", "scope": "user_impersonation" }] } }
        """;

    private static string Name(PSObject check) => (string)check.Properties["Name"].Value;

    private void Start(string scenario, bool isPublic = false)
    {
        program?.Dispose();
        program = SandboxProcess.WithScenario(scenario, "--customers", "1");
        session.Run("$null", ("sandbox", program.Document), ("manifest", Manifest)).AssertClean();
        Connect(isPublic);
    }

    private void Connect(bool isPublic) => session.Run(
        isPublic
            ? "$null = Connect-PartnerCenter -ApplicationId 04b07795-8ddb-461a-bbee-02f9e1bf7b46 -RefreshToken $sandbox.PublicRefreshToken -Tenant $sandbox.TenantId -Environment $sandbox.Environment"
            : "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Tenant $sandbox.TenantId -Environment $sandbox.Environment").AssertClean();

    private void Write(string? id)
    {
        string application = id is null ? """{ "displayName": "Contoso tools" }""" : $$"""{ "id": "{{id}}", "displayName": "Contoso tools" }""";
        File.WriteAllText(Manifest, $$"""{ "application": {{application}}, "grants": {{Grants}} }""");
    }

    private PSObject[] Checks(string outcome) =>
        [.. session.Run("(Test-PartnerApplication -Manifest $manifest).Checks").Output.Where(check => outcome.Equals(check.Properties["Outcome"].Value))];
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>What each command needs is in its help, and in its error when a service denies it.</summary>
public sealed class PermissionTests(PermissionTests.Denied denied) : IClassFixture<PermissionTests.Denied>
{
    private const string PartnerCenter = "user_impersonation";
    private const string Relationships = "DelegatedAdminRelationship.Read.All";

    /// <summary>Commands that call neither Microsoft Graph nor Partner Center, or only ask for tokens.</summary>
    private static readonly string[] NeedNone =
    [
        "Add-PartnerEnvironment", "Clear-PartnerTokenCache", "Connect-PartnerCenter", "Disconnect-PartnerCenter", "Get-PartnerContext", "Get-PartnerEnvironment", "Get-PartnerFleetResult",
        "Get-PartnerTimeline", "New-PartnerConsentUrl", "Register-PartnerTokenCache", "Remove-PartnerEnvironment",
        "Export-PartnerReport", "Resolve-PartnerError", "Test-PartnerSecurityRequirement",
    ];

    /// <summary>Command and arguments, the parameter whose help names the permission, and the permission.</summary>
    public static TheoryData<string, string, string, string> Calls => new()
    {
        { "Get-PartnerConnectParameter", "-For SharePoint -Tenant denied.example", "For", "Sites.Read.All" },
        { "Get-PartnerCustomer", "-Source PartnerCenter", "Source", PartnerCenter },
        { "Get-PartnerCustomer", "-Source Gdap", "Source", Relationships },
        { "Get-PartnerCustomer", "-Source Contracts", "Source", "Directory.Read.All" },
        { "Get-PartnerCustomerApplicationConsent", "denied.example -ApplicationId 88888888-2222-3333-4444-555555555555", "Context", "Read.All" },
        { "Get-PartnerDelegatedAdminRelationship", string.Empty, "Context", Relationships },
        { "Get-PartnerDelegatedAdminRelationship", "denied.example", "Context", Relationships },
        { "Get-PartnerHeader", "-Scopes SharePoint -Tenant denied.example", "Scopes", "Sites.Read.All" },
        { "Get-PartnerOrganizationProfile", string.Empty, "Context", PartnerCenter },
        { "Get-PartnerRefreshTokenStatus", string.Empty, "Context", "Application.Read.All" },
        { "New-PartnerAccessToken", "-Scopes SharePoint -Tenant denied.example", "Scopes", "Sites.Read.All" },
        { "New-PartnerCustomerApplicationConsent", "-CustomerId new.example -ApplicationId $app -ApplicationGrants @{ EnterpriseApplicationId = $graph; Scope = 'User.Read' }", "Context", PartnerCenter },
        { "Remove-PartnerCustomerApplicationConsent", "new.example -Confirm:$false", "Context", PartnerCenter },
        { "Remove-PartnerCustomerApplicationConsent", "written.example -IncludeServicePrincipal -Confirm:$false", "IncludeServicePrincipal", "Application.ReadWrite.All" },
        { "Repair-PartnerCustomerAccess", "new.example -Manifest $manifest -Confirm:$false", "Context", PartnerCenter },
        { "New-PartnerApplication", "-Manifest $manifest -Confirm:$false", "Context", "Application.ReadWrite.All" },
        { "Test-PartnerApplication", string.Empty, "Manifest", "Application.Read.All" },
        { "Test-PartnerCustomerAccess", "denied.example", "Context", Relationships },
        { "Sync-PartnerCustomerApplicationConsent", "new.example -Manifest $manifest", "Context", PartnerCenter },
        { "Sync-PartnerCustomerApplicationConsent", "written.example -Manifest $manifest", "Context", "DelegatedPermissionGrant.ReadWrite.All" },
        { "Sync-PartnerCustomerApplicationConsent", "-All -Source Gdap -Manifest $manifest", "Source", Relationships },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_command_that_is_denied_names_what_it_needs_as_its_help_does(string command, string arguments, string parameter, string permission)
    {
        Assert.Contains(permission, denied.Help(command, parameter));
        RunResult run = denied.Session.Run($"{command} {arguments} -Verbose");
        string told = string.Join("\n", run.Errors.Select(error => error.ErrorDetails?.RecommendedAction));
        string reasons = string.Join("\n", run.Output.Select(one => one.Properties["Reason"]?.Value));
        string remedies = string.Join("\n", run.Output.SelectMany(Remedies));
        string verbose = command == "Get-PartnerRefreshTokenStatus" ? string.Join("\n", run.Verbose) : string.Empty;
        Assert.Contains(permission, told + reasons + remedies + verbose);
    }

    private static IEnumerable<object?> Remedies(PSObject one) => (one.Properties["Steps"] ?? one.Properties["Checks"])?.Value is System.Collections.IEnumerable steps
        ? steps.Cast<object>().Select(step => PSObject.AsPSObject(step).Properties["Remedy"].Value)
        : [];

    [Fact]
    public void Every_command_is_in_the_table_or_needs_nothing()
    {
        IEnumerable<string> all = denied.Session.Run("Get-Command -Module PartnerAuth").Output.Select(one => ((CommandInfo)one.BaseObject).Name);
        IEnumerable<string> known = Calls.Select(call => call.Data.Item1).Concat(NeedNone).Distinct();
        Assert.Equal(known.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    /// <summary>A partner whose application may do nothing at home, and customers that deny what it asks.</summary>
    public sealed class Denied : IDisposable
    {
        private const string Scenario = """
            {
              "application": { "consents": [
                { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read" },
                { "enterpriseApplicationId": "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd", "scope": "user_impersonation" }] },
              "partnerCenter": { "indirectReseller": true },
              "tenants": [
                { "domain": "denied.example", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read" }] },
                { "domain": "new.example" },
                { "domain": "written.example", "fault": "graphWritesDenied", "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All" }] }
              ]
            }
            """;

        private readonly TemporaryFolder folder = new();
        private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);

        public Denied()
        {
            string manifest = System.IO.Path.Combine(folder.Path, "manifest.json");
            File.WriteAllText(manifest, $$"""{ "application": { "id": "{{program.Document.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All", "Mail.Read"] }] }""");
            GdapPractice.Connect(Session, program.Document);
            Session.Run("0", ("app", program.Document.ApplicationId), ("graph", Practice.Graph), ("manifest", manifest)).AssertClean();
        }

        /// <summary>The session.</summary>
        public Session Session { get; } = new("PartnerAuth");

        /// <summary>What help says of a parameter.</summary>
        public string Help(string command, string parameter)
        {
            // A text where there is no help file, and paragraphs where there is one.
            RunResult help = Session.Run(
                $"(Get-Help {command} -Parameter {parameter}).description | ForEach-Object {{ if ($_ -is [string]) {{ $_ }} else {{ $_.Text }} }}");
            return string.Join("\n", help.OutputOf<string>());
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Session.Dispose();
            program.Dispose();
            folder.Dispose();
        }
    }
}

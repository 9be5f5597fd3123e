using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Readme;

/// <summary>The guides, run block by block as written; what a guide shows after a block is what the block writes.</summary>
public sealed class GuideTests : IDisposable
{
    private const string Scenario = """
        {
          "tenants": [
            { "domain": "works.example", "name": "Works", "consented": true },
            { "domain": "old.example", "name": "Old", "consents": [
              { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All" },
              { "enterpriseApplicationId": "00000002-0000-0ff1-ce00-000000000000", "scope": "Exchange.Manage" } ] },
            { "domain": "new.example", "name": "New" },
            { "domain": "none.example", "name": "None", "relationships": [] }
          ]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth");

    public GuideTests()
    {
        File.WriteAllText(Path.Combine(folder.Path, "app.json"), $$"""
            { "application": { "id": "{{program.Document.ApplicationId}}" }, "grants": [
              { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] },
              { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] } ] }
            """);

        // A person signs in and a vault keeps: both are stood in for.
        session.Run(
            """
            $credential, $partnerTenantId = $sandbox.Credential, $sandbox.TenantId
            $vault = @{ PartnerRefreshToken = $sandbox.RefreshToken }
            function Set-Secret { param($Name, $Secret) $vault[$Name] = $Secret.Copy() }
            function Get-Secret { param($Name) $vault[$Name] }
            function Connect-PartnerCenter {
                param($ApplicationId, $Credential, $RefreshToken, $Tenant, $OnRefreshToken, [switch] $UseAuthorizationCode, $Environment)
                $PSBoundParameters['Environment'] = $sandbox.Environment
                $null = $PSBoundParameters.Remove('UseAuthorizationCode')
                if ($UseAuthorizationCode) { $PSBoundParameters['RefreshToken'] = $sandbox.RefreshToken }
                PartnerAuth\Connect-PartnerCenter @PSBoundParameters
            }
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            """,
            ("sandbox", program.Document),
            ("folder", folder.Path)).AssertClean();
    }

    [Theory]
    [InlineData("access.md")]
    [InlineData("guides/first-day.md")]
    [InlineData("guides/onboard-a-customer.md")]
    [InlineData("guides/offboard-a-customer.md")]
    public void Every_block_of_a_guide_runs_and_writes_what_the_guide_shows(string guide)
    {
        if (!guide.EndsWith("first-day.md", StringComparison.Ordinal))
        {
            GdapPractice.Connect(session, program.Document);
        }

        IEnumerable<DocsBlock> scripts = DocsPage.Scripts("docs/" + guide);
        Assert.NotEmpty(scripts);
        foreach (DocsBlock script in scripts)
        {
            RunResult run = session.Run(script.Text);
            run.AssertClean();
            if (script.Shown is not null)
            {
                Assert.Equal(script.Shown, string.Join('\n', run.Output).Trim());
            }
        }
    }

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }
}

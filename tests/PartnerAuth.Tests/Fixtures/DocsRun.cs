namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// The scripts of README and of the pages in <c>docs</c> that go on from it, each page from top to bottom in a session
/// of its own: <c>IClassFixture&lt;DocsRun&gt;</c>.
/// The lines are those for the real cloud. What a reader has in a vault is set before, and two sandboxes stand where the
/// cloud is: as the environment of who gives none, and behind the address of Microsoft Graph.
/// </summary>
public sealed class DocsRun : IDisposable
{
    /// <summary>The pages.</summary>
    public static readonly string[] Pages = ["README.md", "docs/start.md", "docs/bulk.md", "docs/migrate.md", "docs/sandbox.md", "docs/security.md"];

    private const string Scenario = """{ "customers": 3, "consented": true }""";

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, Session> sessions = [];
    private readonly List<(DocsBlock Block, RunResult Run)> results = [];

    /// <summary>Runs all of it.</summary>
    public DocsRun()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "scripts"));
        File.WriteAllText(Path.Combine(folder.Path, "scripts", "nightly.ps1"), "Connect-MsolService\n");
        foreach (string page in Pages)
        {
            Run(page);
        }
    }

    /// <summary>Where the lines of the pages go.</summary>
    public SandboxProcess Program { get; } = SandboxProcess.WithScenario(Scenario, "--seed", "1");

    /// <summary>The second partner of the part about several.</summary>
    public SandboxProcess Other { get; } = SandboxProcess.WithScenario(Scenario, "--seed", "2");

    /// <summary>What every script did.</summary>
    internal IReadOnlyList<(DocsBlock Block, RunResult Run)> Results => results;

    /// <summary>What a script under a heading of a page did.</summary>
    public RunResult this[string page, string heading, int index = 0] =>
        results.Where(result => result.Block.Page == page && result.Block.Heading == heading).ElementAt(index).Run;

    /// <summary>What the lines of a page left in a variable.</summary>
    public object? Variable(string page, string name) =>
        sessions[page].Runspace.SessionStateProxy.GetVariable(name) is PSObject wrapped
            ? wrapped.BaseObject
            : sessions[page].Runspace.SessionStateProxy.GetVariable(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Session session in sessions.Values)
        {
            session.Dispose();
        }

        Program.Dispose();
        Other.Dispose();
        folder.Dispose();
    }

    private void Run(string page)
    {
        Session session = sessions[page] = new Session();
        Prepare(session);
        string? oldScript = null;
        foreach (DocsBlock block in DocsPage.Blocks(page))
        {
            switch (block.Language)
            {
                case "json":
                    File.WriteAllText(Path.Combine(folder.Path, "scenario.json"), block.Text);
                    break;
                case "powershell" when block.Text.StartsWith("Import-Module PartnerCenter\n", StringComparison.Ordinal):
                    // The old module is not here: the script runs with the import line that the next block gives it.
                    oldScript = block.Text["Import-Module PartnerCenter\n".Length..];
                    break;
                case "powershell" when oldScript is not null:
                    results.Add((block, Run(session, block.Text + oldScript)));
                    oldScript = null;
                    break;
                case "powershell":
                    results.Add((block, Run(session, block.Text)));
                    break;
            }
        }
    }

    private static RunResult Run(Session session, string script)
    {
        // Where a context is used, the environment is the context's, and PowerShell would find no set for both.
        bool hasContext = !script.Contains("New-PartnerAccessToken -ApplicationId");
        session.Run(
            hasContext
                ? "$PSDefaultParameterValues.Remove('New-PartnerAccessToken:Environment')"
                : "$PSDefaultParameterValues['New-PartnerAccessToken:Environment'] = $real.Environment").AssertClean();
        return session.Run(script);
    }

    private void Prepare(Session session) => session.Run(
        """
        $refreshToken, $credential, $partnerTenantId = $real.RefreshToken, $real.Credential, $real.TenantId
        $domain = $real.Customers[0].Domain
        $vault = @{}
        $grants = @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }
        $contoso, $fabrikam = foreach ($partner in $real, $other) {
            @{
                ApplicationId = $partner.ApplicationId
                Credential    = $partner.Credential
                RefreshToken  = $partner.RefreshToken
                Environment   = $partner.Environment
            }
        }
        $PSDefaultParameterValues = @{ 'Connect-PartnerCenter:Environment' = $real.Environment }
        function Invoke-RestMethod {
            param([uri]$Uri, [hashtable]$Headers)
            $here = "$Uri".Replace('https://graph.microsoft.com', $real.Environment.Graph)
            StandIns\Invoke-RestMethod -Uri $here -Headers $Headers
        }
        $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
        $null = Connect-PartnerCenter @contoso -Tenant $partnerTenantId
        """,
        ("real", Program.Document),
        ("other", Other.Document),
        ("folder", folder.Path)).AssertClean();
}

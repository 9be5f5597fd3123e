namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// The PowerShell blocks of the README, run from top to bottom in one session: <c>IClassFixture&lt;ReadmeRun&gt;</c>.
/// The lines are those for the real cloud. What a reader has in a vault is set before, and two sandboxes stand where the
/// cloud is: as the environment of who gives none, and behind the address of Microsoft Graph.
/// </summary>
public sealed class ReadmeRun : IDisposable
{
    private const string Scenario = """{ "customers": 3, "consented": true }""";

    private readonly Session session = new();
    private readonly Dictionary<string, RunResult> results = [];

    /// <summary>Runs all of it.</summary>
    public ReadmeRun()
    {
        session.Run(
            """
            $refreshToken = $sandbox.RefreshToken
            $credential = $sandbox.Credential
            $partnerTenantId = $sandbox.TenantId
            $domain = $sandbox.Customers[0].Domain
            $vault = @{}
            $contoso, $fabrikam = foreach ($partner in $sandbox, $other) {
                @{
                    ApplicationId = $partner.ApplicationId
                    Credential    = $partner.Credential
                    RefreshToken  = $partner.RefreshToken
                    Environment   = $partner.Environment
                }
            }
            $PSDefaultParameterValues = @{ 'Connect-PartnerCenter:Environment' = $sandbox.Environment }
            function Invoke-RestMethod {
                param([uri]$Uri, [hashtable]$Headers)
                $here = "$Uri".Replace('https://graph.microsoft.com', $sandbox.Environment.Graph)
                StandIns\Invoke-RestMethod -Uri $here -Headers $Headers
            }
            """,
            ("sandbox", Program.Document),
            ("other", Other.Document)).AssertClean();
        foreach ((string heading, string block) in Blocks())
        {
            // Where a context is used, the environment is the context's, and PowerShell would find no set for both.
            bool hasContext = !block.Contains("New-PartnerAccessToken -ApplicationId");
            session.Run(
                hasContext
                    ? "$PSDefaultParameterValues.Remove('New-PartnerAccessToken:Environment')"
                    : "$PSDefaultParameterValues['New-PartnerAccessToken:Environment'] = $sandbox.Environment").AssertClean();
            results.Add(heading, session.Run(block));
        }
    }

    /// <summary>Where the lines of the README go.</summary>
    public SandboxProcess Program { get; } = SandboxProcess.WithScenario(Scenario, "--seed", "1");

    /// <summary>The second partner of the part about several.</summary>
    public SandboxProcess Other { get; } = SandboxProcess.WithScenario(Scenario, "--seed", "2");

    /// <summary>What the block under a heading did.</summary>
    public RunResult this[string heading] => results[heading];

    /// <summary>What the lines left in a variable.</summary>
    public object? Variable(string name) => session.Runspace.SessionStateProxy.GetVariable(name) is PSObject wrapped
        ? wrapped.BaseObject
        : session.Runspace.SessionStateProxy.GetVariable(name);

    /// <summary>The headings that have a block.</summary>
    public IEnumerable<string> Headings => results.Keys;

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        Program.Dispose();
        Other.Dispose();
    }

    /// <summary>The PowerShell blocks with the headings they stand under, at most one under each.</summary>
    private static IEnumerable<(string Heading, string Block)> Blocks()
    {
        string heading = string.Empty;
        List<string>? block = null;
        foreach (string line in File.ReadLines(Path.Combine(Folders.Repository, "README.md")))
        {
            if (block is null && line.StartsWith("## "))
            {
                heading = line[3..];
            }
            else if (line == "```powershell")
            {
                block = [];
            }
            else if (block is not null && line == "```")
            {
                yield return (heading, string.Join('\n', block));
                block = null;
            }
            else
            {
                block?.Add(line);
            }
        }
    }
}

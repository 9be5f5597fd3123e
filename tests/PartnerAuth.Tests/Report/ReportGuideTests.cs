using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>The example of docs/report.md, run as written, and the names that it lists.</summary>
public sealed class ReportGuideTests : IDisposable
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Folders.Repository, "docs", "report.md"));

    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario("""{ "customers": 3, "consented": true }""");
    private readonly TemporaryFolder folder = new();
    private readonly Session session = new();

    [Fact]
    public void The_example_writes_the_page_the_CSV_and_the_JSON()
    {
        string example = Guide.Split("```powershell")[1].Split("```")[0];
        session.Run(
            """
            $credential, $refreshToken = $sandbox.Credential, $sandbox.RefreshToken
            $PSDefaultParameterValues = @{ 'Connect-PartnerCenter:Environment' = $sandbox.Environment }
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            """,
            ("sandbox", sandbox.Document),
            ("folder", folder.Path)).AssertClean();
        session.Run(example).AssertClean();
        Assert.Equal(["report.csv", "report.html", "report.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.All(sandbox.Document.Customers, customer => Assert.All(
            Directory.GetFiles(folder.Path), file => Assert.Contains(customer.TenantId, File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("Document")]
    [InlineData("Subject")]
    [InlineData("Step")]
    [InlineData("Repair")]
    [InlineData("End")]
    public void Every_name_of_the_JSON_is_in_the_guide(string type)
    {
        session.Import("PartnerAuth");
        Type found = ((CmdletInfo)session.Run("Get-Command Export-PartnerReport").One.BaseObject).ImplementingType.Assembly
            .GetType("PartnerAuth.Report.Report" + type, throwOnError: true)!;
        IEnumerable<string?> names = found.GetProperties()
            .SelectMany(property => property.GetCustomAttributes(typeof(System.Runtime.Serialization.DataMemberAttribute), inherit: false))
            .Select(member => ((System.Runtime.Serialization.DataMemberAttribute)member).Name);
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"`{name}`", Guide));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        sandbox.Dispose();
        folder.Dispose();
    }
}

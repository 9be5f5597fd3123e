using System.Net;
using System.Security;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Readme;

/// <summary>
/// The recipes of docs/automation.md, run as written. Vaults, the account of Azure Automation, the identity of the
/// machine and the issuer of GitHub are stood in for.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RecipeTests : IDisposable
{
    private const string Page = "docs/automation.md";

    // What is read there is mounted by whoever starts the container.
    private const string Mounted = "/run/secrets";

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario("""{ "customers": 3, "consented": true }""");
    private readonly Session session = new("PartnerAuth");
    private readonly List<string> variables = [];

    public RecipeTests()
    {
        SandboxDocument sandbox = program.Document;
        Set("PARTNER_APPLICATION_ID", sandbox.ApplicationId);
        Set("PARTNER_REFRESH_TOKEN", sandbox.RefreshToken);
        Set("PARTNER_IDENTITY_CLIENT_ID", sandbox.ManagedIdentity.ClientId);
        Set("IDENTITY_ENDPOINT", sandbox.ManagedIdentity.Endpoint);
        Set("IDENTITY_HEADER", sandbox.ManagedIdentity.Header);
        Set("ACTIONS_ID_TOKEN_REQUEST_URL", "https://issuer.example/token?api-version=2.0");
        Set("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "the-job");
        File.WriteAllText(Path.Combine(folder.Path, "partner-application"), sandbox.ClientSecret + "\n");
        File.WriteAllText(Path.Combine(folder.Path, "partner-refresh-token"), sandbox.RefreshToken + "\n");
        session.Run(
            """
            $PSDefaultParameterValues = @{ 'Connect-PartnerCenter:Environment' = $sandbox.Environment }
            $kept = ConvertTo-SecureString -String $sandbox.RefreshToken -AsPlainText -Force
            Set-Secret -Name PartnerApplication -Secret $sandbox.Credential
            Set-Secret -Name PartnerRefreshToken -Secret $kept
            $null = Set-AzKeyVaultSecret -VaultName contoso -Name partner-refresh-token -SecretValue $kept
            $null = Set-AzKeyVaultSecret -VaultName contoso -Name partner-application -SecretValue $sandbox.Credential.Password
            $StandInVault['credential/PartnerApplication'] = $sandbox.Credential
            $StandInVault['variable/PartnerRefreshToken'] = $sandbox.RefreshToken
            function Invoke-RestMethod {
                param([string] $Uri, [hashtable] $Headers)
                if ($Uri -ne 'https://issuer.example/token?api-version=2.0&audience=api://AzureADTokenExchange') { throw "A strange address: $Uri" }
                if ($Headers.Authorization -ne 'Bearer the-job') { throw 'Not the token of the job.' }
                [pscustomobject]@{ value = $sandbox.FederatedToken }
            }
            """,
            ("sandbox", sandbox)).AssertClean();
    }

    [Theory]
    [InlineData("SecretManagement", "PartnerRefreshToken")]
    [InlineData("Key Vault", "contoso/partner-refresh-token")]
    [InlineData("Azure Functions", "contoso/partner-refresh-token")]
    [InlineData("Azure Automation", "variable/PartnerRefreshToken")]
    public void A_recipe_connects_with_what_the_vault_has_and_keeps_the_new_refresh_token_there(string recipe, string kept)
    {
        Run(recipe).AssertClean();
        object? value = session.Run("$StandInVault[$name]", ("name", kept)).One.BaseObject;
        string token = value is SecureString secure ? new NetworkCredential(string.Empty, secure).Password : (string)value;
        Assert.StartsWith("partner-sandbox.", token);
        Assert.NotEqual(program.Document.RefreshToken, token);
    }

    [Theory]
    [InlineData("GitHub Actions")]
    [InlineData("Containers")]
    public void A_recipe_without_a_vault_reaches_the_customers(string recipe)
    {
        Run(recipe).AssertClean();
        Assert.Equal(3, session.Run("Get-PartnerCustomer").Output.Count);
    }

    [Fact]
    public void The_script_of_a_function_tells_how_it_went()
    {
        RunResult run = Run("Azure Functions");
        Assert.Contains(run.Information, line => line.Contains("3", StringComparison.Ordinal));
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void The_script_of_a_runbook_leaves_no_connection()
    {
        Run("Azure Automation").AssertClean();
        Assert.Contains("Run Connect-PartnerCenter to login.", session.Run("Get-PartnerCustomer").OneError.ToString());
    }

    [Fact]
    public void A_run_without_any_token_ends_the_script()
    {
        Run("SecretManagement").AssertClean();
        Run("When a run goes wrong").AssertClean();
        RunResult empty = session.Run(
            "function New-PartnerAccessToken { param($Scopes, [switch] $AsResult, $SummaryVariable) process { [pscustomobject]@{ Succeeded = $false } } }\n"
            + Script("When a run goes wrong"));
        Assert.Equal("No customer gave a token.", empty.Thrown?.Message);
    }

    [Fact]
    public void Every_script_of_the_page_is_one_of_these_recipes() => Assert.Equal(
        ["SecretManagement", "Key Vault", "Azure Functions", "Azure Automation", "GitHub Actions", "Containers", "When a run goes wrong"],
        DocsPage.Scripts(Page).Select(script => script.Heading));

    public void Dispose()
    {
        foreach (string name in variables)
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private static string Script(string recipe) => DocsPage.Scripts(Page).Single(script => script.Heading == recipe).Text;

    private RunResult Run(string recipe) => session.Run(
        Regex.Replace(Script(recipe), Mounted + @"(/\S+)", path => $"'{folder.Path}{path.Groups[1].Value}'"));

    private void Set(string name, string value)
    {
        variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}

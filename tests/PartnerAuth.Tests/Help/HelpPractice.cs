using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Help;

/// <summary>
/// A partner's machine as the examples of the help find it: connected, with a vault, a manifest, scripts and a log, and a
/// sandbox where the cloud is. Who signs in with a code is stood in for, and so is the browser.
/// </summary>
internal sealed partial class HelpPractice : IDisposable
{
    private const string Scenario = """
        {
          "consented": false,
          "tenants": [
            { "domain": "contoso.onmicrosoft.com", "name": "Contoso", "consented": true },
            { "domain": "fabrikam.onmicrosoft.com", "name": "Fabrikam", "consents": [
              { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read Directory.Read.All Application.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All" } ] },
            { "domain": "tailspintoys.onmicrosoft.com", "name": "Tailspin Toys" },
            { "domain": "adventureworks.onmicrosoft.com", "name": "Adventure Works", "consented": true, "relationships": [{ "name": "Support", "daysLeft": 20 }] },
            { "domain": "wingtiptoys.onmicrosoft.com", "name": "Wingtip Toys", "relationships": [] }
          ],
          "signIn": { "pollSeconds": 0 }
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);
    private readonly Session session = new("PartnerAuth", "PartnerAuth.Sandbox");

    public HelpPractice()
    {
        Write("app.json", $$"""
            { "application": { "id": "{{program.Document.ApplicationId}}" }, "grants": [
              { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] },
              { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] } ] }
            """);
        Write("new-app.json", """
            { "application": { "displayName": "Contoso tools", "redirectUris": ["http://localhost:8400/"] }, "grants": [
              { "resource": "Graph", "delegated": ["User.Read", "Directory.Read.All"] } ] }
            """);
        Write("scenario.json", """{ "tenants": [{ "domain": "policy.onmicrosoft.example", "fault": "conditionalAccess", "consented": true }] }""");
        Write("scripts/nightly.ps1", "Import-Module PartnerCenter\n$token = New-PartnerAccessToken -Module ExchangeOnline -RefreshToken $rt\nConnect-MsolService\n");
        Write("run.log", "12:00 begin\n12:01 AADSTS65001: The user or administrator has not consented to use the application.\n");
        session.Run(
            """
            $credential, $refreshToken, $partnerTenantId = $sandbox.Credential, $sandbox.RefreshToken, $sandbox.TenantId
            Set-Secret -Name PartnerApplication -Secret $credential
            Set-Secret -Name PartnerRefreshToken -Secret $refreshToken
            Set-Secret -Name PartnerTokenCacheKey -Secret 'a long random text from a vault'
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)

            # Where an account is named, the sandbox is its cloud; a context has its own.
            $there = { param($binding) if (@('ApplicationId', 'Credential', 'AccessToken').Where({ $_ -in $binding.BoundParameters })) { $sandbox.Environment } }
            $PSDefaultParameterValues = @{
                'Connect-PartnerCenter:Environment' = $sandbox.Environment   # what a call gives goes before it
                'Get-PartnerConnectParameter:Environment' = $there
                'Get-PartnerHeader:Environment' = $there
                'New-PartnerAccessToken:Environment' = $there
            }
            function Connect-PartnerCenter {
                $rest = $args
                if ($args -contains '-UseAuthorizationCode') {
                    $rest = $args.Where({ $_ -ne '-UseAuthorizationCode' })
                    PartnerAuth\Connect-PartnerCenter @rest -RefreshToken $sandbox.RefreshToken
                    return
                }
                PartnerAuth\Connect-PartnerCenter @rest
            }
            function Get-PartnerFleetResult {
                # A fleet's server belongs to the whole process; what others brought is what this one brings.
                PartnerAuth\Get-PartnerCustomer | PartnerAuth\Test-PartnerCustomerAccess -AsResult
            }
            function Invoke-RestMethod {
                param([uri] $Uri, [hashtable] $Headers, [string] $Method = 'GET', $Body, [string] $ContentType)
                $PSBoundParameters['Uri'] = "$Uri".Replace('https://graph.microsoft.com', $sandbox.Environment.Graph).Replace('https://api.partnercenter.microsoft.com', $sandbox.Environment.PartnerCenter)
                StandIns\Invoke-RestMethod @PSBoundParameters
            }
            """,
            ("sandbox", program.Document),
            ("folder", folder.Path)).AssertClean();
        GdapPractice.Connect(session, program.Document);
    }

    /// <summary>Runs a script of a page, and signs in when it asks somebody to.</summary>
    public RunResult Run(string script)
    {
        using PowerShell pipeline = session.Pipeline(script);
        pipeline.Streams.Warning.DataAdded += (_, added) => SignIn(pipeline.Streams.Warning[added.Index].Message);
        PSDataCollection<PSObject> output = [];
        RuntimeException? thrown = null;
        try
        {
            pipeline.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            thrown = error;
        }

        return new RunResult(output, pipeline.Streams, string.Empty, thrown);
    }

    /// <summary>Objects as a console shows them.</summary>
    public string Show(IEnumerable<PSObject> shown) => session.Show("$shown", ("shown", shown.ToArray()));

    public void Dispose()
    {
        session.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    private void Write(string name, string text)
    {
        string file = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void SignIn(string message)
    {
        Match told = DeviceCode().Match(message);
        if (!told.Success)
        {
            return;
        }

        SandboxAccount person = program.Document.Accounts[0];
        using HttpClient browser = new();
        using FormUrlEncodedContent form = new(
        [
            KeyValuePair.Create("user_code", told.Groups["code"].Value),
            KeyValuePair.Create("username", person.UserPrincipalName),
            KeyValuePair.Create("password", person.Password),
            KeyValuePair.Create("mfa_code", person.MfaCode!),
        ]);
        using HttpRequestMessage answer = new(HttpMethod.Post, told.Groups["page"].Value) { Content = form };
        browser.Send(answer).EnsureSuccessStatusCode();
    }

    [GeneratedRegex("open the page (?<page>[^ ]+/deviceauth) and enter the code (?<code>[A-Z0-9]+)")]
    private static partial Regex DeviceCode();
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>A person signs in: with a code on any device, or in the browser on this machine.</summary>
public sealed class SignInTests : IDisposable
{
    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario(
        """{ "tenants": [{ "domain": "adatum.onmicrosoft.example", "consented": true }], "signIn": { "pollSeconds": 0 } }""");

    private SandboxAccount Admin => sandbox.Document.Accounts[0];

    [Fact]
    public async Task A_code_is_a_warning_and_whoever_enters_it_is_connected()
    {
        RunResult run = await CodeSignIn.RunAsync(sandbox.Document, (_, code) => Post(("user_code", code), ("username", Admin.UserPrincipalName), ("password", Admin.Password), ("mfa_code", Admin.MfaCode!)));
        run.AssertClean();
        Assert.Equal("User", Assert.Single(run.Output).Properties["Account"].Value.GetType().GetProperty("Type")!.GetValue(run.Output[0].Properties["Account"].Value)!.ToString());
    }

    [Fact]
    public async Task A_cancelled_code_is_an_error_that_says_so()
    {
        RunResult run = await CodeSignIn.RunAsync(sandbox.Document, (_, code) => Post(("user_code", code), ("action", "cancel")));
        Assert.Equal("SignInDeclined", run.OneError.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_browser_leads_to_a_context_or_to_an_error_that_says_it_was_cancelled(bool accepts)
    {
        string output = InBrowser(
            $$"""
            $c = Connect-PartnerCenter -ApplicationId {{sandbox.Document.ApplicationId}} -ClientSecret '{{sandbox.Document.ClientSecret}}' -Tenant {{sandbox.Document.TenantId}} -UseAuthorizationCode -UseAnyPort -Environment $environment -ErrorAction SilentlyContinue -ErrorVariable failed
            if ($failed) { ($failed[0].FullyQualifiedErrorId -split ',')[0] } else { (New-PartnerAccessToken -Scopes Graph -Tenant adatum.onmicrosoft.example).TenantId }
            """,
            accepts);
        Assert.Equal(accepts ? sandbox.Document.Customers[0].TenantId : "SignInDeclined", output);
    }

    [Fact]
    public void Without_arguments_a_person_signs_in_with_the_old_application_and_a_warning_names_it()
    {
        // The environment is the sandbox's; nothing else is given.
        string output = InBrowser(
            """
            $c = Connect-PartnerCenter -Environment $environment -WarningVariable warned -WarningAction SilentlyContinue
            "$($c.Account.Type) $($c.Account.Tenant) $($c.Account.ExtendedProperties['ApplicationId'])"
            "$warned"
            """,
            accepts: true);
        string[] lines = output.Split('\n');
        Assert.Equal($"User {sandbox.Document.TenantId} 04b07795-8ddb-461a-bbee-02f9e1bf7b46", lines[0].Trim());
        Assert.Contains("04b07795-8ddb-461a-bbee-02f9e1bf7b46", lines[1]);
        Assert.Contains("-ApplicationId", lines[1]);
    }

    [Fact]
    public void The_older_form_with_Consent_signs_in_and_gives_the_token_of_its_resource()
    {
        string output = InBrowser(
            $$"""
            $credential = [pscredential]::new('{{sandbox.Document.ApplicationId}}', (ConvertTo-SecureString '{{sandbox.Document.ClientSecret}}' -AsPlainText -Force))
            $token = New-PartnerAccessToken -Consent -Credential $credential -Resource https://api.partnercenter.microsoft.com -TenantId {{sandbox.Document.TenantId}} -Environment $environment
            "$($token.TenantId) $($null -ne $token.RefreshToken)"
            """,
            accepts: true);
        Assert.Equal($"{sandbox.Document.TenantId} True", output);
    }

    /// <inheritdoc/>
    public void Dispose() => sandbox.Dispose();

    /// <summary>Runs a script whose sign-in a stand-in of the browser answers, and gives what it put out.</summary>
    private string InBrowser(string script, bool accepts)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The stand-in of the browser is a shell script with curl.");
        using TemporaryFolder folder = new();
        string browser = Path.Combine(folder.Path, "browser");
        string answer = accepts
            ? $"-d username={Admin.UserPrincipalName} -d password={Admin.Password} -d mfa_code={Admin.MfaCode}"
            : "-d action=cancel";

        // What a person does in a browser: fills in the form of the page, and follows the redirect to this machine.
        File.WriteAllText(browser, $"#!/bin/sh\ncurl -s -L --post302 {answer} \"$1\" -X POST -o /dev/null -w '%{{redirect_url}}' --max-redirs 0 > '{folder.Path}/target'\ncurl -s \"$(cat '{folder.Path}/target')\" > '{folder.Path}/page'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        SandboxEnvironment at = sandbox.Document.Environment;
        string start = $$"""
            Import-Module PartnerAuth
            $environment = @{ Name = 'Sandbox'; Login = '{{at.Login}}'; Graph = '{{at.Graph}}'; PartnerCenter = '{{at.PartnerCenter}}' }

            """;
        ShellProcess run = ShellProcess.Run(start + script, folder.Path, new Dictionary<string, string> { ["BROWSER"] = browser });
        Assert.Equal(string.Empty, run.Errors);
        Assert.Contains(accepts ? "You are signed in." : "You are not signed in.", File.ReadAllText(Path.Combine(folder.Path, "page")));
        return run.Output.Trim();
    }

    private async Task Post(params (string Name, string Value)[] form)
    {
        using HttpClient person = new();
        using FormUrlEncodedContent content = new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage page = await person.PostAsync(sandbox.Document.Environment.Login + "/common/oauth2/deviceauth", content);
        Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync());
    }
}

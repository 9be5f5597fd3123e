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

        SandboxDocument document = sandbox.Document;
        string script = $$"""
            Import-Module PartnerAuth
            $environment = @{ Name = 'Sandbox'; Login = '{{document.Environment.Login}}'; Graph = '{{document.Environment.Graph}}'; PartnerCenter = '{{document.Environment.PartnerCenter}}' }
            $c = Connect-PartnerCenter -ApplicationId {{document.ApplicationId}} -ClientSecret '{{document.ClientSecret}}' -Tenant {{document.TenantId}} -UseAuthorizationCode -UseAnyPort -Environment $environment -ErrorAction SilentlyContinue -ErrorVariable failed
            if ($failed) { ($failed[0].FullyQualifiedErrorId -split ',')[0] } else { (New-PartnerAccessToken -Scopes Graph -Tenant adatum.onmicrosoft.example).TenantId }
            """;
        ShellProcess run = ShellProcess.Run(script, folder.Path, new Dictionary<string, string> { ["BROWSER"] = browser });
        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(accepts ? document.Customers[0].TenantId : "SignInDeclined", run.Output.Trim());
        Assert.Contains(accepts ? "You are signed in." : "You are not signed in.", File.ReadAllText(Path.Combine(folder.Path, "page")));
    }

    /// <inheritdoc/>
    public void Dispose() => sandbox.Dispose();

    private async Task Post(params (string Name, string Value)[] form)
    {
        using HttpClient person = new();
        using FormUrlEncodedContent content = new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage page = await person.PostAsync(sandbox.Document.Environment.Login + "/common/oauth2/deviceauth", content);
        Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync());
    }
}

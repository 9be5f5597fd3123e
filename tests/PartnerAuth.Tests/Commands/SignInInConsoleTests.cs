using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>A sign-in on a machine without a browser, and one that nobody finishes.</summary>
public sealed class SignInInConsoleTests : IDisposable
{
    private readonly SandboxProcess sandbox = new("--customers", "1");

    private SandboxDocument Document => sandbox.Document;

    [Fact]
    public async Task The_address_is_shown_and_the_answers_address_is_pasted()
    {
        using ScriptProcess script = ScriptProcess.StartWithoutBrowser(Script(string.Empty));
        string told = await script.LineAsync("Open this address in one, on any machine, and sign in: ");
        await script.LineAsync("Paste the address that the browser ended at");
        await script.TypeAsync("http://localhost:8400/?code=stolen&state=another");
        string refused = await script.LineAsync("not the address");
        Assert.StartsWith("WARNING: ", refused);
        Assert.Contains("beginning with http://localhost", refused);

        await script.LineAsync("Paste the address that the browser ended at");
        await script.TypeAsync((await AnswerAsync(told[told.IndexOf("http", StringComparison.Ordinal)..])).AbsoluteUri);
        ShellProcess run = await script.EndAsync();
        Assert.Equal(string.Empty, run.Errors);
        Assert.EndsWith(Document.TenantId, run.Output.Trim());
        Assert.DoesNotContain("stolen", run.Output);
    }

    [Fact]
    public async Task Whoever_pastes_something_else_three_times_is_told_what_to_paste()
    {
        using ScriptProcess script = ScriptProcess.StartWithoutBrowser(Script(string.Empty));
        foreach (string text in (string[])["https://contoso.example/", "a word", "http://localhost:8400/"])
        {
            await script.LineAsync("Paste the address that the browser ended at");
            await script.TypeAsync(text);
        }

        ShellProcess run = await script.EndAsync();
        Assert.Contains("InvalidInput", run.Output);
        Assert.EndsWith("beginning with http://localhost.", run.Output.Trim());
    }

    [Fact]
    public async Task The_browser_is_started_with_an_address_that_holds_no_secret()
    {
        using ScriptProcess script = ScriptProcess.Start(Script(string.Empty));
        Uri address = await script.OpenedAsync();
        Assert.Contains("code_challenge=", address.Query);
        Assert.DoesNotContain("verifier", address.Query);
        foreach (string secret in new[] { Document.ClientSecret, Document.RefreshToken })
        {
            Assert.DoesNotContain(secret, address.OriginalString);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), address.OriginalString);
        }
    }

    [Fact]
    public async Task Nobody_signs_in_within_the_time_that_was_given()
    {
        using ScriptProcess script = ScriptProcess.Start(Script("-TimeoutSec 1"));
        await script.OpenedAsync();
        ShellProcess run = await script.EndAsync();
        Assert.StartsWith("Timeout", run.Output);
        Assert.Contains("Nobody signed in within 1 second.", run.Output);
    }

    /// <inheritdoc/>
    public void Dispose() => sandbox.Dispose();

    /// <summary>What a person does in a browser on another machine: fills in the form, and copies where it leads.</summary>
    private async Task<Uri> AnswerAsync(string address)
    {
        using HttpClient person = new(new HttpClientHandler { AllowAutoRedirect = false });
        SandboxAccount admin = Document.Accounts[0];
        using FormUrlEncodedContent form = new(
        [
            new("username", admin.UserPrincipalName), new("password", admin.Password), new("mfa_code", admin.MfaCode!),
        ]);
        using HttpResponseMessage page = await person.PostAsync(address, form);
        return page.Headers.Location ?? throw new InvalidOperationException(await page.Content.ReadAsStringAsync());
    }

    private string Script(string more) => $$"""
        Import-Module PartnerAuth
        $environment = @{ Name = 'Sandbox'; Login = '{{Document.Environment.Login}}'; Graph = '{{Document.Environment.Graph}}'; PartnerCenter = '{{Document.Environment.PartnerCenter}}' }
        try { (New-PartnerAccessToken -UseAuthorizationCode -UseAnyPort -ApplicationId {{Document.ApplicationId}} -ClientSecret '{{Document.ClientSecret}}' -Tenant {{Document.TenantId}} -Scopes Graph -Environment $environment {{more}}).TenantId }
        catch { ($_.FullyQualifiedErrorId -split ',')[0]; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }
        """;
}

using System.Web;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Browser;

/// <summary>A person's way from the prompt through the browser and back.</summary>
public sealed class SignInPageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    /// <summary>What each command does with the parameters given; what it writes is the tenant of a token.</summary>
    private const string Connect = "$null = Connect-PartnerCenter @sandbox -WarningAction Ignore; New-PartnerAccessToken -Scopes Graph -Tenant adatum.onmicrosoft.example";

    private const string NewToken = "New-PartnerAccessToken @sandbox @partner -UseAuthorizationCode -UseAnyPort -Scopes Graph";

    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario(
        """{ "tenants": [{ "domain": "adatum.onmicrosoft.example", "consented": true }], "signIn": { "pollSeconds": 0 } }""");

    private SandboxDocument Document => sandbox.Document;

    private SandboxAccount Admin => Document.Accounts[0];

    [Theory]
    [InlineData(Connect, true)]
    [InlineData(NewToken, false)]
    public async Task A_person_signs_in_with_the_keyboard_and_the_script_goes_on_with_a_token(string command, bool isCustomers)
    {
        await using Tab tab = await chromium.OpenAsync();
        using ScriptProcess script = ScriptProcess.Start(Script(command));
        await tab.GoAsync(await script.OpenedAsync());
        await tab.AssertReadsWellAsync("Sign in");
        await tab.TypeAsync(Admin.UserPrincipalName);
        await tab.NextAsync();
        await tab.EnterAsync("partner-sandbox.wrong");
        await tab.AssertReadsWellAsync("Sign in");
        Assert.Contains("AADSTS50126", await tab.TextAsync());

        // The name is still there, and the cursor waits for the password.
        await tab.EnterAsync(Admin.Password);
        await tab.AssertReadsWellAsync("Verify your identity");
        await tab.EnterAsync("000000");
        Assert.Contains("That is not the code", await tab.TextAsync());
        await tab.EnterAsync(Admin.MfaCode!);
        await tab.AssertReadsWellAsync("Signed in - PartnerAuth");
        Assert.Contains("You are signed in.", await tab.TextAsync());
        tab.AssertQuiet();

        ShellProcess run = await script.EndAsync();
        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(isCustomers ? Document.Customers[0].TenantId : Document.TenantId, run.Output.Trim());
    }

    [Theory]
    [InlineData(Connect)]
    [InlineData(NewToken)]
    public async Task A_person_cancels_and_the_page_and_the_error_say_so(string command)
    {
        await using Tab tab = await chromium.OpenAsync();
        using ScriptProcess script = ScriptProcess.Start(Script(command));
        await tab.GoAsync(await script.OpenedAsync());
        await tab.ClickAsync("cancel");
        await tab.AssertReadsWellAsync("Not signed in - PartnerAuth");
        Assert.Contains("The sign-in was cancelled", await tab.TextAsync());
        tab.AssertQuiet();

        ShellProcess run = await script.EndAsync();
        Assert.Equal(
            """
            SignInDeclined
            The sign-in was cancelled, or the consent was declined.
            Run the command again and finish the sign-in; an admin may have to consent first.
            """.ReplaceLineEndings(),
            run.Output.Trim());
    }

    [Fact]
    public async Task An_address_that_is_no_answer_and_an_answer_that_is_a_failure_say_so()
    {
        await using Tab tab = await chromium.OpenAsync();
        using ScriptProcess script = ScriptProcess.Start(Script(NewToken));
        string query = (await script.OpenedAsync()).Query;
        string listener = HttpUtility.ParseQueryString(query)["redirect_uri"]!;
        await tab.GoAsync(new Uri(listener));
        await tab.AssertReadsWellAsync("Nothing here - PartnerAuth");
        string state = HttpUtility.ParseQueryString(query)["state"]!;
        await tab.GoAsync(new Uri($"{listener}?error=server_error&error_description=AADSTS90033%3A+x&state={state}"));
        await tab.AssertReadsWellAsync("Not signed in - PartnerAuth");
        Assert.Contains("The sign-in did not work.", await tab.TextAsync());
        tab.AssertQuiet();
        Assert.DoesNotContain("SignInDeclined", (await script.EndAsync()).Output);
    }

    [Fact]
    public async Task A_code_is_entered_and_whoever_entered_it_is_connected()
    {
        await using Tab tab = await chromium.OpenAsync();
        RunResult run = await CodeSignIn.RunAsync(Document, async (page, code) =>
        {
            await tab.GoAsync(page);
            await tab.AssertReadsWellAsync("Sign in on another device");
            await tab.EnterAsync("NOTACODE");
            Assert.Contains("That code is not valid", await tab.TextAsync());
            await tab.EnterAsync(code.ToLowerInvariant());
            await tab.AssertReadsWellAsync("Sign in on another device");
            await tab.TypeAsync(Admin.UserPrincipalName);
            await tab.NextAsync();
            await tab.EnterAsync(Admin.Password);
            await tab.EnterAsync(Admin.MfaCode!);
            await tab.AssertReadsWellAsync("You have signed in");
        });
        dynamic account = run.One.Properties["Account"].Value;
        Assert.Equal(Document.TenantId, (string)account.Tenant);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task A_code_is_cancelled_and_the_page_and_the_error_say_so()
    {
        await using Tab tab = await chromium.OpenAsync();
        RunResult run = await CodeSignIn.RunAsync(Document, async (page, code) =>
        {
            await tab.GoAsync(page);
            await tab.EnterAsync(code);
            await tab.ClickAsync("cancel");
            await tab.AssertReadsWellAsync("You cancelled the sign-in");
        });
        Assert.StartsWith("SignInDeclined", run.OneError.FullyQualifiedErrorId);
        Assert.StartsWith("The sign-in was cancelled", run.OneError.Exception.Message);
        tab.AssertQuiet();
    }

    [Theory]
    [InlineData("organizations/oauth2/v2.0/authorize?prompt=consent&response_type=code&scope=https://graph.microsoft.com/User.Read", "Permissions requested", true)]
    [InlineData("organizations/oauth2/v2.0/authorize?response_mode=form_post&response_type=code&scope=openid", "Continue", true)]
    [InlineData("adatum.onmicrosoft.example/adminconsent?x=y", "Permissions requested: review for your organization", false)]
    public async Task What_comes_after_the_sign_in_reads_well(string page, string title, bool isPartners)
    {
        await using Tab tab = await chromium.OpenAsync();
        await tab.GoAsync(new Uri($"{Document.Environment.Login}/{page}&client_id={Document.ApplicationId}&redirect_uri=http://localhost:1/"));
        await tab.TypeAsync(isPartners ? Admin.UserPrincipalName : "admin@adatum.onmicrosoft.example");
        await tab.NextAsync();
        await tab.EnterAsync(isPartners ? Admin.Password : Document.CustomerPassword);
        if (isPartners)
        {
            await tab.EnterAsync(Admin.MfaCode!);
        }

        await tab.AssertReadsWellAsync(title);
        tab.AssertQuiet();
    }

    [Fact]
    public async Task A_name_that_is_known_is_filled_in_and_a_refusal_reads_well()
    {
        await using Tab tab = await chromium.OpenAsync();
        string authorize = $"{Document.Environment.Login}/organizations/oauth2/v2.0/authorize?response_type=code&scope=openid&redirect_uri=http://localhost:1/";
        await tab.GoAsync(new Uri($"{authorize}&client_id={Document.ApplicationId}&login_hint={Admin.UserPrincipalName}"));
        await tab.EnterAsync(Admin.Password);
        Assert.Equal("Verify your identity", await tab.TitleAsync());
        await tab.GoAsync(new Uri($"{authorize}&client_id={Guid.NewGuid()}"));
        await tab.AssertReadsWellAsync("Sorry, but we\u2019re having trouble signing you in");
        tab.AssertQuiet();
    }

    /// <inheritdoc/>
    public void Dispose() => sandbox.Dispose();

    private string Script(string command) => $$"""
        Import-Module PartnerAuth
        $sandbox = @{ Environment = @{ Name = 'Sandbox'; Login = '{{Document.Environment.Login}}'; Graph = '{{Document.Environment.Graph}}'; PartnerCenter = '{{Document.Environment.PartnerCenter}}' } }
        $partner = @{ ApplicationId = '{{Document.ApplicationId}}'; ClientSecret = '{{Document.ClientSecret}}'; Tenant = '{{Document.TenantId}}' }
        $ErrorActionPreference = 'Stop'
        try { (& { {{command}} }).TenantId }
        catch { ($_.FullyQualifiedErrorId -split ',')[0]; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }
        """;
}

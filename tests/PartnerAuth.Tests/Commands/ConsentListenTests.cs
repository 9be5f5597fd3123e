using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>New-PartnerConsentUrl -Listen: customers' administrators answer their links, on the sandbox's pages.</summary>
public sealed class ConsentListenTests : IDisposable
{
    private const string First = "adatum.onmicrosoft.example";
    private const string Second = "fabrikam.onmicrosoft.example";

    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario(
        $$"""{ "tenants": [{ "domain": "{{First}}" }, { "domain": "{{Second}}" }] }""");

    private readonly Session session = new("PartnerAuth");
    private readonly HttpClient browser = new(new HttpClientHandler { AllowAutoRedirect = false });

    public ConsentListenTests() => session.Run(
        "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment",
        ("sandbox", sandbox.Document)).AssertClean();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_customers_that_answer_in_the_other_order_are_told_apart_and_tokens_work_after_the_consent()
    {
        Assert.Equal("ConsentMissing", session.Run($"Get-PartnerHeader -Scopes Graph -Tenant {Second}").OneError.FullyQualifiedErrorId.Split(',')[0]);
        using Run run = Listen($"-Tenant {First}, {Second} -Scopes Graph", links: 2);
        string[] links = await run.Links;
        string back = await Answer(links[1], $"admin@{Second}", sandbox.Document.CustomerPassword, "accept");
        Assert.Contains("The consent was given.", await Page(back, HttpStatusCode.OK));

        // Once more, and with a state that nobody has, it is no answer.
        Assert.Contains("A link counts once.", await Page(back, HttpStatusCode.BadRequest));
        Assert.Contains("A link counts once.", await Page(Regex.Replace(back, "state=.", "state="), HttpStatusCode.BadRequest));
        back = await Answer(links[0], $"admin@{First}", sandbox.Document.CustomerPassword, "cancel");
        Assert.Contains("The consent was not given.", await Page(back, HttpStatusCode.OK));

        PSObject[] answers = [.. await run.Output];
        Assert.Empty(run.Errors);
        string tenantId = sandbox.Document.Customers[1].TenantId;
        Assert.Equal(2, answers.Length);
        AssertIs(answers[0], ("Granted", "True"), ("Tenant", Second), ("TenantId", tenantId), ("AnsweredBy", tenantId), ("IsTenantAsked", "True"));
        Assert.Equal(["https://graph.microsoft.com/.default"], (IEnumerable<string>)answers[0].Properties["Scopes"].Value);
        AssertIs(answers[1], ("Granted", "False"), ("Tenant", First), ("Kind", "SignInDeclined"), ("ErrorCode", "AADSTS65004"));
        foreach (string property in new[] { "Cause", "Remedy", "ErrorDescription" })
        {
            Assert.NotEmpty((string)answers[1].Properties[property].Value);
        }

        Assert.Equal(tenantId, session.Run($"(Get-PartnerHeader -Scopes Graph -Tenant {Second}).TenantId").One.ToString());
        Assert.Matches(@"Tenant\s+Granted\s+IsTenantAsked\s+Outcome", session.Show("$answers", ("answers", answers)));
    }

    [Fact]
    public async Task Who_is_no_administrator_there_is_an_answer_that_says_why()
    {
        SandboxAccount agent = sandbox.Document.Accounts[0];
        using Run run = Listen($"-Tenant {First}", links: 1);
        string back = await Answer((await run.Links)[0], agent.UserPrincipalName, agent.Password, "accept", ("mfa_code", agent.MfaCode!));
        await Page(back, HttpStatusCode.OK);
        PSObject answer = Assert.Single(await run.Output);
        AssertIs(answer, ("Granted", "False"), ("ErrorCode", "AADSTS50020"));
        Assert.NotEmpty((string)answer.Properties["Remedy"].Value);
    }

    [Fact]
    public async Task An_answer_of_another_tenant_is_told_as_such()
    {
        using Run run = Listen($"-Tenant {First}", links: 1);
        string link = (await run.Links)[0];
        string back = WebUtility.UrlDecode(Regex.Match(link, "redirect_uri=([^&]+)").Groups[1].Value);
        string other = sandbox.Document.Customers[1].TenantId;
        await Page($"{back}?admin_consent=True&tenant={other}&state={Regex.Match(link, "state=(.+)$").Groups[1].Value}", HttpStatusCode.OK);
        PSObject answer = Assert.Single(await run.Output);
        AssertIs(answer, ("IsTenantAsked", "False"), ("AnsweredBy", other), ("TenantId", sandbox.Document.Customers[0].TenantId));
        Assert.Contains(run.Warnings, warning => warning.Contains(other) && warning.Contains(First));
    }

    [Fact]
    public void Nobody_who_answers_in_time_is_an_error_for_that_tenant()
    {
        RunResult run = session.Run($"New-PartnerConsentUrl -Tenant {First} -Listen -UseAnyPort -TimeoutSec 1");
        Assert.Empty(run.Output);
        Assert.Equal("Timeout", run.OneError.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal(First, run.OneError.TargetObject);
        Assert.Contains("-TimeoutSec", run.OneError.ErrorDetails.RecommendedAction);
        Assert.Contains("adminconsent?", Assert.Single(run.Warnings));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_under_a_second_and_frees_the_port()
    {
        using Run run = Listen($"-Tenant {First}", links: 1);
        string back = WebUtility.UrlDecode(Regex.Match((await run.Links)[0], "redirect_uri=([^&]+)").Groups[1].Value);
        Stopwatch clock = Stopwatch.StartNew();
        run.Pipeline.Stop();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"It took {clock.Elapsed}.");
        await Assert.ThrowsAsync<PipelineStoppedException>(() => run.Output);
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetAsync(back, Cancelled));
    }

    [Fact]
    public async Task Customers_of_a_pipeline_share_one_port()
    {
        using Run run = Listen(string.Empty, links: 2, before: $"'{First}', 'no tenant', '{Second}' | ");
        string[] links = await run.Links;
        Assert.Single(links.Select(link => Regex.Match(link, "redirect_uri=([^&]+)").Value).Distinct());
        Assert.StartsWith("InvalidInput", Assert.Single(run.Errors).FullyQualifiedErrorId);
        run.Pipeline.Stop();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        browser.Dispose();
        session.Dispose();
        sandbox.Dispose();
    }

    private static void AssertIs(PSObject answer, params (string Name, string Value)[] expected) =>
        Assert.All(expected, one => Assert.Equal(one.Value, answer.Properties[one.Name].Value?.ToString()));

    private Run Listen(string parameters, int links, string before = "") =>
        new(session.Pipeline($"{before}New-PartnerConsentUrl {parameters} -Listen -UseAnyPort"), links);

    /// <summary>Does on the page of a link what a person would, and gives where the page sends the browser.</summary>
    private async Task<string> Answer(string link, string user, string password, string action, params (string Name, string Value)[] more)
    {
        (string Name, string Value)[] form = [("username", user), ("password", password), ("action", action), .. more];
        using FormUrlEncodedContent content = new(form.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using HttpResponseMessage page = await browser.PostAsync(link, content, Cancelled);
        return page.Headers.Location?.OriginalString ?? throw new InvalidOperationException(await page.Content.ReadAsStringAsync(Cancelled));
    }

    private async Task<string> Page(string address, HttpStatusCode status)
    {
        using HttpResponseMessage page = await browser.GetAsync(address, Cancelled);
        Assert.Equal(status, page.StatusCode);
        return await page.Content.ReadAsStringAsync(Cancelled);
    }

    /// <summary>A command under way, and the links that it has told.</summary>
    private sealed class Run : IDisposable
    {
        private readonly ConcurrentQueue<string> links = new();
        private readonly TaskCompletionSource<string[]> shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Run(PowerShell pipeline, int count)
        {
            Pipeline = pipeline;
            pipeline.Streams.Warning.DataAdded += (lines, added) =>
            {
                Match link = Regex.Match(((PSDataCollection<WarningRecord>)lines!)[added.Index].Message, @"http://\S+adminconsent\S+");
                if (link.Success)
                {
                    links.Enqueue(link.Value);
                }

                if (links.Count == count)
                {
                    shown.TrySetResult([.. links]);
                }
            };
            Output = pipeline.InvokeAsync();
        }

        internal PowerShell Pipeline { get; }

        internal Task<string[]> Links => shown.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancelled);

        internal Task<PSDataCollection<PSObject>> Output { get; }

        internal IReadOnlyList<ErrorRecord> Errors => [.. Pipeline.Streams.Error];

        internal IReadOnlyList<string> Warnings => [.. Pipeline.Streams.Warning.Select(warning => warning.Message)];

        public void Dispose() => Pipeline.Dispose();
    }
}

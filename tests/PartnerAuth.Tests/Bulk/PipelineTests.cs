using System.Diagnostics;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Many tenants in a pipeline: they run at once, stream, and end when they should.</summary>
public sealed class PipelineTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void A_result_is_written_before_a_slower_tenant_is_done()
    {
        // The pipeline ends at the first result; the slow tenant would take 20 seconds.
        Stopwatch clock = Stopwatch.StartNew();
        RunResult run = session.Run(
            "do { 'slow.onmicrosoft.example', 'adatum.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -ForceRefresh | ForEach-Object { $_.Tenant; break } } while ($false)");
        Assert.Equal("adatum.onmicrosoft.example", run.One.ToString());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void Results_come_while_the_pipeline_still_delivers()
    {
        RunResult run = session.Run(
            """
            $seen = [System.Collections.Generic.List[object]]::new()
            $given = 0
            & { while ($seen.Count -eq 0 -and $given -lt 100000) { $given++; 'adatum.onmicrosoft.example' } } |
                Get-PartnerHeader -Scopes Graph |
                ForEach-Object { $seen.Add($_) }
            $seen.Count
            """);
        Assert.True((int)run.One.BaseObject > 0);
    }

    [Theory]
    [InlineData("'slow.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -Verbose")]
    [InlineData("New-PartnerAccessToken @partner -Scopes Graph -Tenant slow.onmicrosoft.example -Verbose")]
    [InlineData("Get-PartnerCustomer -CustomerId slow.onmicrosoft.example -Verbose")]
    [InlineData("New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -CustomerId slow.onmicrosoft.example -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read.All' } -Verbose")]
    public async Task Ctrl_C_ends_it_in_under_a_second(string command)
    {
        using Session own = new("PartnerAuth");
        practice.Connect(own);
        using PowerShell pipeline = own.Pipeline(command);
        Task asked = CtrlC.Line(
            pipeline,
            line => line.Contains(practice.TenantId("slow"), StringComparison.Ordinal) || line.Contains("slow.", StringComparison.Ordinal));
        IAsyncResult running = pipeline.BeginInvoke();
        await asked.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        CtrlC.Ends(pipeline, running);
    }

    [Theory]
    [InlineData("Get-PartnerHeader -Scopes Graph -Tenant throttled.onmicrosoft.example -Verbose", "Waiting")]
    [InlineData("@('slow.onmicrosoft.example') * 20 | Get-PartnerHeader -Scopes Graph -ThrottleLimit 1 -Verbose", "slow.")]
    [InlineData("Connect-PartnerCenter @partner -Environment $slow -Verbose", "POST")]
    [InlineData("Get-PartnerCustomer -Context $halfSlow -Verbose", "/customers?")]
    [InlineData("Get-PartnerCustomer -Domain adatum.onmicrosoft.example -Context $halfSlow -Verbose", "/contracts?")]
    public async Task Ctrl_C_ends_it_in_under_a_second_whatever_it_waits_for(string command, string line)
    {
        using SandboxProcess slow = SandboxProcess.WithScenario("""{ "latencyMs": 20000, "customers": 1 }""");
        using Session own = new("PartnerAuth");
        practice.Connect(own);
        own.Run(
            """
            $null = $partner.Remove('Environment')
            $halfSlow = @{ Name = 'Sandbox'; Login = $sandbox.Environment.Login; Graph = $slow.Graph; PartnerCenter = $slow.PartnerCenter }
            $halfSlow = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId -Environment $halfSlow -TimeoutSec 1
            """,
            ("slow", slow.Document.Environment)).AssertClean();
        using PowerShell pipeline = own.Pipeline(command);
        Task waits = CtrlC.Line(pipeline, written => written.Contains(line, StringComparison.Ordinal));
        IAsyncResult running = pipeline.BeginInvoke();
        await waits.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        CtrlC.Ends(pipeline, running);
    }

    [Fact]
    public void Progress_is_shown_for_what_lasts_longer_than_a_second_only()
    {
        Assert.Empty(session.Run("Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example -ForceRefresh").Progress);

        RunResult slow = session.Run("Get-PartnerHeader -Scopes Graph -Tenant leisurely.onmicrosoft.example -ForceRefresh");
        slow.AssertClean();
        Assert.Contains(slow.Progress, record => record.StatusDescription.Contains("of 1 tenants", StringComparison.Ordinal));
        Assert.Equal(ProgressRecordType.Completed, slow.Progress[^1].RecordType);
    }

    [Fact]
    public void Many_tenants_run_at_once_and_all_come_back()
    {
        // One after the other they would take 15 seconds.
        Stopwatch clock = Stopwatch.StartNew();
        RunResult run = session.Run("@('leisurely.onmicrosoft.example') * 10 | Get-PartnerHeader -Scopes ExchangeOnline -ForceRefresh");
        run.AssertClean();
        Assert.Equal(10, run.Output.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void More_tenants_than_are_worked_on_at_once_all_come_back()
    {
        RunResult run = session.Run("@('adatum.onmicrosoft.example', 'contoso.onmicrosoft.example', 'noaccess.onmicrosoft.example') * 100 | Get-PartnerHeader -Scopes Graph -ThrottleLimit 2 -AsResult");
        run.AssertClean();
        Assert.Equal(300, run.Output.Count);
        Assert.Equal(200, run.Output.Count(result => (bool)result.Properties["Succeeded"].Value));
    }

    [Fact]
    public void An_error_in_a_later_command_ends_the_operation()
    {
        RunResult run = session.Run(
            "'adatum.onmicrosoft.example', 'slow.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph | ForEach-Object { throw 'enough' }");
        Assert.Contains("enough", run.OneError.ToString());
    }

    [Fact]
    public void An_empty_pipeline_asks_nobody()
    {
        RunResult run = session.Run("@() | Get-PartnerHeader -Scopes Graph -Verbose; @() | Get-PartnerCustomer -Verbose");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Empty(run.Verbose);
    }

    [Fact]
    public void Verbose_tells_what_is_asked_of_whom()
    {
        RunResult run = session.Run("Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example -ForceRefresh -Verbose");
        Assert.Contains(run.Verbose, line => line.StartsWith("POST", StringComparison.Ordinal) && line.Contains(practice.TenantId("adatum"), StringComparison.Ordinal));
    }
}

using System.Collections.Specialized;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>How a command over many tenants tells what became of them.</summary>
public sealed class SummaryTests(Practice practice) : IClassFixture<Practice>
{
    private const string Mixed =
        "'adatum.onmicrosoft.example', 'noaccess.onmicrosoft.example', 'policy.onmicrosoft.example', 'fabrikam.onmicrosoft.example', 'contoso.onmicrosoft.example', 'no tenant'";

    private readonly Session session = practice.Session;

    [Fact]
    public void A_variable_gets_the_counts_by_outcome_and_class_and_the_slowest()
    {
        RunResult run = session.Run($"{Mixed} | Get-PartnerHeader -Scopes Graph -ForceRefresh -SummaryVariable went; $went");
        dynamic summary = run.Output[^1].BaseObject;
        Assert.Equal("6 2 4 0", $"{summary.Tenants} {summary.Succeeded} {summary.Failed} {summary.NotTried}");
        Assert.Equal("Get-PartnerHeader", summary.Command);
        Assert.Equal(
            ["ca 1", "consent 1", "gdap 1", "input 1"],
            Counts((OrderedDictionary)summary.Classes));
        object[] slowest = summary.Slowest;
        TimeSpan[] durations = [.. slowest.Select(one => (TimeSpan)((dynamic)one).Duration)];
        Assert.Equal(5, slowest.Length);
        Assert.Equal(durations.OrderDescending(), durations);
        Assert.All(slowest, one => Assert.Contains((string)((dynamic)one).Tenant, Mixed));
    }

    [Fact]
    public void One_information_record_tells_it_and_the_output_holds_nothing_foreign()
    {
        RunResult run = session.Run($"{Mixed} | Get-PartnerHeader -Scopes Graph");
        Assert.Contains("2 succeeded, 4 failed", Assert.Single(run.Information));
        Assert.Equal(2, run.Output.Count);
        Assert.All(run.Output, header => Assert.Equal("PartnerAuth.PartnerHeader", header.BaseObject.GetType().FullName));
        Assert.Empty(run.Text);
    }

    [Fact]
    public void One_tenant_alone_is_no_news()
    {
        Assert.Empty(session.Run("Get-PartnerHeader -Scopes Graph -Tenant adatum.onmicrosoft.example").Information);
    }

    [Fact]
    public void What_was_sent_again_is_counted()
    {
        using SandboxProcess once = SandboxProcess.WithScenario(
            """
            {
              "consented": true,
              "tenants": [
                { "domain": "once.onmicrosoft.example", "fault": "unavailableOnce" },
                { "domain": "twice.onmicrosoft.example", "fault": "throttledOnce" },
                { "domain": "well.onmicrosoft.example" }
              ]
            }
            """);
        using Session own = Connected(once);
        dynamic summary = own.Run(
            "$null = 'once.onmicrosoft.example', 'twice.onmicrosoft.example', 'well.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -SummaryVariable went; $went").One.BaseObject;
        Assert.Equal("3 2 2", $"{summary.Succeeded} {summary.Retried} {summary.Retries}");
    }

    [Fact]
    public void A_command_that_is_ended_early_has_counted_what_was_done()
    {
        RunResult run = session.Run(
            "'adatum.onmicrosoft.example', 'slow.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -SummaryVariable went | Select-Object -First 1; $went");
        run.AssertClean();
        dynamic summary = run.Output[^1].BaseObject;
        Assert.Equal("1 0", $"{summary.Succeeded} {summary.Failed}");
    }

    [Fact]
    public void Ordered_results_come_in_the_order_of_the_input()
    {
        string tenants = "'leisurely.onmicrosoft.example', 'noaccess.onmicrosoft.example', 'adatum.onmicrosoft.example', 'no tenant', 'contoso.onmicrosoft.example'";
        RunResult plain = session.Run($"{tenants} | Get-PartnerHeader -Scopes Graph -ForceRefresh -AsResult");
        Assert.NotEqual("leisurely.onmicrosoft.example", plain.Output[0].Properties["Tenant"].Value);

        RunResult ordered = session.Run($"{tenants} | Get-PartnerHeader -Scopes Graph -ForceRefresh -AsResult -Ordered");
        ordered.AssertClean();
        Assert.Equal(
            ["leisurely.onmicrosoft.example", "noaccess.onmicrosoft.example", "adatum.onmicrosoft.example", "no tenant", "contoso.onmicrosoft.example"],
            ordered.Output.Select(result => result.Properties["Tenant"].Value));
    }

    [Fact]
    public void One_progress_bar_tells_done_failed_in_flight_rate_and_time_left()
    {
        RunResult run = session.Run(
            "@('noaccess.onmicrosoft.example') + @('leisurely.onmicrosoft.example') * 3 | New-PartnerAccessToken @partner -Scopes Graph -ForceRefresh -ThrottleLimit 1");
        Assert.Single(run.Progress.Select(record => record.ActivityId).Distinct());
        Assert.Single(run.Progress.Select(record => record.Activity).Distinct());
        ProgressRecord late = run.Progress[^2];
        Assert.Matches(@"^\d of 4 tenants, 1 failed, 1 in flight, \d+\.\d a second$", late.StatusDescription);
        Assert.InRange(late.PercentComplete, 25, 99);
        Assert.InRange(late.SecondsRemaining, 1, 60);
        Assert.Equal(ProgressRecordType.Completed, run.Progress[^1].RecordType);
    }

    private static IEnumerable<string> Counts(OrderedDictionary classes) =>
        classes.Keys.Cast<string>().Order(StringComparer.Ordinal).Select(name => $"{name} {classes[name]}");

    private static Session Connected(SandboxProcess program)
    {
        Session own = new("PartnerAuth");
        own.Run(
            """
            $partner = @{ ApplicationId = $sandbox.ApplicationId; Credential = $sandbox.Credential; RefreshToken = $sandbox.RefreshToken; Environment = $sandbox.Environment }
            $null = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId
            """,
            ("sandbox", program.Document)).AssertClean();
        return own;
    }
}

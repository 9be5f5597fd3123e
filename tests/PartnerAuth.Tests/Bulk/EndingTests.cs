using System.Diagnostics;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Who has enough ends the rest, and what is finished has been returned.</summary>
public sealed class EndingTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void Select_Object_First_ends_what_is_under_way_and_asks_for_nobody_else()
    {
        Stopwatch clock = Stopwatch.StartNew();
        RunResult run = session.Run(
            """
            $asked = 0
            & { 'adatum.onmicrosoft.example', 'slow.onmicrosoft.example', 'contoso.onmicrosoft.example'; while ($true) { $script:asked++; 'slow.onmicrosoft.example' } } |
                Get-PartnerHeader -Scopes Graph -ForceRefresh -ThrottleLimit 4 -Verbose |
                Select-Object -First 2
            """);
        run.AssertClean();
        Assert.Equal(2, run.Output.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public async Task Ctrl_C_leaves_what_is_finished_with_the_caller()
    {
        using Session own = new("PartnerAuth");
        practice.Connect(own);
        using PowerShell pipeline = own.Pipeline(
            "'adatum.onmicrosoft.example', 'slow.onmicrosoft.example', 'contoso.onmicrosoft.example', 'wingtip.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -AsResult");
        PSDataCollection<PSObject> output = [];
        TaskCompletionSource three = new(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) =>
        {
            if (output.Count == 3)
            {
                three.TrySetResult();
            }
        };
        IAsyncResult running = pipeline.BeginInvoke<PSObject, PSObject>(null, output);
        await three.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        CtrlC.Ends(pipeline, running);
        Assert.Equal(3, output.Count);
        Assert.DoesNotContain(output, result => (string)result.Properties["Tenant"].Value == "slow.onmicrosoft.example");
    }

    [Fact]
    public void A_tenant_that_is_told_to_wait_keeps_no_other_waiting()
    {
        // The throttled one waits a minute, within its time, and only one may be in flight.
        Stopwatch clock = Stopwatch.StartNew();
        RunResult run = session.Run(
            "'throttled.onmicrosoft.example', 'adatum.onmicrosoft.example', 'contoso.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph -ForceRefresh -ThrottleLimit 1 | Select-Object -First 2");
        run.AssertClean();
        Assert.Equal(2, run.Output.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed}.");
    }
}

using System.Diagnostics;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>What a person does who waits for a line and then presses Ctrl+C.</summary>
internal static class CtrlC
{
    /// <summary>Ends when the pipeline, which has not begun yet, writes a verbose line that is <paramref name="wanted"/>.</summary>
    internal static Task Line(PowerShell pipeline, Func<string, bool> wanted)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        pipeline.Streams.Verbose.DataAdded += (lines, added) =>
        {
            if (wanted(((PSDataCollection<VerboseRecord>)lines!)[added.Index].Message))
            {
                written.TrySetResult();
            }
        };
        return written.Task;
    }

    /// <summary>Stops the pipeline, which has to end within a second and as stopped.</summary>
    internal static void Ends(PowerShell pipeline, IAsyncResult running)
    {
        Stopwatch clock = Stopwatch.StartNew();
        pipeline.Stop();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"It took {clock.Elapsed}.");
        Assert.Throws<PipelineStoppedException>(() => pipeline.EndInvoke(running));
    }
}

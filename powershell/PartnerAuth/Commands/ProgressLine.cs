using System.Diagnostics;
using System.Management.Automation;

namespace PartnerAuth.Commands;

/// <summary>The progress of one command: shown only when it lasts longer than a second, and not too often.</summary>
internal sealed class ProgressLine(Cmdlet cmdlet, string activity)
{
    private const long FirstAfterMilliseconds = 1000;
    private const long EveryMilliseconds = 250;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private long next = FirstAfterMilliseconds;

    /// <summary>Whether it is time to show how far the work is.</summary>
    internal bool IsDue => clock.ElapsedMilliseconds >= next;

    private bool IsShown => next > FirstAfterMilliseconds;

    /// <summary>Shows how far the work is; what is negative is not known.</summary>
    internal void Show(string status, int percent = -1, int secondsLeft = -1)
    {
        next = clock.ElapsedMilliseconds + EveryMilliseconds;
        cmdlet.WriteProgress(new ProgressRecord(0, activity, status) { PercentComplete = percent, SecondsRemaining = secondsLeft });
    }

    /// <summary>Takes the line away.</summary>
    internal void Complete()
    {
        if (IsShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}

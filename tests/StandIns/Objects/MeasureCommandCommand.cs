using System.Diagnostics;
using System.Management.Automation;

namespace PartnerAuth.StandIns.Objects;

/// <summary>Runs a script block in the scope of its caller, drops its output and tells how long it took.</summary>
[Cmdlet("Measure", "Command")]
[OutputType(typeof(TimeSpan))]
public sealed class MeasureCommandCommand : PSCmdlet
{
    /// <summary>What to run.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public ScriptBlock Expression { get; set; } = null!;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Stopwatch watch = Stopwatch.StartNew();
        InvokeCommand.InvokeScript(useLocalScope: false, Expression, null);
        WriteObject(watch.Elapsed);
    }
}

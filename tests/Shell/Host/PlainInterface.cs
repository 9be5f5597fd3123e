using System.Management.Automation;
using System.Management.Automation.Host;

namespace PartnerAuth.Shell.Host;

/// <summary>Writes the streams as the console host of PowerShell does: errors to standard error, the rest to standard output.</summary>
internal sealed partial class PlainInterface(bool interactive) : PSHostUserInterface
{
    private readonly PlainRawInterface raw = new();
    private readonly ProgressLine progress = new();
    private readonly Lock writing = new();

    public override PSHostRawUserInterface RawUI => raw;

    /// <summary>True while the error is shown that ended the script: the engine writes it as if it were output.</summary>
    public bool ShowsError { get; set; }

    public override bool SupportsVirtualTerminal { get; } = Terminal.ShowsColours;

    private TextWriter Output => ShowsError ? Console.Error : Console.Out;

    public override void Write(string value) => WriteText(Output, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        WriteText(Output, value);

    public override void WriteLine(string value) => WriteText(Output, value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteText(Console.Error, value + Environment.NewLine);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (writing)
        {
            progress.Show(record);
        }
    }

    public void EndProgress()
    {
        lock (writing)
        {
            progress.Clear();
        }
    }

    private void WriteText(TextWriter writer, string? text)
    {
        lock (writing)
        {
            progress.Clear();
            writer.Write(GetOutputString(text ?? string.Empty, SupportsVirtualTerminal));
        }
    }
}

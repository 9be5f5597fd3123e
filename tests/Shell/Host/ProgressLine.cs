using System.Management.Automation;

namespace PartnerAuth.Shell.Host;

/// <summary>Progress in the last line of the terminal; nothing where standard error is a file or a pipe.</summary>
internal sealed class ProgressLine
{
    private readonly bool shown = !Console.IsErrorRedirected;
    private int width;

    public void Show(ProgressRecord record)
    {
        if (!shown)
        {
            return;
        }

        Clear();
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return;
        }

        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete,3}%" : string.Empty;
        string line = string.Concat($"{record.Activity}:{percent} {record.StatusDescription}".Select(OneCell));
        line = line.Length < Terminal.Width ? line : line[..(Terminal.Width - 1)];
        Console.Error.Write(line);
        width = line.Length;
    }

    public void Clear()
    {
        if (width > 0)
        {
            Console.Error.Write('\r' + new string(' ', width) + '\r');
            width = 0;
        }
    }

    // A tenant's display name may hold line breaks or escape codes.
    private static char OneCell(char letter) => char.IsControl(letter) ? ' ' : letter;
}

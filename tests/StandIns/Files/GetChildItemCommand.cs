using System.Management.Automation;

namespace PartnerAuth.StandIns.Files;

/// <summary>Lists a folder of the file system.</summary>
[Cmdlet(VerbsCommon.Get, "ChildItem")]
public sealed class GetChildItemCommand : PSCmdlet
{
    /// <summary>The folder.</summary>
    [Parameter(Position = 0)]
    public string Path { get; set; } = ".";

    /// <summary>What names look like.</summary>
    [Parameter(Position = 1)]
    public string Filter { get; set; } = "*";

    /// <summary>Folders below, too.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Files alone.</summary>
    [Parameter]
    public SwitchParameter File { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        DirectoryInfo folder = new(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path));
        SearchOption depth = Recurse ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        IEnumerable<FileSystemInfo> found = folder.EnumerateFileSystemInfos(Filter, depth).Where(item => !File || item is FileInfo);
        WriteObject(found.OrderBy(item => item.FullName, StringComparer.Ordinal), enumerateCollection: true);
    }
}

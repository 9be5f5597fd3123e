using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Gets the dated changes that break partners' scripts: all, those of what this process uses, or those that a script
/// shows signs of. Nobody is asked.
/// </summary>
[Cmdlet(VerbsCommon.Get, "PartnerTimeline", DefaultParameterSetName = AllSet)]
[OutputType(typeof(PartnerTimelineEntry))]
public sealed class GetPartnerTimelineCommand : PartnerCmdlet
{
    private const string AllSet = "All";
    private const string IdSet = "Id";
    private const string ScriptSet = "Script";

    private string? data;

    /// <summary>Entries by name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, HelpMessage = "The ids of entries.")]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(TimelineIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Scripts or other text files, by path or wildcard. They are read and never run.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = ScriptSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Scripts to look through, by path or wildcard. They are read and never run.")]
    [Alias("FullName")]
    [SupportsWildcards]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string[] ScriptPath { get; set; } = [];

    /// <summary>Entries of this day or later.</summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Entries of this day or later.")]
    [Parameter(ParameterSetName = ScriptSet, HelpMessage = "Entries of this day or later.")]
    [OneLineTransformation(Single = true)]
    [ValidateNotNull]
    public DateTime? After { get; set; }

    /// <summary>Entries of this day or earlier.</summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Entries of this day or earlier.")]
    [Parameter(ParameterSetName = ScriptSet, HelpMessage = "Entries of this day or earlier.")]
    [OneLineTransformation(Single = true)]
    [ValidateNotNull]
    public DateTime? Before { get; set; }

    /// <summary>Entries that are still to come or under way.</summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Entries that are still to come or under way.")]
    [Parameter(ParameterSetName = ScriptSet, HelpMessage = "Entries that are still to come or under way.")]
    public SwitchParameter Upcoming { get; set; }

    /// <summary>
    /// Entries of what this module saw in use in this process: clouds, applications, resources, parameters, the version of
    /// PowerShell.
    /// </summary>
    [Parameter(ParameterSetName = AllSet, HelpMessage = "Entries of what this module saw in use in this process.")]
    public SwitchParameter InUse { get; set; }

    /// <summary>A newer timeline in the form of the module's own.</summary>
    [Parameter(HelpMessage = "A JSON file with a newer timeline, in the form of the module's own.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (After > Before)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "-After is later than -Before, so that no day is left.", "Give the earlier day to -After.", target: null));
        }

        if (Path is not null)
        {
            ReadData(Path);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == ScriptSet)
        {
            foreach (string file in ScriptPath.SelectMany(Files))
            {
                LookThrough(file);
            }

            return;
        }

        TimelineDocument? found = Find(script: null);
        foreach (TimelineEntryDocument entry in found?.Entries ?? [])
        {
            WriteObject(DefaultView.Of(new PartnerTimelineEntry(entry, found!.AsOf, scriptPath: null)));
        }

        HashSet<string> known = new(found?.Entries.Select(entry => entry.Id) ?? [], StringComparer.OrdinalIgnoreCase);
        foreach (string id in Id.Distinct(StringComparer.OrdinalIgnoreCase).Where(id => found is not null && !known.Contains(id)))
        {
            WriteError(ErrorRecordFactory.InvalidInput(
                $"'{id}' is the id of no entry.", "Get-PartnerTimeline lists all with their ids.", id));
        }
    }

    /// <summary>Reads a newer timeline; one that can't be read ends the command.</summary>
    private void ReadData(string path)
    {
        string? reason = null;
        try
        {
            data = TextFile.Read(FullPath(path));
            reason = string.IsNullOrWhiteSpace(data) ? "It is empty." : null;
        }
        catch (Exception unreadable) when (IsOfFile(unreadable))
        {
            reason = unreadable.Message;
        }

        if (reason is not null)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                $"The timeline '{path}' can't be read: {reason}", "Give a JSON file in the form of the module's own.", path));
        }
    }

    /// <summary>The files that a path means. A name with brackets is one of a file before it is a wildcard.</summary>
    private IEnumerable<string> Files(string path)
    {
        try
        {
            string literal = FullPath(path);
            bool isOne = File.Exists(literal) || Directory.Exists(literal) || !WildcardPattern.ContainsWildcardCharacters(path);
            return isOne ? [literal] : GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists).ToArray();
        }
        catch (Exception unreadable) when (IsOfFile(unreadable))
        {
            Refuse(path, unreadable.Message);
            return [];
        }
    }

    private void LookThrough(string file)
    {
        // Get-ChildItem gives folders too.
        if (MyInvocation.ExpectingInput && Directory.Exists(file))
        {
            WriteVerbose($"{file} is a folder.");
            return;
        }

        string text;
        try
        {
            text = ScriptText.WithoutComments(file, TextFile.Read(file));
        }
        catch (Exception unreadable) when (IsOfFile(unreadable))
        {
            Refuse(file, unreadable.Message);
            return;
        }

        // What is blank shows no sign of anything, and goes the way of no secret.
        TimelineDocument? found = string.IsNullOrWhiteSpace(text) ? null : Find(text);
        foreach (TimelineEntryDocument entry in found?.Entries ?? [])
        {
            PSObject shown = PSObject.AsPSObject(DefaultView.Of(new PartnerTimelineEntry(entry, found!.AsOf, file)));
            shown.TypeNames.Insert(0, typeof(PartnerTimelineEntry).FullName + "#Script");
            WriteObject(shown);
        }
    }

    private void Refuse(string path, string reason) => WriteError(ErrorRecordFactory.InvalidInput(
        $"The script '{path}' can't be read: {reason}", "Give files of text: Get-ChildItem ./scripts -Recurse -File | Get-PartnerTimeline", path));

    /// <summary>The entries asked for; null when they could not be found, which is told.</summary>
    private TimelineDocument? Find(string? script)
    {
        // Texts of files go the way of secrets, as a script may hold one.
        using NativeSecret? dataText = data is null ? null : NativeSecret.From(data);
        using NativeSecret? scriptText = script is null ? null : NativeSecret.From(script);
        TimelineStart start = new()
        {
            After = Day(After),
            Before = Day(Before),
            Data = dataText?.Id,
            Ids = [.. Id.Distinct(StringComparer.OrdinalIgnoreCase)],
            Script = scriptText?.Id,
            Today = Day(DateTime.Today)!,
            Upcoming = Upcoming,
            Uses = InUse ? Uses() : null,
        };
        TimelineDocument? found = null;
        using NativeOperation operation = Start(NativeMethods.TimelineRead, start);
        Pump(operation, answer =>
        {
            found = answer.Timeline;
            if (answer.Error is not null)
            {
                answer.Error.Message = $"{Path}: {answer.Error.Message}";
                ThrowTerminatingError(ErrorRecordFactory.OfNoTenant(answer.Error, Path));
            }
        });
        return found;
    }

    private List<UseDocument> Uses()
    {
        List<UseDocument> uses = SeenInUse.All;
        string[] version = $"{(GetVariableValue("PSVersionTable") as System.Collections.IDictionary)?["PSVersion"]}".Split('.');
        uses.Add(new UseDocument { Kind = UseKind.PowerShell, Value = string.Join(".", version.Take(2)) });
        return uses;
    }

    private static string? Day(DateTime? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>True for what files and paths of a script can cause.</summary>
    private static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException
        or SecurityException or ArgumentException or NotSupportedException or ItemNotFoundException or SessionStateException
        or ProviderInvocationException;
}

using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using System.Security;
using PartnerAuth.Errors;
using PartnerAuth.Parameters;
using PartnerAuth.Report;

namespace PartnerAuth.Commands;

/// <summary>
/// Writes diagnoses, consents, relationships, states of refresh tokens and tests of applications as one page that needs
/// nothing else, as CSV or as JSON. Nobody is asked.
/// </summary>
[Cmdlet(VerbsData.Export, "PartnerReport", DefaultParameterSetName = PageSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportPartnerReportCommand : PSCmdlet, IDisposable
{
    private const string PageSet = "Page";
    private const string CsvSet = "Csv";
    private const string JsonSet = "Json";

    private readonly ReportBuilder builder = new(DateTimeOffset.UtcNow);
    private ReportFile? file;
    private string fullPath = string.Empty;

    /// <summary>The file. One that is there is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write; one that is there is replaced.")]
    [Alias("FilePath", "LiteralPath")]
    [OneLineTransformation(Single = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Diagnoses, consents, relationships, states of refresh tokens and tests of applications, in any mix.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true,
        HelpMessage = "Diagnoses, consents, relationships, states of refresh tokens and tests of applications, in any mix.")]
    public PSObject InputObject { get; set; } = new();

    /// <summary>Comma-separated values in place of the page: a row for each customer and step.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CsvSet, HelpMessage = "Write comma-separated values, a row for each customer and step.")]
    public SwitchParameter AsCsv { get; set; }

    /// <summary>JSON in place of the page.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JsonSet, HelpMessage = "Write JSON with names that do not change.")]
    public SwitchParameter AsJson { get; set; }

    /// <summary>The title.</summary>
    [Parameter(ParameterSetName = PageSet, HelpMessage = "The title of the report.")]
    [Parameter(ParameterSetName = JsonSet, HelpMessage = "The title of the report.")]
    [OneLineTransformation(Single = true)]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Customer access";

    /// <summary>Replaces a file that is read-only, too.</summary>
    [Parameter(HelpMessage = "Replace a file that is read-only, too.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Refuses to replace a file.</summary>
    [Parameter(HelpMessage = "Refuse to replace a file that is there.")]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Writes the file to the pipeline.</summary>
    [Parameter(HelpMessage = "Write the file to the pipeline.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            fullPath = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out ProviderInfo provider, out _);
            if (provider.Name != "FileSystem")
            {
                throw new NotSupportedException("It is no path of the file system.");
            }

            if (NoClobber && File.Exists(fullPath))
            {
                throw new IOException("There is a file already, and -NoClobber keeps it.");
            }

            if (this.May($"Write the report to {fullPath}"))
            {
                file = new ReportFile(fullPath, Force);
            }
        }
        catch (Exception unusable) when (IsOfFile(unusable))
        {
            Refuse(unusable);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object given = InputObject.BaseObject;
        if (given is not IList list)
        {
            Take(given);
            return;
        }

        foreach (object? one in list)
        {
            Take(one is PSObject wrapped ? wrapped.BaseObject : one);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (builder.IsEmpty)
        {
            WriteWarning("The report is empty: no object came that it could show. Give it what Test-PartnerCustomerAccess, Get-PartnerDelegatedAdminRelationship or Get-PartnerRefreshTokenStatus write.");
        }

        if (file is null)
        {
            return;
        }

        string version = typeof(ExportPartnerReportCommand).Assembly.GetName().Version.ToString(3);
        ReportDocument report = builder.Build(Title, version);
        string text = AsCsv ? ReportCsv.Write(report) : AsJson ? ReportJson.Write(report) : ReportPage.Write(report);
        try
        {
            // Excel takes a CSV without the mark for one of an old code page.
            file.Write(text, hasMark: AsCsv);
        }
        catch (Exception unusable) when (IsOfFile(unusable))
        {
            Refuse(unusable);
        }

        if (PassThru)
        {
            WriteObject(new FileInfo(fullPath));
        }
    }

    /// <summary>Leaves nothing of a run that was stopped.</summary>
    public void Dispose() => file?.Dispose();

    private void Take(object? given)
    {
        if (!builder.Add(given))
        {
            WriteError(ErrorRecordFactory.InvalidInput(
                $"The input object is {(given is null ? "nothing" : "a " + given.GetType().FullName)}, which a report does not show.",
                $"Give {ReportBuilder.Taken}.",
                given));
        }
    }

    private void Refuse(Exception unusable) => ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
        $"The report can't be written to the path '{GivenText.OneLine(Path)}': {GivenText.OneLine(unusable.Message)}",
        "Give the path of a file in a folder that is there and may be written to.",
        Path));

    /// <summary>True for what files and paths of a script can cause.</summary>
    private static bool IsOfFile(Exception exception) => exception is IOException or UnauthorizedAccessException
        or SecurityException or ArgumentException or NotSupportedException or ItemNotFoundException or SessionStateException
        or ProviderInvocationException;
}

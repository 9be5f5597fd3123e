using System.Management.Automation;

namespace PartnerAuth.StandIns.Streams;

/// <summary>Writes a non-terminating error.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    /// <summary>What went wrong.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "NoException")]
    [Parameter(ParameterSetName = "WithException")]
    [AllowNull, AllowEmptyString, Alias("Msg")]
    public string? Message { get; set; }

    /// <summary>The exception that tells it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "WithException")]
    public Exception? Exception { get; set; }

    /// <summary>A whole record.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>Its category.</summary>
    [Parameter]
    public ErrorCategory Category { get; set; }

    /// <summary>Its id.</summary>
    [Parameter]
    public string ErrorId { get; set; } = string.Empty;

    /// <summary>What it is about.</summary>
    [Parameter]
    public object? TargetObject { get; set; }

    /// <summary>What to do.</summary>
    [Parameter]
    public string? RecommendedAction { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ErrorRecord record = ErrorRecord ?? new ErrorRecord(
            Exception ?? new InvalidOperationException(Message),
            ErrorId,
            Category,
            TargetObject);
        if (RecommendedAction is not null)
        {
            record.ErrorDetails ??= new ErrorDetails(Message ?? record.Exception.Message);
            record.ErrorDetails.RecommendedAction = RecommendedAction;
        }

        WriteError(record);
    }
}

using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>
/// Tells what an error means, why it came, and what to do: of this session, of another module, or from a log. Nobody is
/// asked.
/// </summary>
[Cmdlet(VerbsDiagnostic.Resolve, "PartnerError", DefaultParameterSetName = AnyErrorParameterSet)]
[OutputType(typeof(PartnerErrorRecord), typeof(PartnerExceptionRecord), typeof(PartnerRestExceptionRecord))]
public sealed class ResolvePartnerErrorCommand : PartnerCmdlet
{
    private const string AnyErrorParameterSet = "AnyErrorParameterSet";
    private const string LastErrorParameterSet = "LastErrorParameterSet";

    /// <summary>The most characters of one text that are read; in UTF-8 they stay below what the library takes.</summary>
    private const int LongestText = 256 * 1024;

    private PartnerErrorRecord? lineWithoutCode;
    private bool isAnyTold;

    /// <summary>Errors: records, exceptions, texts or codes. Those of the session when left out.</summary>
    [Parameter(
        Position = 0, ParameterSetName = AnyErrorParameterSet, ValueFromPipeline = true,
        HelpMessage = "Error records, exceptions, texts out of a log, or codes.")]
    public object?[]? Error { get; set; }

    /// <summary>The last error of the session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LastErrorParameterSet, HelpMessage = "The last error of the session.")]
    public SwitchParameter Last { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Error is null && !MyInvocation.ExpectingInput && MyInvocation.BoundParameters.ContainsKey(nameof(Error)))
        {
            // A variable that holds nothing is a slip, and must not stand for all errors of the session.
            WriteError(ErrorRecordFactory.InvalidInput(
                "-Error is null, which is no error.",
                "Give an error record, an exception, a text or a code; without -Error those of the session are told.",
                target: null));
            return;
        }

        IEnumerable? session = GetVariableValue("global:Error") as IEnumerable;
        IEnumerable? errors = ParameterSetName == LastErrorParameterSet ? session?.Cast<object?>().Take(1).ToArray()
            : Error is null && !MyInvocation.ExpectingInput ? session?.Cast<object?>().ToArray()
            : Error;
        foreach (object? error in errors ?? Array.Empty<object>())
        {
            Resolve(error);
        }
    }

    /// <summary>Tells that no line of the pipeline holds a code.</summary>
    protected override void EndProcessing()
    {
        if (lineWithoutCode is not null && !isAnyTold)
        {
            Tell(lineWithoutCode);
        }
    }

    private void Resolve(object? error)
    {
        switch (error is PSObject wrapped ? wrapped.BaseObject : error)
        {
            case null or PartnerResult { Error: null }:
                break;
            case PartnerResult result:
                ResolveException(result.Error!.Exception, result.Error);
                break;
            case ErrorRecord record:
                ResolveException(record.Exception, record);
                break;
            case IContainsErrorRecord { ErrorRecord: ErrorRecord contained }:
                ResolveException(contained.Exception, contained);
                break;
            case Exception exception:
                ResolveException(exception, record: null);
                break;
            default:
                ResolveText(ErrorText.Of(error));
                break;
        }
    }

    private void ResolveText(string text)
    {
        if (LookUp(text) is not ResolutionDocument found)
        {
            return;
        }

        PartnerErrorRecord told = new(record: null, found);
        if (found.Code is null && MyInvocation.ExpectingInput)
        {
            // A log has many lines, and those without a code are not news.
            lineWithoutCode ??= told;
            return;
        }

        Tell(told);
    }

    private void ResolveException(Exception? exception, ErrorRecord? record)
    {
        if (ErrorText.Own(exception) is { Kind: not null } own)
        {
            if (OfThisModule(own) is ResolutionDocument ours)
            {
                Tell(new PartnerRestExceptionRecord(own, record, ours));
            }

            return;
        }

        if (LookUp(ErrorText.Of(record, exception)) is not ResolutionDocument found)
        {
            return;
        }

        Advise(found, record);
        Tell(exception switch
        {
            null => new PartnerErrorRecord(record, found),
            PartnerException partner => new PartnerRestExceptionRecord(partner, record, found),
            _ => new PartnerExceptionRecord(exception, record, found),
        });
    }

    /// <summary>What this module told itself stays as it was told, as it knew more than the code.</summary>
    private ResolutionDocument? OfThisModule(PartnerException own)
    {
        bool isStatus = own.ServiceCode == own.StatusCode?.ToString(CultureInfo.InvariantCulture);
        ResolutionDocument? found = own.ServiceCode is null || isStatus ? new ResolutionDocument() : LookUp(own.ServiceCode);
        if (found is null)
        {
            return null;
        }

        found.Cause = own.Cause;
        found.Code = own.ServiceCode;
        found.CorrelationId = own.CorrelationId;
        found.Kind = own.Kind!;
        found.Meaning = found.Known ? found.Meaning : own.Message;
        found.Remedy = own.Remedy!;
        found.Retryable = own.IsRetryable;
        found.TenantId = own.TenantId;
        found.Text = own.ServiceErrorPayload?.ErrorMessage ?? own.Message;
        found.Known = true;
        return found;
    }

    /// <summary>An error without a code that is known may bring its own advice.</summary>
    private static void Advise(ResolutionDocument found, ErrorRecord? record)
    {
        string? advice = record?.ErrorDetails?.RecommendedAction;
        if (found.Known || string.IsNullOrEmpty(advice))
        {
            return;
        }

        found.Remedy = advice!;
        string[] id = record!.FullyQualifiedErrorId.Split(',');
        if (id.Length > 1 && id[1].StartsWith(typeof(PartnerCmdlet).Namespace + ".", StringComparison.Ordinal))
        {
            found.Kind = id[0];
            found.Known = true;
            found.Meaning = record.ErrorDetails!.Message;
        }
    }

    private ResolutionDocument? LookUp(string text)
    {
        if (text.Length > LongestText)
        {
            WriteWarning($"The text has {text.Length} characters; the first {LongestText} are read. Give it the part with the error, or the log line by line.");
            text = text.Substring(0, LongestText);
        }

        ResolutionDocument? found = null;

        // The text goes the way of a secret, as what comes from a log may hold one. That way takes nothing blank.
        using NativeSecret given = NativeSecret.From(string.IsNullOrWhiteSpace(text) ? "(empty)" : text);
        using NativeOperation operation = Start(NativeMethods.ErrorResolve, new ResolveStart { Text = given.Id });
        Pump(operation, answer =>
        {
            found = answer.Resolution;
            if (answer.Error is not null)
            {
                WriteError(ErrorRecordFactory.From(answer.Error, target: null));
            }
        });
        return found;
    }

    private void Tell(PartnerErrorRecord told)
    {
        isAnyTold = true;
        WriteObject(DefaultView.Of(told));
    }
}

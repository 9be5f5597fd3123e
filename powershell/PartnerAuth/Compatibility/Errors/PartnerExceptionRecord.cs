using System;
using System.Management.Automation;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;

/// <summary>What is known about an error that has an exception.</summary>
public class PartnerExceptionRecord : PartnerErrorRecord
{
    internal PartnerExceptionRecord(Exception exception, ErrorRecord? record, ResolutionDocument found)
        : base(record, found)
    {
        Exception = exception;
        HelpLink = exception.HelpLink;
        Message = exception.Message;
        StackTrace = exception.StackTrace;
    }

    /// <summary>The exception.</summary>
    public Exception Exception { get; }

    /// <summary>Link to the help about this exception.</summary>
    public string? HelpLink { get; }

    /// <summary>The exception's own words.</summary>
    public string Message { get; }

    /// <summary>Where the exception was thrown.</summary>
    public string? StackTrace { get; }
}

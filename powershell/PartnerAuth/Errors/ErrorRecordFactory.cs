using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Errors;

/// <summary>The only place where error records are made.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>The text that scripts of the PartnerCenter module compare.</summary>
    private const string NotConnectedText = "Run Connect-PartnerCenter to login.";

    /// <summary>A failure that the native library told.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="target">The tenant as the caller gave it.</param>
    internal static ErrorRecord From(ErrorDocument error, object? target) =>
        From(error, target ?? error.Tenant, target as string ?? error.Tenant);

    /// <summary>A failure that is about something else than a tenant: an environment, a file.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="target">What it is about, as the caller gave it.</param>
    internal static ErrorRecord OfNoTenant(ErrorDocument error, object? target) => From(error, target, tenant: null);

    /// <summary>Input that can't be right. Its target is what was given, and no tenant that a service was asked for.</summary>
    internal static ErrorRecord InvalidInput(string message, string remedy, object? target) =>
        OfNoTenant(new ErrorDocument { Kind = Catalog.ErrorKinds.InvalidInput, Message = message, Remedy = remedy }, target);

    /// <summary>A secret that is none: blank, or longer than any.</summary>
    internal static ErrorRecord UnusableSecret(ArgumentException unusable) =>
        InvalidInput(unusable.Message, "Give the secret as your vault has it.", target: null);

    /// <summary>The access token that was given has ended. The text is the PartnerCenter module's.</summary>
    internal static ErrorRecord TokenExpired(object? target)
    {
        const string Text = "The access token has expired. Generate a new one and try again.";
        ErrorDocument error = new()
        {
            Kind = Catalog.ErrorKinds.TokenExpired,
            Message = Text,
            Remedy = "Ask for a new access token with -RefreshToken or -ServicePrincipal.",
            ServiceText = Text,
        };
        return From(error, target);
    }

    /// <summary>A header that renews itself has ended and could not. It is thrown at whoever reads the header.</summary>
    /// <param name="error">Why.</param>
    /// <param name="tenant">The tenant as it was given.</param>
    /// <param name="end">When its token ended.</param>
    internal static RuntimeException HeaderEnded(ErrorDocument error, string tenant, DateTimeOffset end)
    {
        ErrorDocument ended = new()
        {
            CorrelationId = error.CorrelationId,
            HttpStatus = error.HttpStatus,
            Kind = error.Kind,
            Message = FormattableString.Invariant(
                $"The header for {tenant} ended at {end:u} and can't be renewed: {error.Message} {error.Remedy}"),
            Remedy = error.Remedy,
            Retryable = error.Retryable,
            RetryAfterSeconds = error.RetryAfterSeconds,
            ServiceCode = error.ServiceCode,
            ServiceText = error.ServiceText,
            TenantId = error.TenantId,
        };
        ErrorRecord record = From(ended, tenant);
        return new RuntimeException(record.ErrorDetails.Message, record.Exception, record);
    }

    /// <summary>The credential itself failed.</summary>
    /// <param name="error">Why.</param>
    /// <param name="tenant">Whose answer told it.</param>
    /// <param name="more">What it means for the other tenants; empty when there are none.</param>
    internal static ErrorRecord OfCredential(ErrorDocument error, string tenant, string more)
    {
        ErrorRecord record = From(error, tenant);
        if (more.Length > 0)
        {
            ErrorDetails told = record.ErrorDetails;
            record.ErrorDetails = new ErrorDetails($"{told.Message} {more}") { RecommendedAction = told.RecommendedAction };
        }

        return record;
    }

    /// <summary>A tenant that was not tried, as the credential itself failed before.</summary>
    internal static ErrorRecord NotTried(ErrorDocument first, string tenant) => From(
        new ErrorDocument
        {
            Cause = first.Cause,
            Class = first.Class,
            HeldBack = true,
            Kind = first.Kind,
            Message = $"{first.Message} Nothing was asked for this tenant, as the same credential failed before.",
            OfCredential = true,
            Remedy = first.Remedy,
            ServiceCode = first.ServiceCode,
        },
        tenant);

    /// <summary>Nothing is connected, or what was is no longer.</summary>
    internal static ErrorRecord NotConnected()
    {
        PSInvalidOperationException exception = new(NotConnectedText);
        ErrorRecord record = new(exception, "NotConnected", ErrorCategory.ConnectionError, null);
        return Advised(
            record,
            NotConnectedText,
            "Run Connect-PartnerCenter, or give a context with -Context. A new runspace starts unconnected: "
            + "in ForEach-Object -Parallel and in jobs, give the outer one with -Context $using:ctx.");
    }

    /// <summary>A change must be confirmed, and the host can't ask.</summary>
    internal static ErrorRecord NobodyConfirms(Exception silent)
    {
        const string Text = "This change must be confirmed, and nobody can be asked here.";
        ErrorRecord record = new(
            new PSInvalidOperationException(Text, silent), "ConfirmationNotPossible", ErrorCategory.InvalidOperation, null);
        return Advised(record, Text, "Add -Confirm:$false when the change is meant.");
    }

    /// <summary>Consents are to be made anew without a place to write down what is deleted.</summary>
    internal static ErrorRecord RecreateNeedsJournal() => InvalidInput(
        "-Recreate needs a journal.",
        "Give -ResumePath: what is deleted is written down there first, and brought back after a crash.",
        target: null);

    /// <summary>A file can't be read, or holds something else than it should.</summary>
    internal static ErrorRecord UnreadableFile(string path, string why, string remedy) =>
        InvalidInput($"{GivenText.OneLine(path)}: {GivenText.OneLine(why)}", remedy, path);

    /// <summary>The native library refused a call: the input can't be read, or there is a defect.</summary>
    internal static ErrorRecord From(NativeException refused, object? target = null)
    {
        bool isInput = refused.Status == NativeStatus.BadArgument;
        string kind = isInput ? Catalog.ErrorKinds.InvalidInput : Catalog.ErrorKinds.InternalError;
        ErrorRecord record = new(refused, kind, ErrorCategories.Of(kind), target);
        string remedy = isInput
            ? "Check the values given: one is too long, or is no text."
            : "Run the command again; if it stays so, please report it.";
        return Advised(record, refused.Message, remedy);
    }

    private static ErrorRecord From(ErrorDocument error, object? target, string? tenant)
    {
        PartnerException exception = new(error, ErrorCategories.Of(error));
        ErrorRecord record = new(exception, error.Kind, ErrorCategories.OfRecord(error), target);
        return Advised(record, Details(error, tenant), error.Remedy);
    }

    /// <summary>
    /// What a person reads. Partner Center's own words stay exactly as they are, as scripts compare them; everything else
    /// says its tenant and correlation id, so that one line of a long run tells it all.
    /// </summary>
    private static string Details(ErrorDocument error, string? given)
    {
        if (error.Message == error.ServiceText)
        {
            return error.Message;
        }

        List<string> facts = [];
        string? tenant = given is null ? null : GivenText.OneLine(given);
        if (!string.IsNullOrWhiteSpace(tenant) && error.Message.IndexOf(tenant, StringComparison.OrdinalIgnoreCase) < 0)
        {
            facts.Add("Tenant " + tenant);
        }

        if (!string.IsNullOrEmpty(error.CorrelationId))
        {
            facts.Add((facts.Count == 0 ? "Correlation" : "correlation") + " id " + error.CorrelationId);
        }

        return facts.Count == 0 ? error.Message : $"{error.Message} {string.Join(", ", facts)}.";
    }

    private static ErrorRecord Advised(ErrorRecord record, string message, string remedy)
    {
        record.ErrorDetails = new ErrorDetails(message) { RecommendedAction = remedy };
        return record;
    }
}

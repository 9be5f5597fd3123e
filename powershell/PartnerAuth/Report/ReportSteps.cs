using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;
using PartnerAuth.Errors;

namespace PartnerAuth.Report;

/// <summary>What each type says of a customer or of the partner, as steps.</summary>
/// <param name="now">What days left are counted from.</param>
internal sealed class ReportSteps(DateTimeOffset now)
{
    /// <summary>What ends in fewer days ends soon.</summary>
    internal const int SoonDays = 30;

    private const string Passed = "Passed";
    private const string Failed = "Failed";
    private const string Unknown = "Unknown";
    private const string Skipped = "Skipped";

    /// <summary>When a refresh token ends that is not used before.</summary>
    internal static DateTimeOffset? EndOf(PartnerRefreshTokenStatus status) => status.IssuedOn?.AddDays(PartnerRefreshTokenStatus.LifeDays);

    /// <summary>True for a relationship that gives access now.</summary>
    internal static bool IsActive(PartnerDelegatedAdminRelationship one) => one.Status == "active";

    /// <summary>Whole days until then.</summary>
    internal int Left(DateTimeOffset end) => (int)Math.Floor((end - now).TotalDays);

    internal static IEnumerable<ReportStep> Of(PartnerCustomerAccess access) => access.Steps.Select(step => new ReportStep
    {
        Source = "Access",
        Name = step.Name,
        Workload = step.Workload,
        Outcome = step.Outcome,
        Cause = step.Cause,
        Message = step.Message,
        Remedy = step.Remedy,
        Repair = step.Repair is null ? null : new ReportRepair
        {
            Command = step.Repair.Command,
            Method = step.Repair.Method,
            Uri = step.Repair.Uri,
            Body = step.Repair.Body,
        },
        ServiceCode = step.ServiceCode,
        ServiceText = step.ServiceText,
        CorrelationId = step.CorrelationId,
    });

    internal static IEnumerable<ReportStep> Of(PartnerApplicationTest test) => test.Checks.Select(check => new ReportStep
    {
        Source = "Application",
        Name = check.Name,
        Outcome = check.Outcome,
        Message = check.Message,
        Remedy = check.Remedy,
    });

    internal static ReportStep Of(PartnerConsentSync sync)
    {
        string changes = string.Join("; ", sync.Changes);
        bool isPlan = sync.IsWhatIf && sync.Changes.Count > 0;
        ReportStep step = Of("ConsentSync", "ConsentSync", sync.Outcome switch
        {
            "Failed" or "NeedsRecreate" or "RevokedByCustomer" => Failed,
            _ when isPlan => Unknown,
            _ => Passed,
        });
        step.Cause = step.Outcome == Failed && sync.Outcome != "Failed" ? sync.Outcome : null;
        step.Message = isPlan
            ? $"Nothing was changed (-WhatIf). It would: {changes}."
            : string.Join(": ", new[] { sync.Outcome, sync.Reason, changes }.Where(part => !string.IsNullOrEmpty(part)));
        step.Remedy = sync.Outcome switch
        {
            "NeedsRecreate" => "Run Sync-PartnerCustomerApplicationConsent with -Recreate and -ResumePath, or let the customer's administrator consent.",
            "RevokedByCustomer" => "Ask the customer first; then run Sync-PartnerCustomerApplicationConsent with -Force.",
            _ => null,
        };
        Fill(step, sync.Error);
        if (sync.ConsentUrl is not null)
        {
            step.Repair = new ReportRepair { Uri = sync.ConsentUrl.Url };
        }

        return step;
    }

    internal static ReportStep Of(PartnerApplicationConsent consent)
    {
        ReportStep step = Of("Consent", "ConsentGranted", consent.IsConsented ? Passed : Failed);
        step.Message = consent.IsConsented
            ? string.Join("; ", consent.Services)
            : "The application may do nothing in this customer.";
        step.Cause = consent.IsConsented ? null : "ConsentMissing";
        step.Remedy = consent.IsConsented ? null : "Consent with Sync-PartnerCustomerApplicationConsent or New-PartnerCustomerApplicationConsent.";
        return step;
    }

    /// <summary>The step of a command that failed for a customer.</summary>
    internal static ReportStep Of(ErrorRecord error)
    {
        ReportStep step = Of("Error", "Command", Failed);
        Fill(step, error);
        return step;
    }

    /// <summary>The steps of a customer's relationships: one that is over breaks nothing beside one that is active.</summary>
    internal IEnumerable<ReportStep> Of(IReadOnlyCollection<PartnerDelegatedAdminRelationship> relationships)
    {
        bool hasActive = relationships.Any(IsActive);
        foreach (PartnerDelegatedAdminRelationship one in relationships)
        {
            (string outcome, string? cause, string? remedy) = one.Status switch
            {
                _ when IsActive(one) && EndsSoon(one) => (Passed, "RelationshipExpiring", "Ask the customer for a new relationship, or let this one extend itself."),
                _ when IsActive(one) => (Passed, null, null),
                _ when hasActive => (Skipped, null, null),
                "created" or "approvalPending" or "approved" or "activating" => (Failed, "RelationshipPending", "The customer's Global Administrator has to approve it."),
                "expired" or "expiring" => (Failed, "RelationshipExpired", "Ask the customer for a new relationship."),
                "terminated" or "terminating" or "terminationRequested" => (Failed, "RelationshipTerminated", "Ask the customer for a new relationship."),
                _ => (Unknown, (string?)null, (string?)null),
            };
            ReportStep step = Of("Relationship", "AdminRelationship", outcome);
            step.Cause = cause;
            step.Message = $"{one.Name}: {one.Status}{(one.Roles.Count == 0 ? string.Empty : $", {string.Join(", ", one.Roles)}")}";
            step.Remedy = remedy;
            End(step, one.EndsOn);
            yield return step;
        }
    }

    internal IEnumerable<ReportStep> Of(PartnerRefreshTokenStatus status)
    {
        ReportStep token = Of("RefreshToken", "RefreshToken", status.Status switch
        {
            "Good" or "EndsSoon" => Passed,
            "Ended" => Failed,
            _ => Unknown,
        });
        token.Cause = status.Status switch
        {
            "EndsSoon" => "RefreshTokenExpiring",
            "Ended" => "RefreshTokenDead",
            _ => null,
        };
        token.Message = status.IssuedOn is { } issued
            ? $"It was issued on {ReportText.Day(issued)} and lives {PartnerRefreshTokenStatus.LifeDays} days."
            : "Nobody told when it was issued.";
        token.Remedy = token.Cause is null ? null : "Sign in again with multifactor authentication, and keep the new refresh token in the vault.";
        End(token, EndOf(status));
        yield return token;

        bool? mfa = status.MultifactorAuthentication;
        ReportStep factor = Of("RefreshToken", "Mfa", mfa is null ? Unknown : mfa.Value ? Passed : Failed);
        factor.Cause = mfa == false ? "MfaMissing" : null;
        factor.Message = mfa switch
        {
            true => "The sign-in had multifactor authentication.",
            false => "The sign-in was without multifactor authentication.",
            null => "No token told whether the sign-in had multifactor authentication.",
        };
        factor.Remedy = mfa == false ? "Sign in again with multifactor authentication." : null;
        yield return factor;

        foreach (PartnerApplicationCredential credential in status.Credentials)
        {
            yield return Of(credential);
        }
    }

    internal ReportStep Of(PartnerApplicationCredential credential)
    {
        int? left = credential.EndsOn is { } known ? Left(known) : null;
        ReportStep step = Of("Application", credential.Kind, left switch { null => Unknown, < 0 => Failed, _ => Passed });
        step.Cause = left switch { < 0 => "CredentialExpired", < SoonDays => "CredentialExpiring", _ => null };
        step.Message = credential.EndsOn is { } end
            ? $"{credential.Name ?? credential.Kind} {(left < 0 ? "ended" : "ends")} on {ReportText.Day(end)}."
            : $"{credential.Name ?? credential.Kind}: its end is not known.";
        step.Remedy = step.Cause is null ? null : "Add a new one to the application, give it to your scripts, and delete the old one.";
        End(step, credential.EndsOn);
        return step;
    }

    private bool EndsSoon(PartnerDelegatedAdminRelationship one) =>
        one.EndsOn is { } end && Left(end) < SoonDays && one.AutoExtend != true;

    private static ReportStep Of(string source, string name, string outcome) => new() { Source = source, Name = name, Outcome = outcome };

    private void End(ReportStep step, DateTimeOffset? end)
    {
        step.EndsOn = ReportText.Time(end);
        step.DaysLeft = end is null ? null : Left(end.Value);
    }

    private static void Fill(ReportStep step, ErrorRecord? error)
    {
        if (error is null)
        {
            return;
        }

        PartnerException? own = ErrorText.Own(error.Exception);
        step.Cause ??= own?.Kind ?? error.FullyQualifiedErrorId.Split(',')[0];
        step.Message ??= error.ToString();
        step.Remedy ??= error.ErrorDetails?.RecommendedAction;
        step.ServiceCode = own?.ServiceCode;
        step.ServiceText = own?.ServiceErrorPayload?.ErrorMessage;
        step.CorrelationId = own?.CorrelationId;
    }
}

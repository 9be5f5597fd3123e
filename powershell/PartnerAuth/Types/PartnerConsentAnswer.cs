using System;
using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// What came back from a link. Whoever has the link can write an answer, so it is a word and no proof: a token of the
/// tenant is one.
/// </summary>
public sealed class PartnerConsentAnswer
{
    internal PartnerConsentAnswer(PartnerConsentUrl link, ConsentAnswerDocument answer, DateTimeOffset now)
    {
        AnsweredBy = answer.AnsweredBy;
        AnsweredOn = now;
        Cause = answer.Refusal?.Cause;
        ErrorCode = answer.Refusal?.ServiceCode;
        ErrorDescription = answer.Refusal?.ServiceText;
        IsTenantAsked = answer.IsTenantAsked;
        Kind = answer.Refusal?.Kind;
        Link = link;
        Message = answer.Refusal?.Message;
        Remedy = answer.Refusal?.Remedy;
        Scopes = answer.Scopes;
        TenantId = answer.TenantId;
    }

    /// <summary>The tenant that the answer names; null when it names none.</summary>
    public string? AnsweredBy { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset AnsweredOn { get; }

    /// <summary>The application.</summary>
    public string ApplicationId => Link.ApplicationId;

    /// <summary>Why the consent was not given, where that is known.</summary>
    public string? Cause { get; }

    /// <summary>The service's code, for example AADSTS65004; null when the consent was given.</summary>
    public string? ErrorCode { get; }

    /// <summary>The service's own words.</summary>
    public string? ErrorDescription { get; }

    /// <summary>True when the consent was given.</summary>
    public bool Granted => Kind is null;

    /// <summary>True when the tenant that answered is the one that was asked; null when one of them is not known.</summary>
    public bool? IsTenantAsked { get; }

    /// <summary>The kind of refusal, as an ErrorId: SignInDeclined, ConsentMissing and so on; null when the consent was given.</summary>
    public string? Kind { get; }

    /// <summary>The link.</summary>
    public PartnerConsentUrl Link { get; }

    /// <summary>Why the consent was not given, in one sentence.</summary>
    public string? Message { get; }

    /// <summary>What to do.</summary>
    public string? Remedy { get; }

    /// <summary>The scopes that the answer names; version 1 names none.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The tenant that was asked, as it was given.</summary>
    public string Tenant => Link.Tenant;

    /// <summary>The id of the tenant that was asked; null when it could not be looked up.</summary>
    public string? TenantId { get; }

    /// <summary>The tenant and the outcome.</summary>
    public override string ToString() => $"{Tenant}: {Message ?? "consent given"}";
}

using System;
using System.Collections.Generic;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>How long a refresh token is good, as far as it is known.</summary>
public sealed class PartnerRefreshTokenStatus
{
    /// <summary>A refresh token lives so long from its issue (Microsoft identity platform, "Refresh tokens").</summary>
    internal const int LifeDays = 90;

    /// <summary>With fewer days left, it is time to renew.</summary>
    internal const int SoonDays = 14;

    internal PartnerRefreshTokenStatus(
        PartnerContext context,
        RefreshTokenDocument known,
        DateTimeOffset? givenIssuedOn,
        IReadOnlyList<PartnerApplicationCredential> credentials,
        DateTimeOffset now)
    {
        ApplicationId = context.Native.Document.ClientId;
        Context = context;
        Credentials = credentials;
        IssuedOn = Later(givenIssuedOn, Time(known.IssuedOn));
        Age = now - IssuedOn;
        DaysLeft = Age is null ? null : LifeDays - (int)Math.Floor(Age.Value.TotalDays);
        LastUsedOn = Time(known.RedeemedOn);
        MultifactorAuthentication = known.Mfa;
        Status = DaysLeft switch
        {
            null => "Unknown",
            <= 0 => "Ended",
            < SoonDays => "EndsSoon",
            _ => "Good",
        };
        TenantId = known.TenantId ?? context.Account.Tenant;
        UserPrincipalName = CleanText.Of(known.UserName);
    }

    /// <summary>Time since it was issued; null when nobody told when that was.</summary>
    public TimeSpan? Age { get; }

    /// <summary>The application that it belongs to.</summary>
    public string ApplicationId { get; }

    /// <summary>The context it is of. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext Context { get; }

    /// <summary>The application's secrets and certificates; empty when they could not be read.</summary>
    public IReadOnlyList<PartnerApplicationCredential> Credentials { get; }

    /// <summary>Days left of 90; null when nobody told when it was issued.</summary>
    public int? DaysLeft { get; }

    /// <summary>When it was issued; null when nobody told.</summary>
    public DateTimeOffset? IssuedOn { get; }

    /// <summary>When this process used it last; null when it has not.</summary>
    public DateTimeOffset? LastUsedOn { get; }

    /// <summary>Whether the sign-in behind it had multifactor authentication; null when no token told.</summary>
    public bool? MultifactorAuthentication { get; }

    /// <summary>Good, EndsSoon (fewer than 14 days), Ended or Unknown.</summary>
    public string Status { get; }

    /// <summary>The user's home tenant.</summary>
    public string? TenantId { get; }

    /// <summary>The user.</summary>
    public string? UserPrincipalName { get; }

    /// <summary>Whose it is and how it stands; no token.</summary>
    public override string ToString() => $"Refresh token of {UserPrincipalName ?? TenantId}: {Status}";

    private static DateTimeOffset? Time(long? unixSeconds) =>
        unixSeconds is null ? null : DateTimeOffset.FromUnixTimeSeconds(unixSeconds.Value);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}

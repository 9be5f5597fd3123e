using System;
using System.Globalization;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A secret or certificate of the partner's own application.</summary>
public sealed class PartnerApplicationCredential
{
    internal PartnerApplicationCredential(CredentialDocument document, DateTimeOffset now)
    {
        Kind = document.Certificate ? "Certificate" : "Secret";
        Name = CleanText.Of(document.Name);
        EndsOn = DateTimeOffset.TryParse(document.EndsOn, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end) ? end : null;
        DaysLeft = EndsOn is null ? null : (int)Math.Floor((EndsOn.Value - now).TotalDays);
    }

    /// <summary>Secret or Certificate.</summary>
    public string Kind { get; }

    /// <summary>Its name.</summary>
    public string? Name { get; }

    /// <summary>Its end.</summary>
    public DateTimeOffset? EndsOn { get; }

    /// <summary>Days until it ends; negative once it has.</summary>
    public int? DaysLeft { get; }

    /// <summary>What it is and when it ends.</summary>
    public override string ToString() => FormattableString.Invariant($"{Kind} '{Name}' ends {EndsOn:yyyy-MM-dd}");
}

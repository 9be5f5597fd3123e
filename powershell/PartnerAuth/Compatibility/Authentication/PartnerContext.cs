using System;
using System.Collections.Generic;
using PartnerAuth;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>
/// A connection to Partner Center: what <c>-Context</c> takes. Its secrets are in native memory and can't be read back.
/// </summary>
public sealed class PartnerContext
{
    internal PartnerContext(PartnerAccount account, NativeAccount native, string? countryCode, string? locale)
    {
        Account = account;
        Native = native;
        CountryCode = countryCode;
        Locale = locale;
    }

    /// <summary>Who is connected.</summary>
    public PartnerAccount Account { get; }

    /// <summary>The partner's country, two letters; null when its profile could not be read.</summary>
    public string? CountryCode { get; }

    /// <summary>Where the services are.</summary>
    public PartnerEnvironment Environment => Native.Environment;

    /// <summary>For scripts that keep something of their own with a context; the module puts nothing here.</summary>
    public IDictionary<string, string> ExtendedProperties { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The partner's culture, for example <c>en-US</c>; null when its profile could not be read.</summary>
    public string? Locale { get; }

    /// <summary>The account with its secrets; internal, so that no view and no serializer finds it.</summary>
    internal NativeAccount Native { get; }

    /// <summary>The script that keeps new refresh tokens; null when there is none.</summary>
    internal RefreshTokenHook? Hook { get; set; }

    /// <summary>The account and its tenant.</summary>
    public override string ToString() => $"{Account.ObjectId} ({Account.Tenant})";
}

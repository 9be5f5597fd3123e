using System;
using System.Linq;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What can't be used any more, with the timeline's own words.</summary>
internal static class Retired
{
    /// <summary>The entry of something; null for what can be used.</summary>
    /// <param name="kind">One of <see cref="UseKind"/>.</param>
    /// <param name="value">Which one; case does not matter.</param>
    internal static RetiredEntry? Of(string kind, string value) => Catalog.Retired.FirstOrDefault(
        known => known.Kind == kind && string.Equals(known.Value, value, StringComparison.OrdinalIgnoreCase));

    /// <summary>The resource of a full scope: its host or application id; null for a short name or a bare permission.</summary>
    internal static string? ResourceOf(string scope)
    {
        int scheme = scope.IndexOf("://", StringComparison.Ordinal);
        string[] parts = scope.Substring(scheme < 0 ? 0 : scheme + 3).Split('/');
        return scheme < 0 && parts.Length == 1 ? null : parts[0];
    }
}

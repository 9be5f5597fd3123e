using System;
using System.Globalization;

namespace PartnerAuth.Report;

/// <summary>Times of a report.</summary>
internal static class ReportText
{
    /// <summary>A time, ISO 8601, UTC, whatever the culture.</summary>
    internal static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The day of a time, ISO 8601, UTC.</summary>
    internal static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

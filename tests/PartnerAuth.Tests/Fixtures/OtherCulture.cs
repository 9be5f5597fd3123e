using System.Globalization;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// A culture for the current thread until it is disposed of. It writes everything in another way; those of real countries
/// are not there, as tests run without their data.
/// </summary>
internal sealed class OtherCulture : IDisposable
{
    private readonly CultureInfo before = CultureInfo.CurrentCulture;

    public OtherCulture()
    {
        CultureInfo other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.DateTimeFormat.DateSeparator = "_";
        other.DateTimeFormat.TimeSeparator = "_";
        other.NumberFormat.NegativeSign = "_";
        other.NumberFormat.NumberDecimalSeparator = "_";
        other.TextInfo.ListSeparator = "_";
        CultureInfo.CurrentCulture = other;
    }

    /// <inheritdoc/>
    public void Dispose() => CultureInfo.CurrentCulture = before;
}

using System;
using System.Globalization;
using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Takes a time span, or a bare number as minutes: PowerShell would make 30 of it 3 microseconds.</summary>
internal sealed class MinutesTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = PlainObject.Unwrap(inputData);
        TimeSpan span = value switch
        {
            TimeSpan given => given,
            IConvertible number when TryNumber(number, out double minutes) => TimeSpan.FromMinutes(minutes),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan read) => read,
            _ => throw new ArgumentTransformationMetadataException($"'{GivenText.OneLine(value?.ToString() ?? string.Empty)}' is neither a time span nor a number of minutes."),
        };
        return span >= TimeSpan.Zero && span <= Longest
            ? span
            : throw new ArgumentTransformationMetadataException($"{span} is not between no time and a day.");
    }

    private static bool TryNumber(IConvertible value, out double minutes) =>
        double.TryParse(value.ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out minutes)
        && Math.Abs(minutes) < TimeSpan.MaxValue.TotalMinutes / 2;
}

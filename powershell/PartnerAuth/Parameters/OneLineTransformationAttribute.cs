using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Takes everything but a text that is white space, has several lines, or is longer than any that can be right.</summary>
internal sealed class OneLineTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The most characters.</summary>
    public int Longest { get; set; } = GivenText.Longest;

    /// <summary>
    /// True where PowerShell would make a value of an empty text, or repeats a whole list in its error: for enums and times.
    /// </summary>
    public bool Single { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        GivenText.Check(inputData, Longest, Single);
        return inputData;
    }
}

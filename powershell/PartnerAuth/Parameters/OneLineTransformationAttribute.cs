using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Takes everything but a text of several lines, or one longer than any that can be right.</summary>
internal sealed class OneLineTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The most characters.</summary>
    public int Longest { get; set; } = GivenText.Longest;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        GivenText.Check(inputData, Longest);
        return inputData;
    }
}

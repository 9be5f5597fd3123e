using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Takes another issuer's token as string or SecureString, or a script block that gives one.</summary>
internal sealed class FederatedTokenTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly SecretTransformationAttribute Secret = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PlainObject.Unwrap(inputData) is ScriptBlock script ? script : Secret.Transform(engineIntrinsics, inputData);
}

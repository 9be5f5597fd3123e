using System.Management.Automation;
using System.Security;

namespace PartnerAuth.Parameters;

/// <summary>
/// Takes a secret as string or SecureString. Without it, PowerShell would bind a SecureString to a string as its type's
/// name.
/// </summary>
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PlainObject.Unwrap(inputData) switch
    {
        PartnerSecret secret => secret,
        SecureString secure => Checked(new PartnerSecret(secure)),
        string text => Checked(new PartnerSecret(text)),
        null => throw new ArgumentTransformationMetadataException("The secret is empty."),
        object other => throw new ArgumentTransformationMetadataException(
            $"A secret is a string or a SecureString, and this is an object of type {other.GetType().Name}."),
    };

    private static PartnerSecret Checked(PartnerSecret secret) =>
        secret.Defect() is { } defect ? throw new ArgumentTransformationMetadataException(defect) : secret;
}

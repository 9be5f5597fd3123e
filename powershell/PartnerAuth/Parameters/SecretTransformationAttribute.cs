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
        SecureString secure when secure.Length > 0 => new PartnerSecret(secure),
        string text when !string.IsNullOrWhiteSpace(text) => new PartnerSecret(text),
        null or string or SecureString => throw new ArgumentTransformationMetadataException("The secret is empty."),
        object other => throw new ArgumentTransformationMetadataException(
            $"A secret is a string or a SecureString, and this is an object of type {other.GetType().Name}."),
    };
}

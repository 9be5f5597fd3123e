using System.Management.Automation;
using System.Security;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Az.KeyVault 6: keeps a secret as long as the session lives.</summary>
[Cmdlet(VerbsCommon.Set, "AzKeyVaultSecret")]
public sealed class SetAzKeyVaultSecretCommand : PSCmdlet
{
    /// <summary>The vault.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string VaultName { get; set; } = string.Empty;

    /// <summary>Its name.</summary>
    [Parameter(Position = 1, Mandatory = true), Alias("SecretName")]
    public string Name { get; set; } = string.Empty;

    /// <summary>The secret.</summary>
    [Parameter(Position = 2, Mandatory = true)]
    public SecureString SecretValue { get; set; } = new();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // Whoever gave it may zero his own.
        SecureString kept = SecretValue.Copy();
        Vault.Of(this)[$"{VaultName}/{Name}"] = kept;
        WriteObject(GetAzKeyVaultSecretCommand.AsSecret(VaultName, Name, kept));
    }
}

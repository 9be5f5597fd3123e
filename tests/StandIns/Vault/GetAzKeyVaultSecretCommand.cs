using System.Management.Automation;
using System.Net;
using System.Security;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Az.KeyVault 6: gets a secret that Set-AzKeyVaultSecret kept.</summary>
[Cmdlet(VerbsCommon.Get, "AzKeyVaultSecret")]
public sealed class GetAzKeyVaultSecretCommand : PSCmdlet
{
    /// <summary>The vault.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string VaultName { get; set; } = string.Empty;

    /// <summary>Its name.</summary>
    [Parameter(Position = 1, Mandatory = true), Alias("SecretName")]
    public string Name { get; set; } = string.Empty;

    /// <summary>As text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        // The real one writes nothing for a secret that is not there.
        if (Vault.Of(this)[$"{VaultName}/{Name}"] is not SecureString secret)
        {
            return;
        }

        WriteObject(AsPlainText ? new NetworkCredential(string.Empty, secret).Password : AsSecret(VaultName, Name, secret));
    }

    /// <summary>A secret as the real commands write it.</summary>
    internal static PSObject AsSecret(string vault, string name, SecureString value)
    {
        PSObject secret = new();
        secret.Properties.Add(new PSNoteProperty("VaultName", vault));
        secret.Properties.Add(new PSNoteProperty("Name", name));
        secret.Properties.Add(new PSNoteProperty("SecretValue", value));
        return secret;
    }
}

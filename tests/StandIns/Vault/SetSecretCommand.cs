using System.Management.Automation;
using System.Security;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Keeps a secret as long as the session lives.</summary>
[Cmdlet(VerbsCommon.Set, "Secret")]
public sealed class SetSecretCommand : PSCmdlet
{
    /// <summary>Its name.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The secret.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    public object Secret { get; set; } = string.Empty;

    /// <summary>The vault.</summary>
    [Parameter(Position = 2)]
    public string? Vault { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object secret = Secret is PSObject wrapped ? wrapped.BaseObject : Secret;

        // Whoever gave it may zero his own.
        StandIns.Vault.Vault.Of(this)[Name] = secret is SecureString text ? text.Copy() : secret;
    }
}

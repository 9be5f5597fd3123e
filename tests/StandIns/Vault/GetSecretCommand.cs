using System.Management.Automation;
using System.Net;
using System.Security;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Gets a secret that Set-Secret kept.</summary>
[Cmdlet(VerbsCommon.Get, "Secret")]
public sealed class GetSecretCommand : PSCmdlet
{
    /// <summary>Its name.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The vault.</summary>
    [Parameter(Position = 1)]
    public string? Vault { get; set; }

    /// <summary>As text.</summary>
    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (StandIns.Vault.Vault.Of(this)[Name] is not object secret)
        {
            WriteError(new ErrorRecord(new ItemNotFoundException($"The secret {Name} was not found."), "InvokeGetSecretError", ErrorCategory.ObjectNotFound, Name));
            return;
        }

        WriteObject(AsPlainText && secret is SecureString text ? new NetworkCredential(string.Empty, text).Password : secret);
    }
}

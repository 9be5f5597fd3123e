using System.Management.Automation;
using System.Security;

namespace PartnerAuth.StandIns.Data;

/// <summary>Makes a SecureString of plain text.</summary>
[Cmdlet(VerbsData.ConvertTo, "SecureString")]
[OutputType(typeof(SecureString))]
public sealed class ConvertToSecureStringCommand : PSCmdlet
{
    /// <summary>The text.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string String { get; set; } = string.Empty;

    /// <summary>The text is the secret itself; the stand-in knows no other form.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    public SwitchParameter AsPlainText { get; set; }

    /// <summary>Asked for by Windows PowerShell.</summary>
    [Parameter(Position = 2)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SecureString secret = new();
        foreach (char letter in String)
        {
            secret.AppendChar(letter);
        }

        secret.MakeReadOnly();
        WriteObject(secret);
    }
}

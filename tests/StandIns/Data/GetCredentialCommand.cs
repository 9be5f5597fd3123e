using System.Management.Automation;

namespace PartnerAuth.StandIns.Data;

/// <summary>Asks for a user name and password.</summary>
[Cmdlet(VerbsCommon.Get, "Credential")]
[OutputType(typeof(PSCredential))]
public sealed class GetCredentialCommand : PSCmdlet
{
    /// <summary>The user name; the password is asked for. (The real parameter takes a PSCredential too.)</summary>
    [Parameter(Position = 0), Alias("Credential")]
    public string? UserName { get; set; }

    /// <summary>Why it is asked for.</summary>
    [Parameter]
    public string Message { get; set; } = "Enter your credentials.";

    /// <summary>Above the question.</summary>
    [Parameter]
    public string Title { get; set; } = "PowerShell credential request";

    /// <inheritdoc/>
    protected override void BeginProcessing() =>
        WriteObject(Host.UI.PromptForCredential(Title, Message, UserName ?? string.Empty, string.Empty));
}

using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Looks at the partner's own application in the partner's tenant: for customers, redirect addresses under Web, permissions
/// registered and consented to, ends of secrets and certificates, and the user behind the context. It needs
/// Application.Read.All and Directory.Read.All of Microsoft Graph there; what may not be read is Unknown and says so.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "PartnerApplication")]
[OutputType(typeof(PartnerApplicationTest))]
public sealed class TestPartnerApplicationCommand : PartnerCmdlet
{
    /// <summary>The context; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.Context)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>
    /// The manifest, JSON or psd1, whose application, redirect addresses and permissions are expected. Without one, the
    /// context's own application is looked at, and Partner Center alone is expected of its permissions.
    /// </summary>
    [Parameter(Position = 0, HelpMessage = "The manifest's file, JSON or psd1, whose permissions and addresses are expected. Reading needs Application.Read.All and Directory.Read.All.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    [ArgumentCompleter(typeof(ManifestCompleter))]
    public string? Manifest { get; set; }

    /// <summary>The most time that it may take, in seconds.</summary>
    [Parameter(HelpMessage = HelpText.TimeoutSec)]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ErrorRecord? unreadable = null;
        using ManifestFile? manifest = Manifest is null ? null : ManifestFile.Read(FullPath(Manifest), out unreadable);
        if (unreadable is not null)
        {
            ThrowTerminatingError(unreadable);
        }

        PartnerContext context = Connected(Context);
        ApplicationCheckStart start = new()
        {
            Account = context.Native.Document,
            Manifest = manifest?.Id,
            TimeoutSeconds = (uint)TimeoutSec,
        };
        using NativeOperation operation = Start(NativeMethods.ApplicationCheck, start);
        Pump(operation, answer =>
        {
            if (answer.Error is not null)
            {
                WriteError(ErrorRecordFactory.From(answer.Error, context.Account.Tenant));
            }
            else if (answer.Checked is not null)
            {
                WriteObject(DefaultView.Of(new PartnerApplicationTest(context, answer.Checked, DateTimeOffset.UtcNow)));
            }
        });
    }
}

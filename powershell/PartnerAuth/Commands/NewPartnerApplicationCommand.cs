using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>
/// Makes the partner's own application from a manifest: for customers as well, with its redirect addresses under Web, the
/// manifest's permissions and Partner Center's, and the consent of the partner's tenant. One whose id the manifest names
/// is brought to the manifest; nothing is taken away. It needs Application.ReadWrite.All of Microsoft Graph there, and for
/// the consent DelegatedPermissionGrant.ReadWrite.All and AppRoleAssignment.ReadWrite.All.
/// </summary>
[Cmdlet(VerbsCommon.New, "PartnerApplication", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(PartnerApplication))]
public sealed class NewPartnerApplicationCommand : PartnerCmdlet
{
    /// <summary>
    /// The context to make it with: of another application that may, for example a user's sign-in with Connect-PartnerCenter.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The context of Connect-PartnerCenter to make it with, of an application that has Application.ReadWrite.All.")]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The manifest, JSON or psd1. Without application.id it makes an application of its displayName.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The manifest's file, JSON or psd1.")]
    [OneLineTransformation]
    [ValidateNotNullOrEmpty]
    [ValidatePattern(@"\S")]
    [ArgumentCompleter(typeof(ManifestCompleter))]
    public string Manifest { get; set; } = string.Empty;

    /// <summary>Makes a secret that is good for so many days, and gives it once; no secret is made when left out.</summary>
    [Parameter(HelpMessage = "Make a secret that is good for so many days; it is in ClientSecret once.")]
    [OneLineTransformation]
    [ValidateRange(1, 730)]
    public int? SecretLifetimeDays { get; set; }

    /// <summary>The most time that it may take, in seconds.</summary>
    [Parameter(HelpMessage = HelpText.TimeoutSec)]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 300;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Confirmation confirmation = new(this);
        using ManifestFile? manifest = ManifestFile.Read(FullPath(Manifest), out ErrorRecord? unreadable);
        if (unreadable is not null)
        {
            ThrowTerminatingError(unreadable);
        }

        PartnerContext context = Connected(Context);
        if (!confirmation.IsWhatIf && !MayMake(confirmation, manifest!.Document, context))
        {
            return;
        }

        ApplicationMakeStart start = new()
        {
            Account = context.Native.Document,
            Manifest = manifest!.Id,
            SecretDays = (uint?)SecretLifetimeDays,
            TimeoutSeconds = (uint)TimeoutSec,
            WhatIf = confirmation.IsWhatIf,
        };
        using NativeOperation operation = Start(NativeMethods.ApplicationMake, start);
        Pump(operation, answer =>
        {
            if (answer.Error is not null)
            {
                WriteError(ErrorRecordFactory.From(answer.Error, context.Account.Tenant));
            }
            else if (answer.Made is not null)
            {
                Tell(new PartnerApplication(context, answer.Made, confirmation.IsWhatIf));
            }
        });
    }

    private bool MayMake(Confirmation confirmation, ManifestDocument manifest, PartnerContext context)
    {
        string what = manifest.ApplicationId is null
            ? $"Make application '{manifest.DisplayName}'"
            : $"Bring application {manifest.ApplicationId} to {Manifest}";
        return confirmation.AllowsOne($"{what} in {context.Account.Tenant ?? context.ToString()} ({manifest.Summary})");
    }

    private void Tell(PartnerApplication made)
    {
        if (made.IsWhatIf && made.Outcome != "NameTaken")
        {
            foreach (PartnerApplicationChange change in made.Changes)
            {
                _ = this.May($"In {made.Tenant}: {change}");
            }
        }

        if (made.Reason is not null)
        {
            WriteWarning(made.Reason);
        }

        WriteObject(DefaultView.Of(made));
    }
}

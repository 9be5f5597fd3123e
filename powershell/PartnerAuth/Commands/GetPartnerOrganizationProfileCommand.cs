using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Partners;
using PartnerAuth.Errors;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Commands;

/// <summary>Gets the partner's own organization profile.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerOrganizationProfile")]
[OutputType(typeof(PSOrganizationProfile))]
public sealed class GetPartnerOrganizationProfileCommand : PartnerCmdlet
{
    /// <summary>The context to ask with; the default of the runspace when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = HelpText.ContextForPartnerCenter)]
    [OneLineTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public PartnerContext? Context { get; set; }

    /// <summary>The most time that the request may take, in seconds.</summary>
    [Parameter(HelpMessage = HelpText.TimeoutSec)]
    [OneLineTransformation]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        PartnerContext context = Connected(Context);
        ProfileStart start = new() { Account = context.Native.Document, TimeoutSeconds = (uint)TimeoutSec };
        using NativeOperation operation = Start(NativeMethods.ProfileGet, start);
        Pump(operation, answer =>
        {
            if (answer.Error is not null)
            {
                WriteError(ErrorRecordFactory.From(answer.Error, context.Account.Tenant));
            }
            else if (answer.Profile is not null)
            {
                WriteObject(DefaultView.Of(new PSOrganizationProfile(answer.Profile, context)));
            }
        });
    }
}

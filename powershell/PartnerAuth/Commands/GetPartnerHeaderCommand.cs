using System.Management.Automation;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>Gets headers for Invoke-RestMethod, for one tenant or many.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerHeader", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(PartnerHeader), typeof(PartnerResult))]
public sealed class GetPartnerHeaderCommand : TokenCmdlet
{
    private KeptAccount? kept;

    /// <summary>
    /// The header renews its token when it is read with less life than <c>-MinimumLifetime</c>, or than half of its life
    /// where that is less. A read takes no longer than <c>-TimeoutSec</c>. Copies (Clone, @{} + $header) stay as they are.
    /// </summary>
    [Parameter(HelpMessage = "The header renews itself when it is read near its end. Copies of it (Clone, @{} + $header) do not.")]
    public SwitchParameter AutoRenew { get; set; }

    private protected override bool KeepsAccount => kept is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (AutoRenew && AccessToken is not null)
        {
            ThrowTerminatingError(ErrorRecordFactory.InvalidInput(
                "A token that was given can't be renewed.",
                "Leave -AutoRenew out, or give a credential or a context in place of -AccessToken.",
                target: null));
        }
    }

    private protected override object Output(TokenDocument token, TenantRequest request) =>
        new PartnerHeader(token, request, AutoRenew ? Renewal(token, request) : null);

    private HeaderRenewal Renewal(TokenDocument token, TenantRequest request)
    {
        TokenItem item = Item(request);
        item.ForceRefresh = false;
        kept ??= request.Context is null ? new KeptAccount(request.Account) : null;
        return new HeaderRenewal(token, item, request.Account, kept);
    }
}

using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>Gets headers for Invoke-RestMethod, for one tenant or many.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerHeader", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(PartnerHeader), typeof(PartnerResult))]
public sealed class GetPartnerHeaderCommand : TokenCmdlet
{
    private protected override object Output(TokenDocument token, TenantRequest request) => new PartnerHeader(token, request);
}

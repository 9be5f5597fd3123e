using System.Management.Automation;
using System.Security;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>Gets access tokens for one tenant or many.</summary>
[Cmdlet(VerbsCommon.New, "PartnerAccessToken", DefaultParameterSetName = ParameterSets.Context)]
[OutputType(typeof(AuthResult), typeof(SecureString), typeof(PartnerResult))]
public sealed class NewPartnerAccessTokenCommand : TokenCmdlet
{
    /// <summary>Writes the access token alone, for commands such as Connect-MgGraph.</summary>
    [Parameter(HelpMessage = "Write the access token alone, as SecureString.")]
    public SwitchParameter AsSecureString { get; set; }

    private protected override object Output(TokenDocument token, TenantRequest request) => AsSecureString
        ? SecureText.Of(token.AccessToken!)
        : new AuthResult(token, request);
}

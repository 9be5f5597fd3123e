using System.Collections;
using System.Management.Automation;

namespace PartnerAuth.StandIns.Vault;

/// <summary>Where the stand-ins of vaults keep secrets: in a variable of the session, so that sessions stay apart.</summary>
internal static class Vault
{
    private const string Variable = "global:StandInVault";

    public static Hashtable Of(PSCmdlet cmdlet)
    {
        if (cmdlet.SessionState.PSVariable.GetValue(Variable) is not Hashtable kept)
        {
            kept = new Hashtable(StringComparer.OrdinalIgnoreCase);
            cmdlet.SessionState.PSVariable.Set(Variable, kept);
        }

        return kept;
    }
}

using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PartnerAuth;

/// <summary>A script block of the user's, and the runspace it was made in.</summary>
internal sealed class HostScript(ScriptBlock script)
{
    private readonly Runspace home = Runspace.DefaultRunspace;

    /// <summary>True when the caller's pipeline runs where the script was made.</summary>
    internal bool IsHome => ReferenceEquals(home, Runspace.DefaultRunspace);

    /// <summary>
    /// Runs it here. Elsewhere than at home it is made anew from its text, as it would wait for its own runspace, which
    /// may be waiting for this one; variables of its own runspace are not there then.
    /// </summary>
    internal Collection<PSObject> Run(params object[] arguments) =>
        (IsHome ? script : ScriptBlock.Create(script.ToString())).Invoke(arguments);
}

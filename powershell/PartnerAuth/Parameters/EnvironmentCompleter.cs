using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth.Parameters;

/// <summary>Completes the names of the environments that are open; for Remove-PartnerEnvironment those that were added.</summary>
internal sealed class EnvironmentCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command)
    {
        bool isRemoval = command.StartsWith(VerbsCommon.Remove, StringComparison.OrdinalIgnoreCase);
        IEnumerable<PartnerEnvironment> offered = isRemoval
            ? CustomEnvironments.All
            : PartnerEnvironment.All.Where(known => !known.IsClosed);
        return offered
            .Where(known => known.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(known => new CompletionResult(
                known.ToString(), known.ToString(), CompletionResultType.ParameterValue, known.ActiveDirectoryAuthority));
    }
}

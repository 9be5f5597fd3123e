using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Completes the contexts of this runspace, each as the expression that gives it.</summary>
internal sealed class ContextCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command)
    {
        // A variable is completed by PowerShell itself.
        return word.StartsWith("$", StringComparison.Ordinal)
            ? []
            : RunspaceContexts.Current.Connected
                .Select((context, index) => (Text: context.ToString(), Tip: $"{context.Account.Type} of {context.Account.Tenant} in {context.Environment.EnvironmentName}", Index: index))
                .Where(known => known.Text.StartsWith(word.TrimStart('('), StringComparison.OrdinalIgnoreCase))
                .Select(known => new CompletionResult(
                    $"(@(Get-PartnerContext -ListAvailable)[{known.Index}])", known.Text, CompletionResultType.ParameterValue, known.Tip));
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PartnerAuth.Parameters;

/// <summary>Completes the contexts of this runspace, each as the expression that gives it.</summary>
internal sealed class ContextCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        // A variable is completed by PowerShell itself.
        return wordToComplete.StartsWith("$", StringComparison.Ordinal)
            ? []
            : RunspaceContexts.Current.Connected
                .Select((context, index) => (Text: context.ToString(), Tip: $"{context.Account.Type} of {context.Account.Tenant} in {context.Environment.EnvironmentName}", Index: index))
                .Where(known => known.Text.StartsWith(wordToComplete.Trim('\'', '"', '('), StringComparison.OrdinalIgnoreCase))
                .Select(known => new CompletionResult(
                    $"(@(Get-PartnerContext -ListAvailable)[{known.Index}])", known.Text, CompletionResultType.ParameterValue, known.Tip));
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PartnerAuth.Interop;

namespace PartnerAuth.Parameters;

/// <summary>Completes the short names of resources.</summary>
internal sealed class ResourceCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => Catalog.Resources
            .Where(resource => resource.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(resource =>
                new CompletionResult(resource.Name, resource.Name, CompletionResultType.ParameterValue, resource.Description));
}

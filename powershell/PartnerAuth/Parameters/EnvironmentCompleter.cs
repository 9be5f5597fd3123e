using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PartnerAuth.Interop;

namespace PartnerAuth.Parameters;

/// <summary>Completes the names of the clouds that are open.</summary>
internal sealed class EnvironmentCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => Catalog.Clouds
            .Where(cloud => cloud.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
            .Select(cloud =>
                new CompletionResult(cloud.Name, cloud.Name, CompletionResultType.ParameterValue, cloud.Login));
}

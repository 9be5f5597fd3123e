using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth.Parameters;

/// <summary>Completes the short names of resources.</summary>
internal sealed class ResourceCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command) => Catalog.Resources
            .Where(resource => resource.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(resource =>
                new CompletionResult(resource.Name, resource.Name, CompletionResultType.ParameterValue, resource.Description));
}

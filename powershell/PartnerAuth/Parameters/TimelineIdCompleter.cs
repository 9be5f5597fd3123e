using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PartnerAuth.Interop;

namespace PartnerAuth.Parameters;

/// <summary>Completes the ids of the timeline's entries.</summary>
internal sealed class TimelineIdCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command) => Catalog.TimelineIds
            .Where(id => id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(id => new CompletionResult(id));
}

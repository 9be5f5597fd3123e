using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PartnerAuth.Parameters;

/// <summary>Completes the tenants that this process has seen, by domain, id or the customer's name.</summary>
internal sealed class TenantCompleter : WordCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(string word, string command)
    {
        return SeenTenants.All
            .Where(tenant => Begins(tenant.Domain, word) || Begins(tenant.Id, word) || Begins(tenant.Name, word))
            .OrderBy(tenant => tenant.Word, StringComparer.OrdinalIgnoreCase)
            .Select(tenant => new CompletionResult(tenant.Word, tenant.Word, CompletionResultType.ParameterValue, Tip(tenant)));
    }

    private static string Tip(SeenTenant tenant)
    {
        // A customer chooses its own name.
        string name = GivenText.OneLine(tenant.Name ?? string.Empty);
        return name.Length == 0 ? tenant.Id : $"{name} ({tenant.Id})";
    }

    private static bool Begins(string? text, string word) => text?.StartsWith(word, StringComparison.OrdinalIgnoreCase) == true;
}

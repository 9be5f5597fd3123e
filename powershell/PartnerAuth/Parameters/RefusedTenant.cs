using System.Runtime.CompilerServices;

namespace PartnerAuth.Parameters;

/// <summary>
/// An object among the tenants that names none. A text stands in its place, so that the others are unharmed; the command
/// refuses that text with the reason when its turn comes.
/// </summary>
internal sealed class RefusedTenant
{
    /// <summary>What would have been a tenant.</summary>
    internal const string Remedy =
        "Give texts, Guids, hashtables or objects with TenantId, CustomerId, customer.tenantId or Domain; a bare id is no tenant.";

    /// <summary>By the text itself and not by what it says: another equal text is not refused.</summary>
    private static readonly ConditionalWeakTable<string, RefusedTenant> All = new();

    private RefusedTenant(object given, string reason)
    {
        Given = given;
        Reason = reason;
    }

    /// <summary>The object.</summary>
    internal object Given { get; }

    /// <summary>Why it is no tenant.</summary>
    internal string Reason { get; }

    /// <summary>A text that stands for the object.</summary>
    internal static string StandIn(object given, string typeName, string reason)
    {
        string text = $"({typeName} without a tenant)";
        All.Add(text, new RefusedTenant(given, reason));
        return text;
    }

    /// <summary>What a text stands for; null for a text that is a person's.</summary>
    internal static RefusedTenant? Of(string tenant) => All.TryGetValue(tenant, out RefusedTenant? refused) ? refused : null;
}

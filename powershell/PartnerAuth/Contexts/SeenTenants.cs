using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace PartnerAuth;

/// <summary>The tenants that commands of this process listed or worked on, for the Tab key. Nothing of it is a secret.</summary>
internal static class SeenTenants
{
    /// <summary>More than a partner has, so that a process that never ends does not grow.</summary>
    private const int Most = 20000;

    private static readonly ConcurrentDictionary<string, SeenTenant> Seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    internal static ICollection<SeenTenant> All => Seen.Values;

    /// <summary>Remembers one, and keeps what is known of it already.</summary>
    /// <param name="id">The tenant's id.</param>
    /// <param name="domain">A domain of it; null when none is known.</param>
    /// <param name="name">Its name, as the customer wrote it; null when it is not known.</param>
    internal static void Add(string? id, string? domain, string? name)
    {
        if (!Guid.TryParse(id, out _))
        {
            return;
        }

        string? known = string.IsNullOrEmpty(domain) || Guid.TryParse(domain, out _) || !IsWord(domain!) ? null : domain;
        if (Seen.TryGetValue(id!, out SeenTenant seen))
        {
            // Each token of a loop comes this way.
            if ((known is null || seen.Domain == known) && (name is null || seen.Name == name))
            {
                return;
            }
        }
        else if (Seen.Count >= Most)
        {
            return;
        }

        Keep(id!, known, name);
    }

    /// <summary>True for what can stand in a command line as it is: Tab writes it there, and a service's answer said it.</summary>
    private static bool IsWord(string domain) => domain.All(one => char.IsLetterOrDigit(one) || one is '.' or '-' or '_');

    private static void Keep(string id, string? domain, string? name) => Seen.AddOrUpdate(
        id,
        _ => new SeenTenant(id, domain, name),
        (_, before) => new SeenTenant(id, domain ?? before.Domain, name ?? before.Name));
}

/// <summary>A tenant that was seen.</summary>
/// <param name="id">Its id.</param>
/// <param name="domain">A domain of it.</param>
/// <param name="name">Its name, as the customer wrote it.</param>
internal sealed class SeenTenant(string id, string? domain, string? name)
{
    /// <summary>A domain of it; null when none is known.</summary>
    internal string? Domain { get; } = domain;

    /// <summary>Its id.</summary>
    internal string Id { get; } = id;

    /// <summary>Its name; null when it is not known.</summary>
    internal string? Name { get; } = name;

    /// <summary>What names it in a command.</summary>
    internal string Word => Domain ?? Id;
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What the commands of this process were given that the timeline may name. Nothing of it is a secret.</summary>
internal static class SeenInUse
{
    /// <summary>More than one process uses, so that a long run with ever new values does not grow.</summary>
    private const int Most = 1000;

    /// <summary>No name is longer.</summary>
    private const int Longest = 256;

    private static readonly ConcurrentDictionary<string, UseDocument> Seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of it.</summary>
    internal static List<UseDocument> All => [.. Seen.Values];

    /// <summary>Remembers one.</summary>
    /// <param name="kind">One of <see cref="UseKind"/>.</param>
    /// <param name="value">Which one.</param>
    internal static void Add(string kind, string value)
    {
        if (!string.IsNullOrWhiteSpace(value) && value.Length <= Longest && Seen.Count < Most)
        {
            Seen.TryAdd(kind + " " + value, new UseDocument { Kind = kind, Value = value });
        }
    }
}

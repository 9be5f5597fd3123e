using System;
using System.Collections.Concurrent;
using System.Threading;

namespace PartnerAuth;

/// <summary>What the native library names by number when it asks for it: keys and scripts that stay here.</summary>
internal static class HostTable<T>
    where T : class
{
    private static readonly ConcurrentDictionary<ulong, T> All = new();
    private static long last;

    /// <summary>Keeps one until its entry is disposed of.</summary>
    internal static HostEntry<T> Add(T one)
    {
        ulong number = (ulong)Interlocked.Increment(ref last);
        All[number] = one;
        return new HostEntry<T>(number);
    }

    /// <summary>The one with that number; null when it is gone.</summary>
    internal static T? Find(ulong number) => All.TryGetValue(number, out T? one) ? one : null;

    /// <summary>Forgets one.</summary>
    internal static void Remove(ulong number) => All.TryRemove(number, out _);
}

/// <summary>An entry of a <see cref="HostTable{T}"/>.</summary>
internal sealed class HostEntry<T>(ulong number) : IDisposable
    where T : class
{
    /// <summary>Its number.</summary>
    internal ulong Number { get; } = number;

    /// <inheritdoc/>
    public void Dispose() => HostTable<T>.Remove(Number);
}

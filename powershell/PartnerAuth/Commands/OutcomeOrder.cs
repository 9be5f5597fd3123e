using System;
using System.Collections.Generic;

namespace PartnerAuth.Commands;

/// <summary>Writes outcomes in the order of their requests: each waits for those before it.</summary>
internal sealed class OutcomeOrder
{
    private readonly Dictionary<uint, Action> held = [];
    private uint next;

    /// <summary>Writes the outcome when its turn comes, and those that waited for it.</summary>
    internal void Add(uint item, Action write)
    {
        held.Add(item, write);
        while (held.TryGetValue(next, out Action? turn))
        {
            held.Remove(next++);
            turn();
        }
    }
}

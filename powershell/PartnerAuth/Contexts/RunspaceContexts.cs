using System.Collections.Generic;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth;

/// <summary>
/// The contexts of one runspace. A new runspace has none: what is connected never leaks into another one.
/// </summary>
internal sealed class RunspaceContexts
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceContexts> All = new();

    private readonly List<PartnerContext> contexts = [];

    /// <summary>Those of the runspace that the caller's pipeline runs in.</summary>
    internal static RunspaceContexts Current => All.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The one that commands use when none is given.</summary>
    internal PartnerContext? Default { get; private set; }

    /// <summary>All that are connected, in the order in which they were.</summary>
    internal IReadOnlyList<PartnerContext> Connected => contexts.FindAll(context => !context.Native.IsClosed);

    /// <summary>Takes a new context and makes it the default.</summary>
    internal void Add(PartnerContext context)
    {
        contexts.Add(context);
        Default = context;
    }

    /// <summary>Closes a context, also one that was connected in another runspace.</summary>
    internal void Remove(PartnerContext context)
    {
        contexts.Remove(context);
        context.Native.Dispose();
        if (ReferenceEquals(context, Default))
        {
            Default = null;
        }
    }
}

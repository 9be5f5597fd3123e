using System.Collections.Generic;

namespace PartnerAuth;

/// <summary>The sandboxes of this process, of all its runspaces: kept here, they live on when a script drops its variable.</summary>
internal static class RunningSandboxes
{
    private static readonly List<PartnerSandbox> Running = new();

    internal static void Add(PartnerSandbox sandbox)
    {
        lock (Running)
        {
            Running.Add(sandbox);
        }
    }

    internal static void Remove(PartnerSandbox sandbox)
    {
        lock (Running)
        {
            Running.Remove(sandbox);
        }
    }

    internal static PartnerSandbox[] All()
    {
        lock (Running)
        {
            return Running.ToArray();
        }
    }
}

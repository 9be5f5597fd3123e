using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth;

/// <summary>
/// The environments that were added. They are the process's, so that a name means the same in every runspace, and they
/// are written nowhere.
/// </summary>
internal static class CustomEnvironments
{
    private static readonly object Gate = new();

    /// <summary>Replaced as a whole, so that who reads it needs no lock.</summary>
    private static volatile PartnerEnvironment[] added = [];

    /// <summary>All, in the order in which they were added.</summary>
    internal static IReadOnlyList<PartnerEnvironment> All => added;

    /// <summary>Adds one; false when its name is taken: the hosts behind a name never change unseen.</summary>
    internal static bool TryAdd(PartnerEnvironment environment)
    {
        lock (Gate)
        {
            if (added.Any(known => known.EnvironmentName.Equals(environment.EnvironmentName)))
            {
                return false;
            }

            added = [.. added, environment];
            return true;
        }
    }

    /// <summary>Removes one. Contexts that were connected with it keep it.</summary>
    internal static void Remove(PartnerEnvironment environment)
    {
        lock (Gate)
        {
            added = [.. added.Where(known => known != environment)];
        }
    }
}

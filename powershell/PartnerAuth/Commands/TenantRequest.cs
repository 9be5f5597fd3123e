using System;
using System.Diagnostics;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth;

/// <summary>One tenant that a command asks something for.</summary>
internal sealed class TenantRequest(uint item, string tenant, NativeAccount account, PartnerContext? context)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan? took;

    /// <summary>Its number in the operation.</summary>
    internal uint Item { get; } = item;

    /// <summary>The tenant as it was given.</summary>
    internal string Tenant { get; } = tenant;

    /// <summary>Who asks.</summary>
    internal NativeAccount Account { get; } = account;

    /// <summary>The context it is asked with; null when credentials were given.</summary>
    internal PartnerContext? Context { get; } = context;

    /// <summary>The time since it was handed out, or asked for when it was not.</summary>
    internal TimeSpan Duration => took ?? clock.Elapsed;

    /// <summary>One that another machine was done with, in that time; nobody asks with it.</summary>
    internal static TenantRequest Done(string tenant, TimeSpan took) => new(0, tenant, account: null!, context: null) { took = took };

    /// <summary>Is handed out now.</summary>
    internal void Begin() => clock.Restart();
}

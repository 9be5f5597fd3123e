using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace PartnerAuth;

/// <summary>
/// How a command over many tenants went, with <c>-SummaryVariable</c> and in the information stream. It counts while the
/// command runs, and tells as much as was done when that was ended early.
/// </summary>
public sealed class PartnerSummary
{
    private const int MostSlowest = 5;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<PartnerTenantDuration> slowest = [];
    private HashSet<uint>? retried;
    private OrderedDictionary? classes;

    internal PartnerSummary(string command) => Command = command;

    /// <summary>The command.</summary>
    public string Command { get; }

    /// <summary>How many tenants were asked for.</summary>
    public int Tenants { get; private set; }

    /// <summary>How many tenants succeeded.</summary>
    public int Succeeded { get; private set; }

    /// <summary>How many tenants failed.</summary>
    public int Failed { get; private set; }

    /// <summary>How many tenants were not tried, as the credential itself failed before.</summary>
    public int NotTried { get; private set; }

    /// <summary>How many tenants an earlier run was done with, which were not asked for.</summary>
    public int Resumed { get; private set; }

    /// <summary>How many tenants of a run with -Fleet other machines did, or an earlier run.</summary>
    public int DoneByOthers { get; private set; }

    /// <summary>For how many tenants a request was sent again.</summary>
    public int Retried => retried?.Count ?? 0;

    /// <summary>How many requests failed and were sent again.</summary>
    public int Retries { get; private set; }

    /// <summary>
    /// The failures by the class of their cause, as docs/errors.md names it: consent, gdap, mfa and so on; network, input,
    /// cancelled and defect for what no service says.
    /// </summary>
    public OrderedDictionary Classes => classes ??= new();

    /// <summary>The tenants that took longest, the longest first; five at most.</summary>
    public PartnerTenantDuration[] Slowest => [.. slowest];

    /// <summary>How long it took; how long it has taken while it runs.</summary>
    public TimeSpan Duration => clock.Elapsed;

    /// <summary>How many have an outcome.</summary>
    internal int Done => Succeeded + Failed + NotTried + DoneByOthers;

    /// <summary>What it counted, on one line.</summary>
    public override string ToString()
    {
        List<string> parts = [$"{Succeeded} succeeded", $"{Failed} failed"];
        if (Classes.Count > 0)
        {
            parts[1] += $" ({string.Join(", ", Classes.Keys.Cast<string>().Select(name => $"{name} {Classes[name]}"))})";
        }

        AddIf(DoneByOthers, $"{DoneByOthers} done by others");
        AddIf(NotTried, $"{NotTried} not tried");
        AddIf(Tenants - Done, $"{Tenants - Done} unfinished");
        AddIf(Resumed, $"{Resumed} done by an earlier run");
        AddIf(Retried, $"{Retried} retried");
        if (slowest.Count > 0)
        {
            parts.Add(FormattableString.Invariant($"slowest {slowest[0].Tenant} in {slowest[0].Duration.TotalSeconds:0.0} s"));
        }

        return $"{Command}: {Tenants} tenants in {Duration.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s: {string.Join(", ", parts)}.";

        void AddIf(int count, string part)
        {
            if (count > 0)
            {
                parts.Add(part);
            }
        }
    }

    internal void Asked() => Tenants++;

    internal void ByOthers() => DoneByOthers++;

    internal void DoneBefore() => Resumed++;

    internal void SentAgain(uint item)
    {
        Retries++;
        (retried ??= []).Add(item);
    }

    internal void Success(TenantRequest request)
    {
        Succeeded++;
        Note(request);
    }

    internal void Failure(TenantRequest request, string causeClass)
    {
        Failed++;
        Classes[causeClass] = (Classes[causeClass] as int? ?? 0) + 1;
        Note(request);
    }

    internal void WithoutTrial() => NotTried++;

    internal void Stop() => clock.Stop();

    private void Note(TenantRequest request)
    {
        TimeSpan duration = request.Duration;
        if (slowest.Count == MostSlowest && slowest[MostSlowest - 1].Duration >= duration)
        {
            return;
        }

        int place = slowest.FindIndex(other => other.Duration < duration);
        slowest.Insert(place < 0 ? slowest.Count : place, new PartnerTenantDuration(request.Tenant, duration));
        if (slowest.Count > MostSlowest)
        {
            slowest.RemoveAt(MostSlowest);
        }
    }
}

using System;
using System.Diagnostics;

namespace PartnerAuth;

/// <summary>A wall clock that is never behind itself: one that is set back does not lengthen a token's life.</summary>
internal static class SteadyClock
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow;
    private static readonly Stopwatch Elapsed = Stopwatch.StartNew();

    /// <summary>What time it is.</summary>
    internal static DateTimeOffset Now()
    {
        DateTimeOffset steady = Start + Elapsed.Elapsed;
        return DateTimeOffset.UtcNow is var wall && wall > steady ? wall : steady;
    }
}

using System.Reflection;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Turns the clock of a header that renews itself, so that a test meets the token's end without waiting for it.</summary>
internal static class HeaderClock
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>Sets the clock to this long before the end of the token that the header has now.</summary>
    public static void TurnToBeforeTheEnd(object header, TimeSpan before)
    {
        DateTimeOffset end = (DateTimeOffset)header.GetType().GetProperty("ExpiresOn")!.GetValue(header)!;
        object renewal = header.GetType().GetField("renewal", Inside)!.GetValue(header)!;
        DateTimeOffset now = end - before;
        renewal.GetType().GetField("clock", Inside)!.SetValue(renewal, () => now);
    }
}

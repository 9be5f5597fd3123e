using System.Reflection;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Turns the clock of a header that renews itself, so that a test meets the token's end without waiting for it.</summary>
internal static class HeaderClock
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>
    /// Sets the clock to this long before the end of the token that the header has now. A new token, which knows nothing
    /// of the turned clock, meets the real one.
    /// </summary>
    public static void TurnToBeforeTheEnd(object header, TimeSpan before)
    {
        object renewal = header.GetType().GetField("renewal", Inside)!.GetValue(header)!;
        PropertyInfo current = renewal.GetType().GetProperty("Current", Inside)!;
        object old = current.GetValue(renewal)!;
        DateTimeOffset turned = (DateTimeOffset)header.GetType().GetProperty("ExpiresOn")!.GetValue(header)! - before;
        renewal.GetType().GetField("clock", Inside)!.SetValue(
            renewal, () => ReferenceEquals(current.GetValue(renewal), old) ? turned : DateTimeOffset.UtcNow);
    }
}

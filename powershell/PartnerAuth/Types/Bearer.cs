using System;
using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>The token of a header that renews itself.</summary>
internal sealed class Bearer
{
    /// <param name="token">The token.</param>
    /// <param name="now">When it came.</param>
    /// <param name="minimum">The life with which a token is renewed; half of its life where that is less.</param>
    internal Bearer(TokenDocument token, DateTimeOffset now, TimeSpan minimum)
    {
        ExpiresOn = DateTimeOffset.FromUnixTimeSeconds(token.ExpiresOn);
        Scopes = token.Scopes.ToArray();
        Text = "Bearer " + token.AccessToken;
        TimeSpan half = TimeSpan.FromTicks(Math.Max(0, (ExpiresOn - now).Ticks / 2));
        RenewAt = ExpiresOn - (minimum < half ? minimum : half);
    }

    /// <summary>End of its life.</summary>
    internal DateTimeOffset ExpiresOn { get; }

    /// <summary>From when on it is renewed.</summary>
    internal DateTimeOffset RenewAt { get; }

    /// <summary>Its scopes.</summary>
    internal IReadOnlyList<string> Scopes { get; }

    /// <summary>The value of an Authorization header.</summary>
    internal string Text { get; }
}

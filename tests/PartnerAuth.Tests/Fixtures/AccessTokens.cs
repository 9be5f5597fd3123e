using System.Text;
using System.Text.Json;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Access tokens as a person may bring them; nobody signed them.</summary>
internal static class AccessTokens
{
    /// <summary>A token for Microsoft Graph in that tenant.</summary>
    public static string Ending(DateTimeOffset end, string tenantId)
    {
        object claims = new { aud = "https://graph.microsoft.com", exp = end.ToUnixTimeSeconds(), scp = "User.Read", tid = tenantId };
        return $"{Encoded(new { alg = "RS256", typ = "JWT" })}.{Encoded(claims)}.signature";
    }

    private static string Encoded(object part) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(part))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

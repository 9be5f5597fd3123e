using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace PartnerAuth.Interop;

/// <summary>A token that is in the cache, read without an operation and without JSON, for scripts that ask in a loop.</summary>
internal static class CachedToken
{
    private const int RoomForMost = 16 * 1024;

    /// <summary>The length that stands for no field.</summary>
    private const uint None = uint.MaxValue;

    /// <summary>Accounts as they are written. They name secrets by number, and are never changed.</summary>
    private static readonly ConditionalWeakTable<AccountDocument, string> Accounts = new();

    /// <summary>One per thread; grows to the longest token seen.</summary>
    [ThreadStatic]
    private static byte[]? buffer;

    /// <summary>The token; null when an operation has to be started for it.</summary>
    internal static TokenDocument? Find(TokenItem item)
    {
        NativeLoader.Load();
        byte[] request = Written(item);
        byte[] bytes = buffer ??= new byte[RoomForMost];
        ulong written = 0;
        int status = NativeMethods.TokenCached(ref request[0], (ulong)request.Length, ref bytes[0], (ulong)bytes.Length, ref written);
        if (status == NativeStatus.TooSmall)
        {
            bytes = buffer = new byte[checked((int)written)];
            status = NativeMethods.TokenCached(ref request[0], (ulong)request.Length, ref bytes[0], (ulong)bytes.Length, ref written);
        }

        // What is wrong with the item, its operation tells.
        if (status != NativeStatus.Ok)
        {
            return null;
        }

        try
        {
            return Read(bytes);
        }
        finally
        {
            Array.Clear(bytes, 0, (int)written);
        }
    }

    /// <summary>
    /// The item as <see cref="Json"/> writes it, for which an account is written once: writing it all each time takes longer
    /// than everything else.
    /// </summary>
    private static byte[] Written(TokenItem item)
    {
        if (!IsPlain(item.Tenant) || !item.Scopes.TrueForAll(IsPlain))
        {
            return Json.Write(item);
        }

        string account = Accounts.GetValue(item.Account, one => Encoding.UTF8.GetString(Json.Write(one)));
        string scopes = string.Join("\",\"", item.Scopes);
        return Encoding.UTF8.GetBytes(string.Concat(
            [
                "{\"account\":", account, ",\"forceRefresh\":false,\"item\":", Text(item.Item), ",\"minimumLifetimeSeconds\":",
                Text(item.MinimumLifetimeSeconds), ",\"scopes\":[\"", scopes, "\"],\"tenant\":\"", item.Tenant,
                "\",\"timeoutSeconds\":", Text(item.TimeoutSeconds), "}",
            ]));

        static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>True for what JSON takes as it is.</summary>
    private static bool IsPlain(string text)
    {
        foreach (char one in text)
        {
            if (one is < ' ' or > '~' or '"' or '\\')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the row of fields, in the order in which the library writes them (rust/ffi/auth/src/cached.rs).</summary>
    private static TokenDocument Read(byte[] row)
    {
        int at = 0;
        TokenDocument token = new()
        {
            AccessToken = Field(),
            RefreshToken = Field(),
            IdToken = Field(),
            ExpiresOn = Number(),
            ExtendedExpiresOn = Number(),
            Mfa = Field() is { } mfa ? mfa == "true" : null,
            TenantId = Field(),
            Audience = Field(),
            ClientId = Field(),
            ObjectId = Field(),
            UserName = Field(),
            HomeObjectId = Field(),
            HomeTenantId = Field(),
            CorrelationId = Field() ?? string.Empty,
            Cached = true,
        };
        if (Field() is { Length: > 0 } scopes)
        {
            token.Scopes.AddRange(scopes.Split(' '));
        }

        return token;

        string? Field()
        {
            uint length = BitConverter.ToUInt32(row, at);
            at += sizeof(uint);
            if (length == None)
            {
                return null;
            }

            string text = Encoding.UTF8.GetString(row, at, (int)length);
            at += (int)length;
            return text;
        }

        long Number() => long.Parse(Field()!, CultureInfo.InvariantCulture);
    }
}

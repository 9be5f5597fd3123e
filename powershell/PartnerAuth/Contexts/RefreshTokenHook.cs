using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// Hands the newest refresh token of a context to the user's vault code, in the runspace that made the context. The old
/// token stays good, so once a day is enough.
/// </summary>
internal sealed class RefreshTokenHook(ScriptBlock script, TimeSpan interval)
{
    /// <summary>When a client's and user's token was handed over last, whichever context it came from.</summary>
    private static readonly ConcurrentDictionary<string, DateTimeOffset> HandedOver = new(StringComparer.OrdinalIgnoreCase);

    private readonly HostScript script = new(script);
    private ulong handedOver;

    /// <summary>Hands over what is new. A script that fails is a warning, and is tried again after the next command.</summary>
    /// <param name="context">Whose token.</param>
    /// <param name="now">The time.</param>
    /// <param name="always">True to hand over before the interval has passed.</param>
    /// <param name="warn">Takes the warning.</param>
    internal void Deliver(PartnerContext context, DateTimeOffset now, bool always, Action<string> warn)
    {
        RefreshTokenDocument? known = context.Native.RefreshToken?.Read(withToken: false);
        if (known is null || known.Renewals == handedOver || !script.IsHome)
        {
            return;
        }

        string key = $"{context.Environment.ActiveDirectoryAuthority} {context.Native.Document.ClientId} {known.UserName ?? context.Account.ObjectId}";
        if (!always && HandedOver.TryGetValue(key, out DateTimeOffset last) && now - last < interval)
        {
            return;
        }

        try
        {
            using PartnerRefreshToken token = new(context.Native.RefreshToken!.Read(withToken: true), context);
            script.Run(token);
            handedOver = known.Renewals;
            HandedOver[key] = now;
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException failed)
        {
            warn($"The script of -OnRefreshToken failed, and the new refresh token was not kept: {failed.Message} It is tried again after the next command.");
        }
    }
}

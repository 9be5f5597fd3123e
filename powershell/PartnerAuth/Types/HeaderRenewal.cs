using System;
using System.Diagnostics;
using System.Threading;
using PartnerAuth.Errors;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>
/// Renews the token of a header when it is read near its end. It works on the reader's thread, one renewal at a time:
/// nothing runs in the background.
/// </summary>
internal sealed class HeaderRenewal
{
    /// <summary>After a renewal that failed, a token that is still valid is left alone for so long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly NativeAccount account;
    private readonly object gate = new();
    private readonly TokenItem item;
    private readonly KeptAccount? kept;

    /// <summary>What time it is; tests turn it.</summary>
    private readonly Func<DateTimeOffset> clock;

    private volatile Bearer bearer;
    private DateTimeOffset notBefore;

    /// <param name="token">The token to begin with.</param>
    /// <param name="item">What the next one is asked with.</param>
    /// <param name="account">Who asks.</param>
    /// <param name="kept">Keeps the account's secrets where they are no context's.</param>
    internal HeaderRenewal(TokenDocument token, TokenItem item, NativeAccount account, KeptAccount? kept)
    {
        this.account = account;
        this.item = item;
        this.kept = kept;
        clock = SteadyClock.Now;
        bearer = NewBearer(token);
    }

    /// <summary>The token in hand. Looking at it renews nothing.</summary>
    internal Bearer Current => bearer;

    private TimeSpan Limit => TimeSpan.FromSeconds(item.TimeoutSeconds);

    /// <summary>The value of an Authorization header: of a token with life enough, or of one that is still valid.</summary>
    /// <exception cref="System.Management.Automation.RuntimeException">
    /// The token has ended and there is no other; it says why.
    /// </exception>
    internal string Authorization()
    {
        Bearer now = bearer;
        if (clock() < now.RenewAt)
        {
            return now.Text;
        }

        // While another thread renews, what is still valid serves; what has ended is waited for.
        Stopwatch waited = Stopwatch.StartNew();
        if (!Monitor.TryEnter(gate, clock() < now.ExpiresOn ? TimeSpan.Zero : Limit))
        {
            return clock() < now.ExpiresOn ? now.Text : throw Ended(now, TimeIsOver());
        }

        try
        {
            return Renewed(bearer, waited);
        }
        finally
        {
            Monitor.Exit(gate);
        }
    }

    private string Renewed(Bearer now, Stopwatch waited)
    {
        bool isValid = clock() < now.ExpiresOn;
        if (clock() < now.RenewAt || (isValid && clock() < notBefore))
        {
            return now.Text;
        }

        OperationEvent answer = Ask(waited);
        if (answer.Token is not null)
        {
            bearer = NewBearer(answer.Token);
            return bearer.Text;
        }

        ErrorDocument error = answer.Error!;
        TimeSpan asked = TimeSpan.FromSeconds(error.RetryAfterSeconds ?? 0);
        notBefore = clock() + (asked > Pause ? asked : Pause);
        return clock() < now.ExpiresOn ? now.Text : throw Ended(now, error);
    }

    /// <summary>A token or an error, within the time that is left.</summary>
    private OperationEvent Ask(Stopwatch waited)
    {
        if (account.IsClosed)
        {
            return Failed(
                Catalog.ErrorKinds.TokenExpired,
                "its context was disconnected.",
                "Connect again with Connect-PartnerCenter and get a new header.");
        }

        try
        {
            using NativeOperation operation = NativeOperation.Start(
                NativeMethods.TokenAcquire, new TokenStart { Complete = true, Items = [item], ThrottleLimit = 1 });
            GC.KeepAlive(kept);
            while (Limit - waited.Elapsed is { Ticks: > 0 } left)
            {
                NextStatus status = operation.Next((uint)Math.Ceiling(left.TotalMilliseconds), out OperationEvent? next);
                if (next?.Kind == EventKind.Question)
                {
                    HostAnswers.Give(operation, next.Question!, host: null);
                }
                else if (next?.Token is not null || next?.Error is not null)
                {
                    return next;
                }
                else if (status == NextStatus.End)
                {
                    break;
                }
            }
        }
        catch (NativeException defect)
        {
            return Failed(Catalog.ErrorKinds.InternalError, defect.Message, "Get a new header.");
        }

        return new OperationEvent { Error = TimeIsOver() };
    }

    private ErrorDocument TimeIsOver() => Failed(
        Catalog.ErrorKinds.Timeout,
        $"there was no token within {item.TimeoutSeconds} seconds.",
        "Read it again later, or give more time with -TimeoutSec.").Error!;

    private Exception Ended(Bearer now, ErrorDocument error) => ErrorRecordFactory.HeaderEnded(error, item.Tenant, now.ExpiresOn);

    private Bearer NewBearer(TokenDocument token) => new(token, clock(), TimeSpan.FromSeconds(item.MinimumLifetimeSeconds));

    private static OperationEvent Failed(string kind, string message, string remedy) =>
        new() { Error = new ErrorDocument { Kind = kind, Message = message, Remedy = remedy } };
}

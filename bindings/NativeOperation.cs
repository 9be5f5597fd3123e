using System;

namespace PartnerAuth.Interop;

/// <summary>How a wait for an event ended.</summary>
internal enum NextStatus
{
    /// <summary>An event came.</summary>
    Event,

    /// <summary>None came within the time given.</summary>
    Timeout,

    /// <summary>The operation is over and its events are drained.</summary>
    End,
}

/// <summary>An export that starts an operation with a request.</summary>
internal delegate int StartFunction(ref byte request, ulong length, ref ulong operation);

/// <summary>A running operation of the native library, whose events are pulled. Every member may be used from any thread.</summary>
internal sealed partial class NativeOperation : IDisposable
{
    private const int FirstBufferSize = 16 * 1024;

    /// <summary>One per thread, as a wait uses it alone; grows to the largest event seen.</summary>
    [ThreadStatic]
    private static byte[]? buffer;

    private readonly ulong id;
    private int disposed;

    private NativeOperation(ulong id) => this.id = id;

    /// <summary>Cancels what nobody disposed of.</summary>
    ~NativeOperation() => _ = NativeMethods.OperationClose(id);

    /// <summary>Starts an operation with a document.</summary>
    /// <exception cref="NativeException">The library could not read it.</exception>
    internal static NativeOperation Start<T>(StartFunction start, T request) => Start(start, Json.Write(request));

    /// <summary>Starts an operation with a document that is written already.</summary>
    /// <exception cref="NativeException">The library could not read it.</exception>
    internal static NativeOperation Start(StartFunction start, byte[] request)
    {
        NativeLoader.Load();
        ulong id = 0;
        NativeException.Check(start(ref request[0], (ulong)request.Length, ref id), nameof(NativeOperation));
        return new NativeOperation(id);
    }

    /// <summary>Waits for the next event.</summary>
    /// <exception cref="ObjectDisposedException">The operation was disposed of, before or meanwhile.</exception>
    internal NextStatus Next(uint timeoutMs, out OperationEvent? next)
    {
        next = null;
        byte[] bytes = buffer ??= new byte[FirstBufferSize];
        ulong length = 0;
        int status = NativeMethods.OperationNext(id, timeoutMs, ref bytes[0], (ulong)bytes.Length, ref length);
        while (status == NativeStatus.TooSmall)
        {
            // The event was kept. Another thread may take it first, so ask with no less patience.
            bytes = buffer = new byte[checked((int)length)];
            status = NativeMethods.OperationNext(id, timeoutMs, ref bytes[0], (ulong)bytes.Length, ref length);
        }

        GC.KeepAlive(this);
        switch (status)
        {
            case NativeStatus.Ok:
                try
                {
                    next = Json.Read<OperationEvent>(bytes, (int)length);
                    return NextStatus.Event;
                }
                finally
                {
                    // It may have held a token.
                    Array.Clear(bytes, 0, (int)length);
                }

            case NativeStatus.Timeout:
                return NextStatus.Timeout;
            case NativeStatus.End:
                return NextStatus.End;
            default:
                NativeException.Check(status, nameof(NativeOperation));
                throw new NativeException(status);
        }
    }

    /// <summary>Cancels: every unfinished item ends with an error of kind Cancelled. Nothing happens after Dispose.</summary>
    internal void Cancel()
    {
        _ = NativeMethods.OperationCancel(id);
        GC.KeepAlive(this);
    }

    /// <summary>Cancels and forgets. Ids are never used twice, so a second call does nothing.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (System.Threading.Interlocked.Exchange(ref disposed, 1) == 0)
        {
            _ = NativeMethods.OperationClose(id);
        }
    }
}

using System;

namespace PartnerAuth.Interop;

/// <content>Input for operations that take many items.</content>
internal sealed partial class NativeOperation
{
    /// <summary>Gives one more item.</summary>
    /// <exception cref="NativeException">The operation takes none or no more, or the item can't be read.</exception>
    /// <exception cref="ObjectDisposedException">The operation was disposed of.</exception>
    internal void Feed<T>(T item)
    {
        byte[] bytes = Json.Write(item);
        int status = NativeMethods.OperationFeed(id, ref bytes[0], (ulong)bytes.Length);
        GC.KeepAlive(this);
        NativeException.Check(status, nameof(NativeOperation));
    }

    /// <summary>Says that no more items come.</summary>
    /// <exception cref="ObjectDisposedException">The operation was disposed of.</exception>
    internal void Finish()
    {
        int status = NativeMethods.OperationFinish(id);
        GC.KeepAlive(this);
        NativeException.Check(status, nameof(NativeOperation));
    }
}

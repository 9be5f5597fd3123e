using System;
using System.Threading;

namespace PartnerAuth.Interop;

/// <summary>Something in the native library's memory that requests name by id. Gone from there when it is disposed of.</summary>
internal abstract class NativeHandle : IDisposable
{
    private int disposed;

    private protected NativeHandle(ulong id) => Id = id;

    /// <summary>Closes what nobody disposed of.</summary>
    ~NativeHandle() => Close(Id);

    /// <summary>The id for requests. Keep the object alive as long as requests name it.</summary>
    internal ulong Id { get; }

    /// <summary>Closes it; what already runs keeps it until it is done.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            Close(Id);
        }
    }

    private protected abstract void Close(ulong id);
}

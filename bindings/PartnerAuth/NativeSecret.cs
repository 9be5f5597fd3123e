using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using System.Threading;

namespace PartnerAuth.Interop;

/// <summary>A secret in the native library's memory, which requests name by id. Zeroed there when it is disposed of.</summary>
internal sealed class NativeSecret : IDisposable
{
    private int disposed;

    private NativeSecret(ulong id) => Id = id;

    /// <summary>Zeroes what nobody disposed of.</summary>
    ~NativeSecret() => _ = NativeMethods.SecretClose(Id);

    /// <summary>The id for requests. Keep the object alive as long as requests name it.</summary>
    internal ulong Id { get; }

    /// <summary>Takes a secret from a text.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeSecret From(string secret)
    {
        char[] characters = secret.ToCharArray();
        return From(characters);
    }

    /// <summary>Takes a secret from a SecureString, which stays as it is.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeSecret From(SecureString secret)
    {
        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            char[] characters = new char[secret.Length];
            Marshal.Copy(unprotected, characters, 0, characters.Length);
            return From(characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unprotected);
        }
    }

    /// <summary>Closes it; what already runs keeps it until it is done.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            _ = NativeMethods.SecretClose(Id);
        }
    }

    /// <summary>Hands the characters over and zeroes them.</summary>
    private static NativeSecret From(char[] characters)
    {
        // Pinned, so that the garbage collector leaves no copy behind when it moves things.
        GCHandle pinnedCharacters = GCHandle.Alloc(characters, GCHandleType.Pinned);
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(characters.Length)];
        GCHandle pinnedBytes = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            int length = Encoding.UTF8.GetBytes(characters, 0, characters.Length, bytes, 0);
            return Create(bytes, length);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            Array.Clear(characters, 0, characters.Length);
            pinnedBytes.Free();
            pinnedCharacters.Free();
        }
    }

    private static NativeSecret Create(byte[] bytes, int length)
    {
        NativeLoader.Load();
        ulong id = 0;
        int status = NativeMethods.SecretCreate(ref bytes[0], (ulong)length, ref id);
        if (status == NativeStatus.BadArgument)
        {
            throw new ArgumentException(length == 0 ? "The secret is empty." : "The secret is over 1 MiB.");
        }

        NativeException.Check(status, nameof(NativeSecret));
        return new NativeSecret(id);
    }
}

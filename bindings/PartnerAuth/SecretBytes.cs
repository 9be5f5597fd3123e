using System;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;

namespace PartnerAuth.Interop;

/// <summary>Takes a secret, UTF-8, and answers its id.</summary>
internal delegate int SecretFunction(ref byte bytes, ulong length, ref ulong id);

/// <summary>Hands secrets to the native library and zeroes what it made of them on the way.</summary>
internal static class SecretBytes
{
    /// <summary>Hands a text over.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static ulong Give(SecretFunction create, string secret) => Give(create, secret.ToCharArray());

    /// <summary>Hands a SecureString over, which stays as it is.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static ulong Give(SecretFunction create, SecureString secret)
    {
        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            char[] characters = new char[secret.Length];
            Marshal.Copy(unprotected, characters, 0, characters.Length);
            return Give(create, characters);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unprotected);
        }
    }

    /// <summary>Hands the characters over and zeroes them.</summary>
    private static ulong Give(SecretFunction create, char[] characters)
    {
        if (Array.TrueForAll(characters, char.IsWhiteSpace))
        {
            throw new ArgumentException("The secret is empty.");
        }

        // Pinned, so that the garbage collector leaves no copy behind when it moves things.
        GCHandle pinnedCharacters = GCHandle.Alloc(characters, GCHandleType.Pinned);
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(characters.Length)];
        GCHandle pinnedBytes = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            int length = Encoding.UTF8.GetBytes(characters, 0, characters.Length, bytes, 0);
            return Create(create, bytes, length);
        }
        finally
        {
            Array.Clear(bytes, 0, bytes.Length);
            Array.Clear(characters, 0, characters.Length);
            pinnedBytes.Free();
            pinnedCharacters.Free();
        }
    }

    private static ulong Create(SecretFunction create, byte[] bytes, int length)
    {
        NativeLoader.Load();
        ulong id = 0;
        int status = create(ref bytes[0], (ulong)length, ref id);
        if (status == NativeStatus.BadArgument)
        {
            throw new ArgumentException("The secret is over 1 MiB.");
        }

        NativeException.Check(status, nameof(SecretBytes));
        return id;
    }
}

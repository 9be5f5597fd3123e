using System;
using System.Security;

namespace PartnerAuth.Interop;

/// <summary>A secret in the native library's memory, zeroed there when it is disposed of.</summary>
internal sealed class NativeSecret : NativeHandle
{
    private NativeSecret(ulong id)
        : base(id)
    {
    }

    /// <summary>Takes a secret from a text.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeSecret From(string secret) => new(SecretBytes.Give(NativeMethods.SecretCreate, secret));

    /// <summary>Takes a secret from a SecureString, which stays as it is.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeSecret From(SecureString secret) => new(SecretBytes.Give(NativeMethods.SecretCreate, secret));

    private protected override void Close(ulong id) => _ = NativeMethods.SecretClose(id);
}

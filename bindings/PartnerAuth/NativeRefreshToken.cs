using System;
using System.Security;

namespace PartnerAuth.Interop;

/// <summary>A refresh token in the native library's memory. It keeps its newest successor.</summary>
internal sealed class NativeRefreshToken : NativeHandle
{
    private NativeRefreshToken(ulong id)
        : base(id)
    {
    }

    /// <summary>Takes over the one that a sign-in brought.</summary>
    internal static NativeRefreshToken Of(SignInDocument signIn) => new(signIn.RefreshToken);

    /// <summary>Takes a refresh token from a text.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeRefreshToken From(string token) =>
        new(SecretBytes.Give(NativeMethods.RefreshTokenCreate, token));

    /// <summary>Takes a refresh token from a SecureString, which stays as it is.</summary>
    /// <exception cref="ArgumentException">It is empty or over 1 MiB.</exception>
    internal static NativeRefreshToken From(SecureString token) =>
        new(SecretBytes.Give(NativeMethods.RefreshTokenCreate, token));

    /// <summary>What is known of it now; nobody is asked.</summary>
    /// <param name="withToken">True to get the newest token itself.</param>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    internal RefreshTokenDocument Read(bool withToken)
    {
        RefreshTokenStart start = new() { RefreshToken = Id, WithToken = withToken };
        using NativeOperation operation = NativeOperation.Start(NativeMethods.RefreshTokenRead, start);
        _ = operation.Next(0, out OperationEvent? answer);
        GC.KeepAlive(this);
        return answer?.RefreshToken ?? throw new ObjectDisposedException(nameof(NativeRefreshToken));
    }

    private protected override void Close(ulong id) => _ = NativeMethods.RefreshTokenClose(id);
}

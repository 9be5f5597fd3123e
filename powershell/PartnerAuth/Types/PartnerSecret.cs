using System;
using System.Runtime.InteropServices;
using System.Security;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth;

/// <summary>
/// A secret as a parameter takes it: a string or a SecureString. It never shows itself, in a log of parameters neither.
/// </summary>
public sealed class PartnerSecret
{
    private readonly SecureString? secure;
    private readonly string? text;

    internal PartnerSecret(SecureString secure) => this.secure = secure;

    internal PartnerSecret(string text) => this.text = text;

    /// <summary>Three asterisks.</summary>
    public override string ToString() => "***";

    /// <summary>Why it can't be a secret; null when it can.</summary>
    internal string? Defect()
    {
        int length = text?.Length ?? secure!.Length;
        if (length > GivenText.LongestDocument)
        {
            return $"The secret has {length} characters; {GivenText.LongestDocument} are the most that can be right.";
        }

        char[] characters = text?.ToCharArray() ?? Characters(secure!);
        bool isBlank = Array.TrueForAll(characters, char.IsWhiteSpace);
        string? flaw = GivenText.Flaw(characters);
        Array.Clear(characters, 0, characters.Length);
        return isBlank ? "The secret is empty."
            : flaw is not null ? $"The secret holds {flaw}."
            : null;
    }

    /// <summary>Puts the secret into native memory.</summary>
    internal NativeSecret ToNative() => text is null ? NativeSecret.From(secure!) : NativeSecret.From(text);

    /// <summary>Puts the secret into native memory as a refresh token.</summary>
    internal NativeRefreshToken ToNativeRefreshToken() =>
        text is null ? NativeRefreshToken.From(secure!) : NativeRefreshToken.From(text);

    /// <summary>The secret in the clear, for an object whose purpose is to hold it.</summary>
    internal string Reveal()
    {
        if (text is not null)
        {
            return text;
        }

        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(secure!);
        try
        {
            return Marshal.PtrToStringUni(unprotected, secure!.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unprotected);
        }
    }

    private static char[] Characters(SecureString secure)
    {
        char[] characters = new char[secure.Length];
        IntPtr unprotected = Marshal.SecureStringToGlobalAllocUnicode(secure);
        Marshal.Copy(unprotected, characters, 0, characters.Length);
        Marshal.ZeroFreeGlobalAllocUnicode(unprotected);
        return characters;
    }
}

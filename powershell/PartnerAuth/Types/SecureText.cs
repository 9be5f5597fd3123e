using System.Security;

namespace PartnerAuth;

/// <summary>Text as SecureString, for commands that take tokens in no other form.</summary>
internal static class SecureText
{
    /// <summary>The text, read-only.</summary>
    internal static SecureString Of(string text)
    {
        SecureString secure = new();
        foreach (char letter in text)
        {
            secure.AppendChar(letter);
        }

        secure.MakeReadOnly();
        return secure;
    }
}

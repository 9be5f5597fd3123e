using System.Security;

namespace PartnerAuth;

/// <summary>A secret of a sandbox as scripts take it.</summary>
internal static class Secret
{
    internal static SecureString Of(string text)
    {
        SecureString secret = new();
        foreach (char letter in text)
        {
            secret.AppendChar(letter);
        }

        secret.MakeReadOnly();
        return secret;
    }
}

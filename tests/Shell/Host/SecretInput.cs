using System.Security;

namespace PartnerAuth.Shell.Host;

/// <summary>Reads a secret without showing it.</summary>
internal static class SecretInput
{
    public static SecureString Read()
    {
        SecureString secret = new();
        if (Console.IsInputRedirected)
        {
            foreach (char letter in Console.In.ReadLine() ?? string.Empty)
            {
                secret.AppendChar(letter);
            }
        }
        else
        {
            ReadKeys(secret);
        }

        secret.MakeReadOnly();
        return secret;
    }

    private static void ReadKeys(SecureString secret)
    {
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.WriteLine();
                return;
            }

            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
            }
        }
    }
}

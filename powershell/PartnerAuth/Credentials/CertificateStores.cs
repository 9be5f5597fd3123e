using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnerAuth;

/// <summary>The certificate stores of the user and of the machine.</summary>
internal static class CertificateStores
{
    private static readonly StoreLocation[] Locations = [StoreLocation.CurrentUser, StoreLocation.LocalMachine];

    /// <summary>A certificate by its thumbprint: the user's first, as in the PartnerCenter module.</summary>
    /// <exception cref="CredentialException">No store has it.</exception>
    internal static X509Certificate2 Find(string thumbprint)
    {
        // Copied from a dialog of Windows, it has spaces and an invisible mark before it.
        string digits = new(thumbprint.Where(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter) && letter < '\u0080').ToArray());
        foreach (StoreLocation location in Locations)
        {
            using X509Store store = new(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            }
            catch (CryptographicException)
            {
                // Not every system has both stores.
                continue;
            }

            X509Certificate2Collection found = store.Certificates.Find(X509FindType.FindByThumbprint, digits, validOnly: false);
            if (found.Count > 0)
            {
                return found[0];
            }
        }

        throw new CredentialException(
            $"There is no certificate with the thumbprint '{digits}' in the store My of the current user or of the machine.",
            "Import it with its private key, or give the PFX file with -CertificatePath.");
    }
}

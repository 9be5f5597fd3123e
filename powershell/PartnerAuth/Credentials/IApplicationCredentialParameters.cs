using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace PartnerAuth;

/// <summary>The parameters with which a command takes an application's credential; at most one kind is given.</summary>
internal interface IApplicationCredentialParameters
{
    /// <summary>A certificate with its private key.</summary>
    X509Certificate2? Certificate { get; }

    /// <summary>The password of the certificate's file.</summary>
    PartnerSecret? CertificatePassword { get; }

    /// <summary>A PFX or PEM file with its private key.</summary>
    string? CertificatePath { get; }

    /// <summary>A certificate of a Windows store, by its thumbprint.</summary>
    string? CertificateThumbprint { get; }

    /// <summary>A client secret.</summary>
    PartnerSecret? ClientSecret { get; }

    /// <summary>The application's id as user name and its secret as password.</summary>
    PSCredential? Credential { get; }

    /// <summary>Another issuer's token, as a secret or as a script block that gives one.</summary>
    object? FederatedToken { get; }

    /// <summary>The managed identity of the machine in Azure that this runs on.</summary>
    SwitchParameter ManagedIdentity { get; }

    /// <summary>The client id of a user-assigned managed identity.</summary>
    string? ManagedIdentityClientId { get; }

    /// <summary>Assertions in the old form, RS256.</summary>
    SwitchParameter UseRS256 { get; }
}

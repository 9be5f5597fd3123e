using PartnerAuth.Interop;

namespace PartnerAuth.Commands;

/// <summary>The credential itself failed: what a command knows of it, and how many tenants that was the end for.</summary>
internal sealed class CredentialFailure(TenantRequest first, ErrorDocument error)
{
    /// <summary>How many tenants were refused for it.</summary>
    internal int Alike { get; set; }

    /// <summary>Why.</summary>
    internal ErrorDocument Error { get; } = error;

    /// <summary>Whose answer told it.</summary>
    internal TenantRequest First { get; } = first;

    /// <summary>How many tenants were not tried.</summary>
    internal int NotTried { get; set; }

    /// <summary>What a person reads when more than one tenant is concerned.</summary>
    internal string Text
    {
        get
        {
            string alike = Alike > 1 ? $" {Alike} tenants were refused for it." : string.Empty;
            return $"It is the credential that fails and not a tenant, and nothing is asked with it for two minutes.{alike} {NotTried} tenants were not tried.";
        }
    }
}

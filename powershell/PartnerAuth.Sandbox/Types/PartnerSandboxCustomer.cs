using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A customer of the sandbox's partner.</summary>
public sealed class PartnerSandboxCustomer
{
    internal PartnerSandboxCustomer(SandboxCustomer document)
    {
        TenantId = document.TenantId;
        Domain = document.Domain;
        Name = CleanText.Of(document.Name) ?? string.Empty;
    }

    /// <summary>The customer's tenant.</summary>
    public string TenantId { get; }

    /// <summary>Its domain.</summary>
    public string Domain { get; }

    /// <summary>
    /// Its display name; some are hostile on purpose (HTML, escape codes, formulas). Here without control characters: a
    /// console shows it too.
    /// </summary>
    public string Name { get; }

    /// <summary>The tenant, which is safe to show.</summary>
    public override string ToString() => TenantId;
}

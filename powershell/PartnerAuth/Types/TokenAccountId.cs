namespace PartnerAuth;

/// <summary>A user in its home tenant.</summary>
public sealed class TokenAccountId
{
    internal TokenAccountId(string objectId, string? tenantId)
    {
        ObjectId = objectId;
        TenantId = tenantId;
    }

    /// <summary>Object id and tenant id, joined by a dot.</summary>
    public string Identifier => $"{ObjectId}.{TenantId}";

    /// <summary>Object id in the home tenant.</summary>
    public string ObjectId { get; }

    /// <summary>The home tenant.</summary>
    public string? TenantId { get; }

    /// <summary>The identifier.</summary>
    public override string ToString() => Identifier;
}

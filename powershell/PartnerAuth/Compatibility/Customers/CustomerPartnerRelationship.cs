namespace Microsoft.Store.PartnerCenter.Models.Customers;

/// <summary>How a customer relates to the partner.</summary>
public enum CustomerPartnerRelationship
{
    /// <summary>Not known, or a word that is newer than this module.</summary>
    Unknown,

    /// <summary>The partner resells to the customer.</summary>
    Reseller,

    /// <summary>The partner advises the customer.</summary>
    Advisor,

    /// <summary>The partner is a syndication partner.</summary>
    Syndication,

    /// <summary>The partner is Microsoft's support.</summary>
    MicrosoftSupport,

    /// <summary>There is none.</summary>
    None,
}

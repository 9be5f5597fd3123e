using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.Models.Customers;

/// <summary>A customer's billing profile.</summary>
public sealed class CustomerBillingProfile
{
    /// <summary>A profile with nothing filled in.</summary>
    public CustomerBillingProfile()
    {
    }

    internal CustomerBillingProfile(BillingProfileDocument document)
    {
        CompanyName = CleanText.Of(document.CompanyName);
        Culture = document.Culture;
        DefaultAddress = document.DefaultAddress is null ? null : new Address(document.DefaultAddress);
        Email = CleanText.Of(document.Email);
        FirstName = CleanText.Of(document.FirstName);
        Id = document.Id;
        Language = document.Language;
        LastName = CleanText.Of(document.LastName);
    }

    /// <summary>Company name.</summary>
    public string? CompanyName { get; set; }

    /// <summary>Culture, for example <c>en-US</c>.</summary>
    public string? Culture { get; set; }

    /// <summary>Address.</summary>
    public Address? DefaultAddress { get; set; }

    /// <summary>E-mail of the contact.</summary>
    public string? Email { get; set; }

    /// <summary>First name of the contact.</summary>
    public string? FirstName { get; set; }

    /// <summary>Profile id.</summary>
    public string? Id { get; set; }

    /// <summary>Language, for example <c>en</c>.</summary>
    public string? Language { get; set; }

    /// <summary>Last name of the contact.</summary>
    public string? LastName { get; set; }
}

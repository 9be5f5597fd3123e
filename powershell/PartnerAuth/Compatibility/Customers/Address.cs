using System.Linq;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.Models;

/// <summary>A postal address.</summary>
public sealed class Address
{
    /// <summary>An address with nothing filled in.</summary>
    public Address()
    {
    }

    internal Address(AddressDocument document)
    {
        AddressLine1 = CleanText.Of(document.AddressLine1);
        AddressLine2 = CleanText.Of(document.AddressLine2);
        City = CleanText.Of(document.City);
        Country = CleanText.Of(document.Country);
        FirstName = CleanText.Of(document.FirstName);
        LastName = CleanText.Of(document.LastName);
        PhoneNumber = CleanText.Of(document.PhoneNumber);
        PostalCode = CleanText.Of(document.PostalCode);
        Region = CleanText.Of(document.Region);
        State = CleanText.Of(document.State);
    }

    /// <summary>First line.</summary>
    public string? AddressLine1 { get; set; }

    /// <summary>Second line.</summary>
    public string? AddressLine2 { get; set; }

    /// <summary>City.</summary>
    public string? City { get; set; }

    /// <summary>Country, two letters.</summary>
    public string? Country { get; set; }

    /// <summary>First name.</summary>
    public string? FirstName { get; set; }

    /// <summary>Last name.</summary>
    public string? LastName { get; set; }

    /// <summary>Phone number.</summary>
    public string? PhoneNumber { get; set; }

    /// <summary>Postal code.</summary>
    public string? PostalCode { get; set; }

    /// <summary>Region.</summary>
    public string? Region { get; set; }

    /// <summary>State or province.</summary>
    public string? State { get; set; }

    /// <summary>What is filled in of it, in one line.</summary>
    public override string ToString() => string.Join(
        ", ",
        new[] { AddressLine1, AddressLine2, City, State, PostalCode, Country }.Where(part => !string.IsNullOrWhiteSpace(part)));
}

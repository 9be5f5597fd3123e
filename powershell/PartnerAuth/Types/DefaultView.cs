using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Models.ApplicationConsents;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Customers;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Partners;

namespace PartnerAuth;

/// <summary>
/// Says which properties PowerShell shows where no view of the format file applies, for example after objects of another
/// type: what matters, and none that holds a token.
/// </summary>
/// <remarks>Part of each object and not of a types file, which would make the import of the module a fifth slower.</remarks>
internal static class DefaultView
{
    private static readonly PSMemberSet ApplicationProperties = Showing("ApplicationId", "DisplayName", "Outcome", "Changes", "Missing", "Reason", "SecretEndsOn");
    private static readonly PSMemberSet ApplicationTestProperties = Showing("ApplicationId", "DisplayName", "Outcome", "Checks", "Credentials");
    private static readonly PSMemberSet ConsentAnswerProperties =
        Showing("Tenant", "Granted", "IsTenantAsked", "Message", "Remedy", "Scopes", "AnsweredBy", "AnsweredOn");

    private static readonly PSMemberSet ConsentGivenProperties =
        Showing("TenantId", "ApplicationId", "Verified", "DisplayName", "ApplicationGrants");

    private static readonly PSMemberSet ConsentProperties = Showing("Tenant", "IsConsented", "Services");
    private static readonly PSMemberSet CustomerProperties = Showing(
        "CustomerId", "Domain", "Name", "RelationshipToPartner", "Source", "AllowDelegatedAccess", "AssociatedPartnerId", "BillingProfile", "CommerceId");

    private static readonly PSMemberSet ErrorProperties =
        Showing("Code", "Service", "Kind", "Meaning", "Cause", "Remedy", "IsCredential", "IsRetryable", "TenantId", "CorrelationId");

    private static readonly PSMemberSet TimelineProperties = Showing("Date", "Status", "Title", "Remedy");
    private static readonly PSMemberSet TimelineScriptProperties = Showing("Date", "Status", "Title", "Remedy", "ScriptPath", "Line");
    private static readonly PSMemberSet TokenProperties = Showing("Tenant", "TenantId", "TimeLeft", "Scopes");
    private static readonly PSMemberSet RelationshipProperties =
        Showing("Name", "CustomerName", "TenantId", "Status", "DaysLeft", "AutoExtend", "Roles", "Groups");

    private static readonly PSMemberSet ConsentUrlProperties =
        Showing("Tenant", "Scopes", "Url", "ApplicationId", "Version", "RedirectUri", "State");
    private static readonly PSMemberSet OrganizationProperties =
        Showing("CompanyName", "TenantId", "Domain", "Email", "Id", "Language", "Culture", "DefaultAddress");
    private static readonly PSMemberSet RefreshTokenProperties =
        Showing("UserPrincipalName", "ApplicationId", "Status", "DaysLeft", "IssuedOn", "LastUsedOn", "MultifactorAuthentication", "Credentials");

    private static readonly PSMemberSet RemovalProperties = Showing("Tenant", "ConsentRemoved", "ServicePrincipalRemoved");
    private static readonly PSMemberSet RepairProperties =
        Showing("Tenant", "TenantId", "Outcome", "Cause", "Changes", "Reason", "Details");

    private static readonly PSMemberSet ResultProperties = Showing("Tenant", "TenantId", "Succeeded", "Duration", "Error");

    private static readonly PSMemberSet SyncProperties = Showing("Tenant", "Outcome", "Reason", "Changes");

    /// <summary>The object, with what is shown of it.</summary>
    internal static object Of(object value) => value switch
    {
        AuthResult or PartnerConnectParameter or PartnerHeader => Limited(value, TokenProperties),
        PartnerDelegatedAdminRelationship => Limited(value, RelationshipProperties),
        PartnerApplication => Limited(value, ApplicationProperties),
        PartnerApplicationTest => Limited(value, ApplicationTestProperties),
        PartnerApplicationConsent => Limited(value, ConsentProperties),
        ApplicationConsent => Limited(value, ConsentGivenProperties),
        PartnerConsentAnswer => Limited(value, ConsentAnswerProperties),
        PartnerConsentRemoval => Limited(value, RemovalProperties),
        PartnerConsentSync => Limited(value, SyncProperties),
        PartnerConsentUrl => Limited(value, ConsentUrlProperties),
        PSCustomer => Limited(value, CustomerProperties),
        PSOrganizationProfile => Limited(value, OrganizationProperties),
        PartnerRefreshTokenStatus => Limited(value, RefreshTokenProperties),
        PartnerCustomerRepair => Limited(value, RepairProperties),
        PartnerErrorRecord => Limited(value, ErrorProperties),
        PartnerResult => Limited(value, ResultProperties),
        PartnerTimelineEntry entry => Limited(value, entry.ScriptPath is null ? TimelineProperties : TimelineScriptProperties),
        _ => value,
    };

    /// <summary>A customer whose view tells where it is listed as well.</summary>
    internal static PSObject WithSources(PSCustomer customer)
    {
        PSObject shown = Limited(customer, CustomerProperties);
        shown.TypeNames.Insert(0, typeof(PSCustomer).FullName + "#Sources");
        return shown;
    }

    private static PSMemberSet Showing(params string[] properties) =>
        new("PSStandardMembers", [new PSPropertySet("DefaultDisplayPropertySet", properties)]);

    /// <summary>The set is copied into the object; that no type has it already is known, and looking costs as much again.</summary>
    private static PSObject Limited(object value, PSMemberSet shownMembers)
    {
        PSObject shown = PSObject.AsPSObject(value);
        shown.Members.Add(shownMembers, preValidated: true);
        return shown;
    }
}

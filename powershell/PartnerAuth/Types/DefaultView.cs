using System.Management.Automation;
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
    private static readonly string[] ApplicationProperties = ["ApplicationId", "DisplayName", "Outcome", "Changes", "Missing", "Reason", "SecretEndsOn"];
    private static readonly string[] ApplicationTestProperties = ["ApplicationId", "DisplayName", "Outcome", "Checks", "Credentials"];
    private static readonly string[] ConsentProperties = ["Tenant", "IsConsented", "Services"];
    private static readonly string[] ErrorProperties =
        ["Code", "Service", "Kind", "Meaning", "Cause", "Remedy", "IsCredential", "IsRetryable", "TenantId", "CorrelationId"];

    private static readonly string[] TimelineProperties = ["Date", "Status", "Title", "Remedy"];
    private static readonly string[] TimelineScriptProperties = ["Date", "Status", "Title", "Remedy", "ScriptPath", "Line"];
    private static readonly string[] TokenProperties = ["Tenant", "TenantId", "TimeLeft", "Scopes"];
    private static readonly string[] RelationshipProperties =
        ["Name", "TenantId", "Status", "DaysLeft", "AutoExtend", "Roles", "Groups"];

    private static readonly string[] ConsentUrlProperties = ["Tenant", "Scopes", "Url"];
    private static readonly string[] OrganizationProperties = ["CompanyName", "TenantId", "Domain", "Email"];
    private static readonly string[] RefreshTokenProperties =
        ["UserPrincipalName", "ApplicationId", "Status", "DaysLeft", "IssuedOn", "LastUsedOn", "MultifactorAuthentication", "Credentials"];

    private static readonly string[] RemovalProperties = ["Tenant", "ConsentRemoved", "ServicePrincipalRemoved"];
    private static readonly string[] ResultProperties = ["Tenant", "TenantId", "Succeeded", "Duration", "Error"];

    private static readonly string[] SyncProperties = ["Tenant", "Outcome", "Reason", "Changes"];

    /// <summary>The object, with what is shown of it.</summary>
    internal static object Of(object value) => value switch
    {
        AuthResult or PartnerConnectParameter or PartnerHeader => Limited(value, TokenProperties),
        PartnerDelegatedAdminRelationship => Limited(value, RelationshipProperties),
        PartnerApplication => Limited(value, ApplicationProperties),
        PartnerApplicationTest => Limited(value, ApplicationTestProperties),
        PartnerApplicationConsent => Limited(value, ConsentProperties),
        PartnerConsentRemoval => Limited(value, RemovalProperties),
        PartnerConsentSync => Limited(value, SyncProperties),
        PartnerConsentUrl => Limited(value, ConsentUrlProperties),
        PSOrganizationProfile => Limited(value, OrganizationProperties),
        PartnerRefreshTokenStatus => Limited(value, RefreshTokenProperties),
        PartnerErrorRecord => Limited(value, ErrorProperties),
        PartnerResult => Limited(value, ResultProperties),
        PartnerTimelineEntry entry => Limited(value, entry.ScriptPath is null ? TimelineProperties : TimelineScriptProperties),
        _ => value,
    };

    /// <summary>A customer whose view tells where it is listed as well.</summary>
    internal static PSObject WithSources(PSCustomer customer)
    {
        PSObject shown = PSObject.AsPSObject(customer);
        shown.TypeNames.Insert(0, typeof(PSCustomer).FullName + "#Sources");
        return shown;
    }

    private static PSObject Limited(object value, string[] properties)
    {
        PSObject shown = PSObject.AsPSObject(value);
        PSPropertySet set = new("DefaultDisplayPropertySet", properties);
        shown.Members.Add(new PSMemberSet("PSStandardMembers", [set]));
        return shown;
    }
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerOrganizationProfile.</summary>
public sealed class GetPartnerOrganizationProfileTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void The_profile_comes_with_what_old_scripts_read()
    {
        PSObject profile = session.Run("Get-PartnerOrganizationProfile").One;
        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Partners.PSOrganizationProfile", profile.BaseObject.GetType().FullName);
        Assert.Equal(
            ["CompanyName", "Context", "Culture", "DefaultAddress", "Domain", "Email", "Id", "Language", "TenantId"],
            profile.Properties.Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(practice.Sandbox.TenantId, profile.Properties["TenantId"].Value);
        Assert.Equal(session.Run("$context.Locale").One.ToString(), profile.Properties["Culture"].Value);
        Assert.Equal(session.Run("$context.CountryCode").One.ToString(), session.Run("(Get-PartnerOrganizationProfile).DefaultAddress.Country").One.ToString());
        Assert.Same(session.Run("$context").One.BaseObject, profile.Properties["Context"].Value);
    }

    [Fact]
    public void The_context_is_given_by_name_or_comes_with_an_object()
    {
        using Session other = new("PartnerAuth");
        foreach (string call in new[]
        {
            "Get-PartnerOrganizationProfile -Context $given -TimeoutSec 30",
            "[pscustomobject]@{ Context = $given } | Get-PartnerOrganizationProfile",
        })
        {
            PSObject profile = other.Run(call, ("given", session.Run("$context").One)).One;
            Assert.Equal(practice.Sandbox.TenantId, profile.Properties["TenantId"].Value);
        }

        Assert.Equal("Run Connect-PartnerCenter to login.", other.Run("Get-PartnerOrganizationProfile").OneError.ToString());
    }

    [Fact]
    public void The_view_shows_the_profile_and_its_address_in_one_line()
    {
        string shown = session.Show("Get-PartnerOrganizationProfile");
        Assert.Contains(practice.Sandbox.TenantId, shown);
        Assert.Matches(@"DefaultAddress\s+: \S.*, \w\w\r?\n", shown);
        Assert.DoesNotContain("Context", shown);
    }

    [Fact]
    public void A_service_that_fails_is_an_error_for_the_partners_tenant()
    {
        Practice gone = new();
        session.Runspace.SessionStateProxy.SetVariable("gone", gone.Session.Run("$context").One.BaseObject);
        string tenant = gone.Sandbox.TenantId;
        gone.Dispose();
        ErrorRecord error = session.Run("Get-PartnerOrganizationProfile -Context $gone -TimeoutSec 1").OneError;
        Assert.Contains(error.CategoryInfo.Category, new[] { ErrorCategory.ConnectionError, ErrorCategory.OperationTimeout });
        Assert.Equal(tenant, error.TargetObject);
    }
}

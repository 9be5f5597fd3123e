using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>New-PartnerCustomerApplicationConsent: grants in all shapes, and what happens when one exists.</summary>
public sealed class NewPartnerCustomerApplicationConsentTests : IClassFixture<Practice>
{
    private const string Consent = "New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants $grants";
    private readonly Practice practice;
    private readonly Session session;

    public NewPartnerCustomerApplicationConsentTests(Practice practice)
    {
        this.practice = practice;
        session = practice.Session;
        session.Run(
            $"$grants = @{{ EnterpriseApplicationId = '{Practice.Graph}'; Scope = 'Directory.Read.All, User.Read.All' }}, "
            + $"@{{ EnterpriseApplicationId = '{Practice.Exchange}'; Scope = 'Exchange.Manage' }}").AssertClean();
    }

    [Fact]
    public void A_customer_without_consent_has_a_token_after_it()
    {
        const string Token = "New-PartnerAccessToken -Scopes Graph -Tenant fabrikam.onmicrosoft.example";
        Assert.StartsWith("ConsentMissing,", session.Run(Token).OneError.FullyQualifiedErrorId);

        PSObject consent = session.Run(Consent + " -CustomerId fabrikam.onmicrosoft.example -DisplayName Reports").One;
        Assert.Equal("Microsoft.Store.PartnerCenter.Models.ApplicationConsents.ApplicationConsent", consent.BaseObject.GetType().FullName);
        Assert.Equal(practice.TenantId("fabrikam"), consent.Properties["TenantId"].Value);
        Assert.Equal(practice.Sandbox.ApplicationId, consent.Properties["ApplicationId"].Value);
        Assert.Equal("Reports", consent.Properties["DisplayName"].Value);
        Assert.Equal(true, consent.Properties["Verified"].Value);

        IEnumerable<string> scopes = (IEnumerable<string>)session.Run(Token).One.Properties["Scopes"].Value;
        Assert.Equal([".default", "Directory.Read.All", "User.Read.All"], scopes.Select(scope => scope.Split('/')[^1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_consent_can_be_piped_on_to_get_a_header()
    {
        PSObject header = session.Run($"'{practice.TenantId("wingtip")}' | {Consent} | Get-PartnerHeader -Scopes ExchangeOnline").One;
        Assert.Equal(practice.TenantId("wingtip"), header.Properties["TenantId"].Value);
        Assert.Same(session.Run("$context").One.BaseObject, header.Properties["Context"].Value);
    }

    [Fact]
    public void A_grant_that_exists_without_the_scopes_names_them_and_keeps_the_services_text()
    {
        ErrorRecord error = session.Run(Consent + " -CustomerId there.onmicrosoft.example").OneError;
        Assert.StartsWith("ConsentScopesMissing,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("Permission entry already exists.", error.Exception.Message);
        Assert.Equal("Permission entry already exists.", error.ErrorDetails.Message);
        Assert.Equal("Permission entry already exists.", error.ToString());
        Assert.Contains("Directory.Read.All", (IEnumerable<string>)PSObject.AsPSObject(error.Exception).Properties["MissingScopes"].Value);
        Assert.Contains("Directory.Read.All", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_same_consent_a_second_time_is_no_error()
    {
        session.Run(Consent + " -CustomerId adatum.onmicrosoft.example").AssertClean();
        Assert.Equal(true, session.Run(Consent + " -CustomerId adatum.onmicrosoft.example").One.Properties["Verified"].Value);
    }

    [Fact]
    public void A_refusal_of_Partner_Center_keeps_its_own_words_and_says_what_was_done()
    {
        ErrorRecord error = session.Run(Consent + " -CustomerId forbidden.onmicrosoft.example").OneError;
        Assert.StartsWith("NoAccess,", error.FullyQualifiedErrorId);
        Assert.Equal(error.Exception.Message, error.ErrorDetails.Message);
        Assert.Equal("1002", PSObject.AsPSObject(error.Exception).Properties["ServiceCode"].Value);
        Assert.Equal("Forbidden", PSObject.AsPSObject(error.Exception).Properties["ErrorCategory"].Value.ToString());
    }

    [Fact]
    public void WhatIf_consents_to_nothing()
    {
        RunResult run = session.Run("Get-PartnerCustomer | " + Consent + " -WhatIf -Verbose");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.DoesNotContain(run.Verbose, line => line.Contains("applicationconsents", StringComparison.Ordinal));
        Assert.Contains("What if", run.Text);
    }

    [Fact]
    public void Confirm_asks_once_per_customer_or_once_for_all()
    {
        session.Host.Answers.Enqueue("No to All");
        RunResult run = session.Run("'adatum.onmicrosoft.example', 'contoso.onmicrosoft.example' | " + Consent + " -Confirm");
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.Single(session.Host.Questions);
    }

    [Theory]
    [InlineData("[Microsoft.Store.PartnerCenter.Models.ApplicationConsents.ApplicationGrant]@{ EnterpriseApplicationId = $graph; Scope = 'User.Read.All' }")]
    [InlineData("@{ enterpriseapplicationid = $graph; scope = 'User.Read.All' }")]
    [InlineData("[pscustomobject]@{ EnterpriseApplicationId = $graph; Scope = 'User.Read.All', 'Directory.Read.All' }")]
    [InlineData("[pscustomobject]@{ EnterpriseApplicationId = [guid]$graph; Scope = 'User.Read.All Directory.Read.All' }")]
    public void Grants_come_as_anything_with_the_two_properties(string grant)
    {
        RunResult run = session.Run(
            $"$graph = '{Practice.Graph}'; New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -CustomerId contoso.onmicrosoft.example -ApplicationGrants ({grant})");
        Assert.Equal(practice.TenantId("contoso"), run.One.Properties["TenantId"].Value);
    }

    [Fact]
    public void A_grant_made_with_New_Object_as_in_the_old_samples_is_taken()
    {
        RunResult run = session.Run(
            $"$grant = New-Object -TypeName Microsoft.Store.PartnerCenter.Models.ApplicationConsents.ApplicationGrant; $grant.EnterpriseApplicationID = '{Practice.Graph}'; $grant.Scope = 'User.Read.All','Directory.Read.All'; "
            + "New-PartnerCustomerApplicationConsent -ApplicationGrants @($grant) -CustomerId contoso.onmicrosoft.example -ApplicationId $sandbox.ApplicationId -DisplayName x");
        Assert.Equal(practice.TenantId("contoso"), run.One.Properties["TenantId"].Value);
    }

    [Fact]
    public void A_grant_that_lacks_something_names_what_it_has()
    {
        ErrorRecord error = session.Run(
            "New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -CustomerId contoso.onmicrosoft.example -ApplicationGrants @{ AppId = 'x'; Scope = 'y' }").OneError;
        Assert.Contains("AppId", error.ToString());
        Assert.Contains("EnterpriseApplicationId", error.ToString());
    }
}

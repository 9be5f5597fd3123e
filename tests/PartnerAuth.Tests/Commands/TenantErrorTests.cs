using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>What a failing tenant looks like to a script: kind, category, codes, and what to do.</summary>
public sealed class TenantErrorTests(Practice practice) : IClassFixture<Practice>
{
    private const string PartnerException = "Microsoft.Store.PartnerCenter.Exceptions.PartnerException";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("fabrikam", "ConsentMissing", ErrorCategory.PermissionDenied, "AADSTS")]
    [InlineData("noaccess", "NoAccess", ErrorCategory.PermissionDenied, "AADSTS50020")]
    [InlineData("policy", "ConditionalAccess", ErrorCategory.SecurityError, "AADSTS53003")]
    public void A_failing_tenant_is_an_error_with_kind_category_target_code_and_advice(
        string name, string kind, ErrorCategory category, string code)
    {
        string tenant = name + ".onmicrosoft.example";
        ErrorRecord error = session.Run($"Get-PartnerHeader -Scopes Graph -Tenant {tenant}").OneError;

        Assert.Equal(kind + ",PartnerAuth.Commands.GetPartnerHeaderCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Equal(tenant, error.TargetObject);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.Contains(tenant, error.ToString());
        PSObject exception = PSObject.AsPSObject(error.Exception);
        Assert.Equal(PartnerException, error.Exception.GetType().FullName);
        Assert.StartsWith(code, (string)exception.Properties["ServiceCode"].Value);
        Assert.NotEmpty((string)exception.Properties["CorrelationId"].Value);
        Assert.Equal(practice.TenantId(name), exception.Properties["TenantId"].Value);
        Assert.Contains((string)exception.Properties["CorrelationId"].Value, error.ToString());
    }

    [Fact]
    public void A_wait_longer_than_the_time_allowed_is_an_error_at_once()
    {
        ErrorRecord error = session.Run("Get-PartnerHeader -Scopes Graph -Tenant throttled.onmicrosoft.example -TimeoutSec 10").OneError;
        Assert.StartsWith("Throttled,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
        Assert.True((TimeSpan)PSObject.AsPSObject(error.Exception).Properties["RetryAfter"].Value > TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_wrong_secret_says_so_and_is_not_shown()
    {
        RunResult run = session.Run(
            "$wrong = [pscredential]::new($sandbox.ApplicationId, (ConvertTo-SecureString 'partner-sandbox.wrong' -AsPlainText -Force)); "
            + "New-PartnerAccessToken -ServicePrincipal -ApplicationId $sandbox.ApplicationId -Credential $wrong -Environment $sandbox.Environment -Scopes Graph -Tenant $sandbox.TenantId -Verbose");
        Assert.StartsWith("CredentialInvalid,", run.OneError.FullyQualifiedErrorId);
        Assert.Equal("AADSTS7000215", PSObject.AsPSObject(run.OneError.Exception).Properties["ServiceCode"].Value);
        Assert.DoesNotContain("partner-sandbox.wrong", run.Everything());
    }

    [Fact]
    public void An_unreachable_host_is_an_error_of_the_network()
    {
        ErrorRecord error = session.Run(
            "$nowhere = @{ Name = 'Sandbox'; Login = 'http://127.0.0.1:1'; Graph = 'http://127.0.0.1:1/graph'; PartnerCenter = 'http://127.0.0.1:1/partnercenter' }; "
            + "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken $sandbox.RefreshToken -Environment $nowhere -Scopes Graph -TimeoutSec 2").OneError;
        Assert.StartsWith("Network,", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Fact]
    public void A_closed_cloud_and_an_address_that_is_not_this_machine_are_refused()
    {
        ErrorRecord closed = session.Run("New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken secret -Environment AzureGermanCloud -Scopes Graph").OneError;
        Assert.StartsWith("InvalidInput,", closed.FullyQualifiedErrorId);
        Assert.Contains("closed", closed.ToString());

        ErrorRecord elsewhere = session.Run(
            "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken $sandbox.RefreshToken -Scopes Graph -Environment "
            + "@{ Name = 'Sandbox'; Login = 'http://login.contoso.com'; Graph = 'http://x.contoso.com'; PartnerCenter = 'http://y.contoso.com' }").OneError;
        Assert.StartsWith("InvalidInput,", elsewhere.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_page_in_place_of_an_answer_is_an_error_with_its_status()
    {
        ErrorRecord error = session.Run("Get-PartnerHeader -Scopes Graph -Tenant page.onmicrosoft.example -TimeoutSec 2").OneError;
        Assert.Equal(PartnerException, error.Exception.GetType().FullName);
        Assert.Equal(502, PSObject.AsPSObject(error.Exception).Properties["StatusCode"].Value);
        Assert.DoesNotContain("<", error.ToString());
    }

    [Fact]
    public void The_errors_of_a_script_can_be_caught_by_the_old_type()
    {
        PSObject caught = session.Run(
            "try { Get-PartnerHeader -Scopes Graph -Tenant noaccess.onmicrosoft.example -ErrorAction Stop } "
            + "catch [Microsoft.Store.PartnerCenter.Exceptions.PartnerException] { 'caught' }").One;
        Assert.Equal("caught", caught.ToString());
    }
}

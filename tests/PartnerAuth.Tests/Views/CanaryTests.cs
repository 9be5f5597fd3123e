using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Views;

/// <summary>A canary secret goes through every command, well and badly, with all streams on: it sings nowhere.</summary>
public sealed class CanaryTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("$null = Connect-PartnerCenter @partner")]
    [InlineData("$null = Connect-PartnerCenter -ServicePrincipal -Credential $sandbox.Credential -Tenant $sandbox.TenantId -Environment $sandbox.Environment")]
    [InlineData("$null = New-PartnerAccessToken @partner -Scopes Graph -Tenant adatum.onmicrosoft.example, noaccess.onmicrosoft.example, fabrikam.onmicrosoft.example -ForceRefresh")]
    [InlineData("$null = Get-PartnerHeader @partner -Scopes Graph -Tenant policy.onmicrosoft.example, contoso.onmicrosoft.example -ForceRefresh")]
    [InlineData("$null = Get-PartnerConnectParameter @partner -For MicrosoftTeams -Tenant adatum.onmicrosoft.example, noaccess.onmicrosoft.example -ForceRefresh")]
    [InlineData("$null = Get-PartnerConnectParameter -For Azure -AccessToken $sandbox.RefreshToken -ApplicationId app")]
    [InlineData("$null = Get-PartnerHeader @partner -Scopes 'no scope' -Tenant x")]
    [InlineData("$null = New-PartnerAccessToken @partner -Scopes Graph -Tenant @{ id = 1 }")]
    [InlineData("$null = New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Scopes Graph")]
    [InlineData("$null = New-PartnerAccessToken -AccessToken $sandbox.RefreshToken -ApplicationId app -Scopes Graph")]
    [InlineData("$null = New-PartnerAccessToken -ApplicationId no-guid -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Scopes Graph")]
    [InlineData("$null = New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken @{ secret = $sandbox.RefreshToken } -Environment $sandbox.Environment -Scopes Graph")]
    [InlineData("Get-PartnerCustomer; Get-PartnerContext -ListAvailable")]
    [InlineData("Get-PartnerOrganizationProfile")]
    [InlineData("Get-PartnerCustomer | New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read.All' }")]
    public void No_stream_carries_a_secret(string command)
    {
        RunResult run = session.Run($"$VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; {command} -TimeoutSec 5".Replace("-ListAvailable -TimeoutSec 5", "-ListAvailable"));
        string everything = run.Everything() + string.Join('\n', run.Errors.Select(error => error.InvocationInfo?.BoundParameters.Values.Select(value => value?.ToString()) ?? []).SelectMany(values => values));
        foreach (string secret in practice.Secrets)
        {
            Assert.DoesNotContain(secret, everything);
        }

        Assert.DoesNotContain("eyJ", everything);
    }
}

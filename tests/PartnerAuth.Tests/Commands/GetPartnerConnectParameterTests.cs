using System.Collections;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerConnectParameter: what it gives binds to the commands of other modules, and only the right token goes out.</summary>
public sealed class GetPartnerConnectParameterTests(Practice practice) : IClassFixture<Practice>
{
    private const string Adatum = "adatum.onmicrosoft.example";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("Graph", "Connect-MgGraph", "AccessToken=https://graph.microsoft.com of {id}; Environment=Global; NoWelcome=True")]
    [InlineData(
        "SecurityCompliance", "Connect-IPPSSession",
        "AccessToken=https://ps.compliance.protection.outlook.com of {id}; AzureADAuthorizationEndpointUri=https://login.microsoftonline.com/" + Adatum
        + "; ConnectionUri=https://ps.compliance.protection.outlook.com/powershell-liveid/; DelegatedOrganization=" + Adatum + "; ShowBanner=False")]
    [InlineData(
        "Azure", "Connect-AzAccount",
        "AccessToken=https://management.azure.com of {id}; AccountId={user}; Environment=AzureCloud; Scope=Process; SkipContextPopulation=True; Tenant={id}")]
    [InlineData(
        "MicrosoftTeams", "Connect-MicrosoftTeams",
        "AccessTokens=https://graph.microsoft.com of {id}, 48ac35b8-9aa8-4d74-927d-1f4a14a0b239 of {id}; TenantId={id}")]
    [InlineData(
        "SharePoint", "Connect-PnPOnline",
        "AccessToken=https://adatum.sharepoint.com of {id}; AzureEnvironment=Production; Url=https://adatum.sharepoint.com")]
    public void What_it_gives_binds_to_its_command(string name, string command, string bound)
    {
        RunResult run = session.Run($"$connect = Get-PartnerConnectParameter -For {name} -Tenant {Adatum}; {command} @connect");
        IEnumerable<string> given = run.One.Properties.OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}={property.Value}");
        string expected = bound.Replace("{id}", practice.TenantId("adatum")).Replace("{user}", practice.Sandbox.UserPrincipalName);
        Assert.Equal(expected, string.Join("; ", given));
    }

    [Fact]
    public void Exchange_Online_is_given_the_customer_and_the_users_own_tenant_by_its_user()
    {
        session.Run($"$connect = Get-PartnerConnectParameter ExchangeOnline -Tenant {Adatum}; Connect-ExchangeOnline @connect").AssertClean();
        PSObject customer = session.Run("@(Get-ConnectionInformation)[-1]").One;
        Assert.Equal(practice.TenantId("adatum"), customer.Properties["DelegatedOrganization"].Value);
        Assert.Equal(practice.TenantId("adatum"), customer.Properties["TenantID"].Value);
        Assert.Equal("https://outlook.office365.com", customer.Properties["Audience"].Value);
        Assert.Equal("O365Default", customer.Properties["ExchangeEnvironmentName"].Value.ToString());

        PSObject own = session.Run("Get-PartnerConnectParameter ExchangeOnline -Tenant $sandbox.TenantId").One;
        Hashtable parameters = (Hashtable)own.BaseObject;
        Assert.Equal(practice.Sandbox.UserPrincipalName, parameters["UserPrincipalName"]);
        Assert.False(parameters.ContainsKey("DelegatedOrganization"));
        Assert.Equal(false, parameters["ShowBanner"]);
    }

    [Fact]
    public void An_application_alone_is_given_its_organization()
    {
        PSObject alone = session.Run(
            "Get-PartnerConnectParameter -For ExchangeOnline -ServicePrincipal -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential "
            + "-Environment $sandbox.Environment -Tenant $sandbox.TenantId").One;
        Hashtable parameters = (Hashtable)alone.BaseObject;
        Assert.Equal(practice.Sandbox.UserPrincipalName.Split('@')[1], parameters["Organization"]);
        Assert.Equal(["Exchange.ManageAsApp"], (IEnumerable<string>)alone.Properties["Scopes"].Value);
    }

    [Fact]
    public void Its_properties_say_whom_it_is_for_and_a_copy_keeps_them_and_its_view()
    {
        PSObject connect = session.Run($"Get-PartnerConnectParameter -For Graph -Tenant {Adatum}").One;
        Assert.Equal(Adatum, connect.Properties["Tenant"].Value);
        Assert.Equal(practice.TenantId("adatum"), connect.Properties["TenantId"].Value);
        Assert.NotEmpty((IEnumerable<string>)connect.Properties["Scopes"].Value);
        Assert.True((DateTimeOffset)connect.Properties["ExpiresOn"].Value > DateTimeOffset.UtcNow);
        Assert.Same(session.Run("$context").One.BaseObject, connect.Properties["Context"].Value);

        string shown = session.Show($"$copy = (Get-PartnerConnectParameter -For Azure -Tenant {Adatum}).Clone(); $copy['MaxContextPopulation'] = 5; $copy");
        Assert.Contains("Connect-AzAccount", shown);
        Assert.Contains("MaxContextPopulation", shown);
        Assert.DoesNotContain("eyJ", shown);
    }

    [Fact]
    public void Many_tenants_go_through_the_pipeline_and_a_failing_one_stops_no_other()
    {
        RunResult run = session.Run("$sandbox.Customers | Where-Object { $_.Domain -match 'adatum|contoso|noaccess|fabrikam' } | Get-PartnerConnectParameter -For Graph");
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(["ConsentMissing", "NoAccess"], run.Errors.Select(Kind).Order(StringComparer.Ordinal));

        RunResult results = session.Run("'adatum.onmicrosoft.example', 'noaccess.onmicrosoft.example' | Get-PartnerConnectParameter -For ExchangeOnline -AsResult");
        Assert.Empty(results.Errors);
        Assert.Equal([false, true], results.Output.Select(result => (bool)result.Properties["Succeeded"].Value).Order());
    }

    [Fact]
    public void The_initial_domain_and_the_site_are_looked_up_once_and_not_at_all_when_they_are_named()
    {
        const string Contoso = "contoso.onmicrosoft.example";
        string first = string.Join('\n', session.Run($"Get-PartnerConnectParameter -For SecurityCompliance -Tenant {Contoso} -Verbose").Verbose);
        Assert.Contains("/organization", first);
        Assert.Contains("Windows only", first);
        Assert.DoesNotContain("/organization", string.Join('\n', session.Run($"Get-PartnerConnectParameter -For SecurityCompliance -Tenant {Contoso} -Verbose").Verbose));

        RunResult named = session.Run($"Get-PartnerConnectParameter -For SharePoint -Tenant {Contoso} -Url https://contoso-admin.sharepoint.com -Verbose");
        Assert.Equal("https://contoso-admin.sharepoint.com", ((Hashtable)named.One.BaseObject)["Url"]);
        Assert.DoesNotContain("/sites/root", string.Join('\n', named.Verbose));
    }

    [Theory]
    [InlineData("-For PartnerCenter -Tenant adatum.onmicrosoft.example", "Get-PartnerHeader -Scopes PartnerCenter")]
    [InlineData("-For Defender -Tenant adatum.onmicrosoft.example", "Get-PartnerHeader -Scopes Defender")]
    [InlineData("-For ManagementApi -Tenant adatum.onmicrosoft.example", "Get-PartnerHeader -Scopes ManagementApi")]
    [InlineData("-For Exchange -Tenant adatum.onmicrosoft.example", "ExchangeOnline")]
    [InlineData("-For Graph -Tenant adatum.onmicrosoft.example -Organization adatum.onmicrosoft.example", "-Organization")]
    [InlineData("-For ExchangeOnline -Tenant adatum.onmicrosoft.example -Organization 'no domain'", "contoso.onmicrosoft.com")]
    [InlineData("-For SharePoint -Tenant adatum.onmicrosoft.example -Url http://adatum.sharepoint.com", "https://contoso.sharepoint.com")]
    [InlineData("-For SharePoint -Tenant adatum.onmicrosoft.example, contoso.onmicrosoft.example -Url https://adatum.sharepoint.com", "-Tenant")]
    public void What_cannot_be_is_refused_before_anybody_is_asked(string arguments, string remedy)
    {
        RunResult run = session.Run($"Get-PartnerConnectParameter {arguments} -ForceRefresh -Verbose");
        Assert.Empty(run.Verbose);
        Assert.Equal("InvalidInput", Kind(run.OneError));
        Assert.Contains(remedy, run.OneError.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Nobody_signs_in_for_what_has_no_parameters()
    {
        RunResult run = session.Run("Get-PartnerConnectParameter -For Nonsense -UseDeviceAuthentication -ApplicationId $sandbox.ApplicationId -Environment $sandbox.Environment");
        Assert.Equal("InvalidInput", Kind(run.OneError));
        Assert.Contains("ExchangeOnline", run.OneError.ErrorDetails.RecommendedAction);
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public void Piped_tenants_and_an_organization_of_one_are_refused_once()
    {
        RunResult run = session.Run("$sandbox.Customers | Get-PartnerConnectParameter -For ExchangeOnline -Organization adatum.onmicrosoft.example");
        Assert.Empty(run.Output);
        Assert.Equal("InvalidInput", Kind(run.OneError));
    }

    [Fact]
    public void A_token_that_lacks_the_scope_is_not_handed_out_and_the_error_says_what_to_grant()
    {
        // This tenant has consented to one scope of Microsoft Graph, and to nothing of Exchange Online but what is granted here.
        session.Run(
            "$null = New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -CustomerId wingtip.onmicrosoft.example "
            + "-ApplicationGrants @{ EnterpriseApplicationId = '00000002-0000-0ff1-ce00-000000000000'; Scope = 'Mail.Read' }").AssertClean();
        ErrorRecord error = session.Run("Get-PartnerConnectParameter -For ExchangeOnline -Tenant wingtip.onmicrosoft.example").OneError;
        Assert.Equal("ConsentScopesMissing", Kind(error));
        Assert.Equal(ErrorCategory.PermissionDenied, error.CategoryInfo.Category);
        Assert.Contains("New-PartnerCustomerApplicationConsent", error.ErrorDetails.RecommendedAction);
        Assert.Equal(["Exchange.Manage"], (IEnumerable<string>)PSObject.AsPSObject(error.Exception).Properties["MissingScopes"].Value);
    }

    [Fact]
    public void A_given_token_is_checked_against_the_tenant_and_the_command()
    {
        string token = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), practice.TenantId("adatum"));
        Hashtable good = (Hashtable)session.Run(
            "Get-PartnerConnectParameter -For Graph -AccessToken $given -ApplicationId app -Tenant $tenant -Verbose",
            ("given", token), ("tenant", practice.TenantId("adatum"))).One.BaseObject;
        Assert.Equal(token, new System.Net.NetworkCredential(string.Empty, (System.Security.SecureString)good["AccessToken"]!).Password);

        ErrorRecord elsewhere = session.Run(
            "Get-PartnerConnectParameter -For Graph -AccessToken $given -ApplicationId app -Tenant $tenant", ("tenant", practice.TenantId("contoso"))).OneError;
        Assert.Equal("InvalidInput", Kind(elsewhere));
        Assert.Contains(practice.TenantId("adatum"), elsewhere.ToString());

        ErrorRecord other = session.Run("Get-PartnerConnectParameter -For Azure -AccessToken $given -ApplicationId app").OneError;
        Assert.Contains("https://graph.microsoft.com", other.ToString());
        Assert.Contains("Connect-AzAccount", other.ToString());
    }

    private static string Kind(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>What -Tenant takes, and what it refuses.</summary>
public sealed class TenantTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("'{0}'")]
    [InlineData("[guid]'{0}'")]
    [InlineData("'{{{0}}}'")]
    [InlineData("'ADATUM.onmicrosoft.example'")]
    [InlineData("@{{ TenantId = '{0}' }}")]
    [InlineData("@{{ tenantid = [guid]'{0}' }}")]
    [InlineData("@{{ CustomerId = '{0}'; Domain = 'other.example' }}")]
    [InlineData("@{{ customer = @{{ tenantId = '{0}' }}; id = 'relationship' }}")]
    [InlineData("[pscustomobject]@{{ TenantId = '{0}'; CustomerId = 'other.example'; Id = 'contract' }}")]
    [InlineData("[pscustomobject]@{{ TenantId = $null; CustomerId = '{0}' }}")]
    [InlineData("[pscustomobject]@{{ TenantId = ' '; Domain = 'adatum.onmicrosoft.example' }}")]
    [InlineData("[pscustomobject]@{{ customer = [pscustomobject]@{{ tenantId = '{0}'; displayName = 'x' }}; Domain = 'other.example' }}")]
    [InlineData("[pscustomobject]@{{ Domain = 'adatum.onmicrosoft.example' }}")]
    public void A_tenant_is_taken_in_every_shape_by_pipeline_and_by_parameter(string shape)
    {
        string id = practice.TenantId("adatum");
        session.Run($"$tenant = {string.Format(null, shape, id)}").AssertClean();
        Assert.Equal(id, session.Run("$tenant | Get-PartnerHeader -Scopes Graph").One.Properties["TenantId"].Value);
        Assert.Equal(id, session.Run("Get-PartnerHeader -Scopes Graph -Tenant $tenant").One.Properties["TenantId"].Value);
        Assert.Equal(id, session.Run("Get-PartnerHeader -Scopes Graph -CustomerId $tenant").One.Properties["TenantId"].Value);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ id = 'relationship'; displayName = 'x' }", "id, displayName")]
    [InlineData("@{ Id = 'contract' }", "Id")]
    [InlineData("[pscustomobject]@{ TenantId = @{ value = 1 } }", "TenantId")]
    [InlineData("(Get-PartnerEnvironment AzureCloud)", "ActiveDirectoryAuthority")]
    [InlineData("42", "none")]
    public void Anything_else_is_an_error_that_names_its_properties_and_nobody_is_asked(string value, string names)
    {
        foreach (string call in new[] { $"{value} | Get-PartnerHeader -Scopes Graph -Verbose", $"Get-PartnerHeader -Scopes Graph -Tenant ({value}) -Verbose" })
        {
            RunResult run = session.Run(call);
            Assert.Empty(run.Output);
            Assert.Empty(run.Verbose);
            Assert.Contains("its properties are", run.OneError.ToString());
            Assert.Contains(names, run.OneError.ToString());
        }
    }

    [Theory]
    [InlineData("$mixed | Get-PartnerHeader -Scopes Graph")]
    [InlineData("Get-PartnerHeader -Scopes Graph -Tenant $mixed")]
    [InlineData("New-PartnerAccessToken -Scopes Graph -Tenant $mixed")]
    [InlineData("$mixed | Get-PartnerCustomer")]
    [InlineData("Get-PartnerCustomer -CustomerId $mixed")]
    [InlineData("New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read.All' } -CustomerId $mixed")]
    public void An_object_that_names_no_tenant_is_one_failure_among_the_others(string call)
    {
        session.Run("$bare = [pscustomobject]@{ id = 'relationship' }; $mixed = 'adatum.onmicrosoft.example', $bare, 'contoso.onmicrosoft.example'").AssertClean();
        RunResult plain = session.Run(call);
        Assert.Equal(2, plain.Output.Count);
        Assert.StartsWith("InvalidInput,", plain.OneError.FullyQualifiedErrorId);
        Assert.Same(session.Run("$bare").One.BaseObject, ((PSObject)plain.OneError.TargetObject).BaseObject);

        RunResult results = session.Run(call + " -AsResult -ErrorAction Stop");
        results.AssertClean();
        Assert.Equal(3, results.Output.Count);
        PSObject failed = results.Output.Single(result => !(bool)result.Properties["Succeeded"].Value);
        Assert.Contains("its properties are: id", failed.Properties["Error"].Value.ToString());
    }

    [Theory]
    [InlineData("[char]0")]
    [InlineData("[char]0xd800")]
    [InlineData("[char]0xdc00 + [char]0xd800")]
    public void A_text_with_what_no_tenant_has_is_one_failure_among_the_others(string characters)
    {
        RunResult run = session.Run($"'adatum.onmicrosoft.example', ('a' + {characters} + 'b'), 'contoso.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph");
        Assert.Equal(2, run.Output.Count);
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.Contains("is no tenant", run.OneError.ToString());
    }

    [Fact]
    public void An_object_that_names_no_tenant_does_not_stop_the_others()
    {
        RunResult run = session.Run(
            "'adatum.onmicrosoft.example', @{ id = 1 }, 'contoso.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph");
        Assert.Equal(2, run.Output.Count);
        Assert.Contains("id", run.OneError.ToString());
    }

    [Theory]
    [InlineData("''")]
    [InlineData("'  '")]
    [InlineData("'not a tenant'")]
    [InlineData("\"adatum.onmicrosoft.example`r`nHost: x\"")]
    [InlineData("'adatum.onmicrosoft.example/x'")]
    [InlineData("\"adatum.onmicrosoft.example`n\"")]
    [InlineData("\"$([char]27)[31madatum.onmicrosoft.example\"")]
    [InlineData("'../x.example'")]
    [InlineData("\"$([char]0xD800)\"")]
    public void A_text_that_is_no_tenant_is_refused_before_anybody_is_asked(string text)
    {
        RunResult run = session.Run($"{text}, 'adatum.onmicrosoft.example' | Get-PartnerHeader -Scopes Graph");
        Assert.Single(run.Output);
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidArgument, run.OneError.CategoryInfo.Category);
        Assert.DoesNotMatch(@"\p{C}", run.OneError.ToString());
    }

    [Fact]
    public void Null_never_means_the_partners_own_tenant()
    {
        RunResult run = session.Run("$missing = $null; Get-PartnerHeader -Scopes Graph -Tenant $missing.TenantId");
        Assert.Empty(run.Output);
        Assert.NotNull(run.OneError);
    }

    [Fact]
    public void Customers_are_taken_as_an_argument_too()
    {
        RunResult run = session.Run(
            "$customers = Get-PartnerCustomer | Where-Object Domain -match '^(adatum|contoso)'; Get-PartnerHeader -Scopes Graph -Tenant $customers");
        run.AssertClean();
        Assert.Equal(2, run.Output.Count);
    }

    [Fact]
    public void A_script_block_may_name_the_tenant_of_each_object()
    {
        PSObject header = session.Run("[pscustomobject]@{ Directory = 'adatum.onmicrosoft.example'; TenantId = 'x' } | Get-PartnerHeader -Scopes Graph -Tenant { $_.Directory }").One;
        Assert.Equal(practice.TenantId("adatum"), header.Properties["TenantId"].Value);
    }

    [Fact]
    public void Connect_takes_one_tenant_in_every_shape()
    {
        Assert.Equal(
            practice.Sandbox.TenantId,
            session.Run("(Connect-PartnerCenter @partner -Tenant @{ TenantId = [guid]$sandbox.TenantId }).Account.Tenant").One.ToString());
        Assert.Contains("One tenant", session.Run("Connect-PartnerCenter @partner -Tenant a.example, b.example").OneError.ToString());
        session.Run("Get-PartnerContext | Disconnect-PartnerCenter").AssertClean();
        practice.Connect(session);
    }
}

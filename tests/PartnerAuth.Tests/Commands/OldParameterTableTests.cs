using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>
/// The parameters of the PartnerCenter module, set by set: whoever wrote a call for it finds every name, alias, set,
/// position and mandatory mark here, and what was given is still taken.
/// </summary>
public sealed class OldParameterTableTests
{
    private const string Application = "ApplicationId:ClientId";
    private const string Device = "UseDeviceAuthentication:DeviceCode,DeviceAuth,Device";
    private const string Environment = "Environment:EnvironmentName";
    private const string Tenant = "Tenant:Domain,TenantId";

    private static readonly Session Session = new("PartnerAuth");

    /// <summary>A value of each parameter as scripts for the PartnerCenter module give it; enums are given by name and by number.</summary>
    private static readonly Dictionary<string, object[]> OldValues = new()
    {
        ["AccessToken"] = ["token"],
        ["AccessTokenExpiresOn"] = [DateTimeOffset.UtcNow],
        ["ApplicationGrants"] = [Grants()],
        ["ApplicationId"] = ["22222222-2222-2222-2222-222222222222"],
        ["CertificateThumbprint"] = ["0123456789ABCDEF0123456789ABCDEF01234567"],
        ["Consent"] = [new SwitchParameter(true)],
        ["Credential"] = [new PSCredential("app", new System.Net.NetworkCredential("app", "x").SecurePassword)],
        ["CustomerId"] = ["11111111-2222-3333-4444-555555555555"],
        ["DisplayName"] = ["A name"],
        ["Domain"] = ["contoso.onmicrosoft.com"],
        ["Environment"] = ["AzureCloud", "AzureChinaCloud", "AzureGermanCloud", "AzurePPE", "AzureUSGovernment", 0, 4],
        ["Error"] = [new[] { new ErrorRecord(new InvalidOperationException("x"), "x", ErrorCategory.CloseError, null) }],
        ["InMemory"] = [new SwitchParameter(true)],
        ["Last"] = [new SwitchParameter(true)],
        ["Module"] = ["ExchangeOnline", 0],
        ["Name"] = ["AzureCloud"],
        ["Persistent"] = [new SwitchParameter(true)],
        ["RefreshToken"] = ["token"],
        ["Resource"] = ["https://graph.microsoft.com"],
        ["Scopes"] = [new[] { "https://graph.microsoft.com/.default" }],
        ["ServicePrincipal"] = [new SwitchParameter(true)],
        ["Tenant"] = ["contoso.onmicrosoft.com"],
        ["UseAuthorizationCode"] = [new SwitchParameter(true)],
        ["UseDeviceAuthentication"] = [new SwitchParameter(true)],
    };

    // Command, set, parameters; ! is mandatory, @n a position, : begins the aliases.
    [Theory]
    [InlineData("New-PartnerAccessToken", "AccessToken", "AccessToken!", Application + "!", "Credential", Environment, "Scopes!", Tenant)]
    [InlineData("New-PartnerAccessToken", "RefreshToken", Application, "CertificateThumbprint", "Credential", Environment, "Module:ModuleName", "RefreshToken!", "Scopes!", "ServicePrincipal", Tenant)]
    [InlineData("New-PartnerAccessToken", "ServicePrincipal", Application + "!", "Credential!", Environment, "Scopes!", "ServicePrincipal!", Tenant + "!", "UseAuthorizationCode:AuthCode")]
    [InlineData("New-PartnerAccessToken", "ServicePrincipalCertificate", Application + "!", "CertificateThumbprint!", Environment, "Scopes!", "ServicePrincipal", Tenant + "!", "UseAuthorizationCode:AuthCode")]
    [InlineData("New-PartnerAccessToken", "User", Application + "!", Environment, "Scopes!", Tenant, "UseAuthorizationCode:AuthCode", Device)]
    [InlineData("New-PartnerAccessToken", "ByModule", Environment, "Module:ModuleName!", "RefreshToken", Tenant, "UseAuthorizationCode:AuthCode")]
    [InlineData("New-PartnerAccessToken", "Older", "Consent", "Credential", "RefreshToken", "Resource!", Tenant)]
    [InlineData("Connect-PartnerCenter", "AccessToken", "AccessToken!", "AccessTokenExpiresOn", "ApplicationId", Tenant)]
    [InlineData("Connect-PartnerCenter", "User", "Environment", Tenant, Device)]
    [InlineData("Connect-PartnerCenter", "AccessToken", "AccessToken!", "Environment", Tenant)]
    [InlineData("Connect-PartnerCenter", "RefreshToken", "ApplicationId!", "CertificateThumbprint", "Credential", "Environment", "RefreshToken!", Tenant)]
    [InlineData("Connect-PartnerCenter", "ServicePrincipalCertificate", "ApplicationId!", "CertificateThumbprint!", "Environment", "ServicePrincipal", Tenant + "!")]
    [InlineData("Connect-PartnerCenter", "ServicePrincipal", "Credential!", "Environment", "ServicePrincipal!", Tenant + "!")]
    [InlineData("New-PartnerCustomerApplicationConsent", "__AllParameterSets", "ApplicationGrants!", "ApplicationId!", "CustomerId!", "DisplayName")]
    [InlineData("Get-PartnerCustomer", "ById", "CustomerId@0")]
    [InlineData("Get-PartnerCustomer", "ByDomain", "Domain!")]
    [InlineData("Get-PartnerEnvironment", "__AllParameterSets", "Name@0")]
    [InlineData("Register-PartnerTokenCache", "ByInMemory", "InMemory!")]
    [InlineData("Register-PartnerTokenCache", "ByPersistent", "Persistent!")]
    [InlineData("Test-PartnerSecurityRequirement", "__AllParameterSets", Environment, Device)]
    [InlineData("Resolve-PartnerError", "AnyErrorParameterSet", "Error@0")]
    [InlineData("Resolve-PartnerError", "LastErrorParameterSet", "Last!")]
    public void A_parameter_is_where_it_was(string command, string set, params string[] parameters)
    {
        CommandInfo info = (CommandInfo)Session.Run($"Get-Command {command}").One.BaseObject;
        CommandParameterSetInfo found = Assert.Single(info.ParameterSets, candidate => candidate.Name == set);
        foreach (string row in parameters)
        {
            string text = row.TrimEnd('!');
            string[] parts = text.Split(':', '@');
            CommandParameterInfo parameter = Assert.Single(found.Parameters, candidate => candidate.Name == parts[0]);
            Assert.Equal(row.EndsWith('!'), parameter.IsMandatory);
            Assert.Equal(text.Contains('@') ? int.Parse(parts[1]) : int.MinValue, parameter.Position);
            string[] aliases = text.Contains(':') ? parts[1].Split(',') : [];
            Assert.All(aliases, alias => Assert.Contains(alias, parameter.Aliases));
            Assert.All(OldValues[parameter.Name], value => Assert.IsType(parameter.ParameterType, Bound(parameter, value), exactMatch: false));
        }
    }

    [Theory]
    [InlineData("Connect-PartnerCenter", "User")]
    [InlineData("Get-PartnerCustomer", "ById")]
    [InlineData("Get-PartnerEnvironment", null)]
    [InlineData("New-PartnerCustomerApplicationConsent", null)]
    [InlineData("Register-PartnerTokenCache", "ByPersistent")]
    [InlineData("Resolve-PartnerError", "AnyErrorParameterSet")]
    [InlineData("Test-PartnerSecurityRequirement", null)]
    public void The_default_set_is_the_one_it_was(string command, string? set) =>
        Assert.Equal(set, ((CmdletInfo)Session.Run($"Get-Command {command}").One.BaseObject).DefaultParameterSet);

    [Theory]
    [InlineData("Resolve-PartnerError", "AnyErrorParameterSet", "Error", true, false)]
    [InlineData("Get-PartnerEnvironment", "__AllParameterSets", "Name", false, true)]
    public void What_came_from_the_pipeline_still_does(string command, string set, string name, bool byValue, bool byName)
    {
        CommandInfo info = (CommandInfo)Session.Run($"Get-Command {command}").One.BaseObject;
        CommandParameterInfo parameter = info.ParameterSets.Single(one => one.Name == set).Parameters.Single(one => one.Name == name);
        Assert.True(parameter.ValueFromPipeline || !byValue);
        Assert.True(parameter.ValueFromPipelineByPropertyName || !byName);
    }

    [Fact]
    public void Commands_without_parameters_still_need_none() =>
        Assert.All(
            new[] { "Disconnect-PartnerCenter", "Get-PartnerContext", "Get-PartnerOrganizationProfile" },
            command => Assert.DoesNotContain(
                ((CommandInfo)Session.Run($"Get-Command {command}").One.BaseObject).ParameterSets,
                set => set.Parameters.Any(parameter => parameter.IsMandatory)));

    /// <summary>The value as the parameter takes it: transformed, then converted, as PowerShell's binder does.</summary>
    private static object Bound(CommandParameterInfo parameter, object value)
    {
        object bound = value;
        foreach (ArgumentTransformationAttribute transformation in parameter.Attributes.OfType<ArgumentTransformationAttribute>())
        {
            bound = transformation.Transform(null!, bound);
        }

        return LanguagePrimitives.ConvertTo(bound, parameter.ParameterType);
    }

    /// <summary>A grant in the form of every sample: New-Object with the type's full name.</summary>
    private static object Grants() => Session.Run(
        """
        $grant = New-Object -TypeName Microsoft.Store.PartnerCenter.Models.ApplicationConsents.ApplicationGrant
        $grant.EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'
        $grant.Scope = 'User.Read'
        $grant
        """).One.BaseObject;
}

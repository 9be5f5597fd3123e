using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>
/// The parameters of the PartnerCenter module, set by set: whoever wrote a call for it finds every name, alias, set,
/// position and mandatory mark here.
/// </summary>
public sealed class OldParameterTableTests
{
    private const string Application = "ApplicationId:ClientId";
    private const string Device = "UseDeviceAuthentication:DeviceCode,DeviceAuth,Device";
    private const string Environment = "Environment:EnvironmentName";
    private const string Tenant = "Tenant:Domain,TenantId";

    private static readonly Session Session = new("PartnerAuth");

    // Command, set, parameters; ! is mandatory, @n a position, : begins the aliases.
    [Theory]
    [InlineData("New-PartnerAccessToken", "AccessToken", "AccessToken!", Application + "!", "Credential", Environment, "Scopes!", Tenant)]
    [InlineData("New-PartnerAccessToken", "RefreshToken", Application, "CertificateThumbprint", "Credential", Environment, "Module:ModuleName", "RefreshToken!", "Scopes!", "ServicePrincipal", Tenant)]
    [InlineData("New-PartnerAccessToken", "ServicePrincipal", Application + "!", "Credential!", Environment, "Scopes!", "ServicePrincipal!", Tenant + "!", "UseAuthorizationCode:AuthCode")]
    [InlineData("New-PartnerAccessToken", "ServicePrincipalCertificate", Application + "!", "CertificateThumbprint!", Environment, "Scopes!", "ServicePrincipal", Tenant + "!", "UseAuthorizationCode:AuthCode")]
    [InlineData("New-PartnerAccessToken", "User", Application + "!", Environment, "Scopes!", Tenant, "UseAuthorizationCode:AuthCode", Device)]
    [InlineData("New-PartnerAccessToken", "ByModule", Environment, "Module:ModuleName!", "RefreshToken", Tenant, "UseAuthorizationCode:AuthCode")]
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
        }
    }

    [Fact]
    public void Commands_without_parameters_still_need_none() =>
        Assert.All(
            new[] { "Disconnect-PartnerCenter", "Get-PartnerContext", "Get-PartnerOrganizationProfile" },
            command => Assert.DoesNotContain(
                ((CommandInfo)Session.Run($"Get-Command {command}").One.BaseObject).ParameterSets,
                set => set.Parameters.Any(parameter => parameter.IsMandatory)));
}

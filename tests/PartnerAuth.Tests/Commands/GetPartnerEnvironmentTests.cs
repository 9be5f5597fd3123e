using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerEnvironment.</summary>
public sealed class GetPartnerEnvironmentTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void The_open_clouds_come_by_their_old_names()
    {
        IEnumerable<string> names = session.Run("(Get-PartnerEnvironment).Name").Output.Select(name => name.ToString());
        Assert.Equal(["AzureCloud", "AzureChinaCloud", "AzureUSGovernment", "AzureUSGovernmentDoD"], names);
    }

    [Fact]
    public void One_cloud_comes_with_its_addresses()
    {
        PSObject china = session.Run("Get-PartnerEnvironment azurechinacloud").One;
        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.PSPartnerEnvironment", china.BaseObject.GetType().FullName);
        Assert.Equal("https://login.partner.microsoftonline.cn/", china.Properties["ActiveDirectoryAuthority"].Value);
        Assert.Equal("https://partner.partnercenterapi.microsoftonline.cn", china.Properties["PartnerCenterEndpoint"].Value);
        Assert.Equal("https://graph.chinacloudapi.cn", china.Properties["AzureAdGraphEndpoint"].Value);
    }

    [Fact]
    public void A_name_that_is_none_is_an_error_that_names_the_others()
    {
        ErrorRecord error = session.Run("Get-PartnerEnvironment Mars").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Contains("AzureCloud", error.ErrorDetails.RecommendedAction);
    }
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Get-PartnerEnvironment.</summary>
public sealed class GetPartnerEnvironmentTests(Practice practice) : IClassFixture<Practice>
{
    private readonly Session session = practice.Session;

    [Fact]
    public void The_clouds_come_by_their_old_names_and_closed_ones_are_marked()
    {
        IEnumerable<string> clouds = session
            .Run("Get-PartnerEnvironment | Where-Object Type -ne Custom | ForEach-Object { \"$($_.Name) $($_.Type)\" }")
            .Output.Select(cloud => cloud.ToString());
        Assert.Equal(
            [
                "AzureCloud BuiltIn", "AzureChinaCloud BuiltIn", "AzureGermanCloud Closed", "AzurePPE Closed",
                "AzureUSGovernment BuiltIn", "AzureUSGovernmentDoD BuiltIn",
            ],
            clouds);
    }

    [Theory]
    [InlineData("AzureGermanCloud")]
    [InlineData("azureppe")]
    public void A_closed_cloud_has_no_address_that_a_script_could_send_to(string name)
    {
        PSObject closed = session.Run($"Get-PartnerEnvironment {name}").One;
        foreach (string address in new[] { "ActiveDirectoryAuthority", "AzureAdGraphEndpoint", "AzureEndpoint", "GraphEndpoint", "PartnerCenterEndpoint" })
        {
            Assert.Null(closed.Properties[address].Value);
        }
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

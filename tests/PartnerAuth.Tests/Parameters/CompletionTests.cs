using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>What the Tab key offers.</summary>
public sealed class CompletionTests(Practice practice) : IClassFixture<Practice>
{
    [Theory]
    [InlineData("Get-PartnerHeader -Scopes ", "Graph ExchangeOnline SecurityCompliance Azure MicrosoftTeams SharePoint PartnerCenter Defender ManagementApi")]
    [InlineData("Get-PartnerConnectParameter -For s", "SecurityCompliance SharePoint")]
    [InlineData("New-PartnerAccessToken -Scopes ex", "ExchangeOnline")]
    [InlineData("New-PartnerConsentUrl -Scopes mic", "MicrosoftTeams")]
    [InlineData("New-PartnerConsentUrl -Environment azureus", "AzureUSGovernment AzureUSGovernmentDoD")]
    [InlineData("Connect-PartnerCenter -Environment azureus", "AzureUSGovernment AzureUSGovernmentDoD")]
    [InlineData("Get-PartnerEnvironment Azure", "AzureCloud AzureChinaCloud AzureUSGovernment AzureUSGovernmentDoD")]
    public void Names_are_offered_in_their_order(string line, string offered)
    {
        using PowerShell shell = PowerShell.Create(practice.Session.Runspace);
        CommandCompletion completion = CommandCompletion.CompleteInput(line, line.Length, null, shell);
        Assert.Equal(offered, string.Join(' ', completion.CompletionMatches.Select(match => match.CompletionText)));
    }
}

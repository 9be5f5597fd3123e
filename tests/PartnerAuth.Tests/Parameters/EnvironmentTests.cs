using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>What -Environment takes, and how the name of an environment compares.</summary>
public sealed class EnvironmentTests(Practice practice) : IClassFixture<Practice>
{
    private const string Type = "[Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.EnvironmentName]";
    private readonly Session session = practice.Session;

    [Theory]
    [InlineData("$sandbox.Environment")]
    [InlineData("$context.Environment")]
    [InlineData("@{ name = 'Sandbox'; login = $sandbox.Environment.Login; graph = $sandbox.Environment.Graph; partnerCenter = $sandbox.Environment.PartnerCenter; caCertificate = $null }")]
    [InlineData("($sandbox.Environment | ConvertTo-Json | ConvertFrom-Json)")]
    public void A_sandbox_is_taken_as_plain_data_from_anywhere(string environment)
    {
        PSObject token = session.Run(
            $"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Scopes PartnerCenter -Environment {environment}").One;
        Assert.Equal(practice.Sandbox.TenantId, token.Properties["TenantId"].Value);
    }

    [Theory]
    [InlineData("AzureCloud")]
    [InlineData("azurechinacloud")]
    [InlineData("'AzureUSGovernment'")]
    [InlineData("AzureUSGovernmentDoD")]
    [InlineData(Type + "::AzureUSGovernment")]
    [InlineData(Type + "'AzureCloud'")]
    [InlineData("1")]
    [InlineData("'4'")]
    [InlineData("(Get-PartnerEnvironment AzureChinaCloud)")]
    [InlineData("@{ Name = 'AzureCloud' }")]
    public void A_cloud_is_taken_by_name_and_as_every_object_that_has_it(string environment)
    {
        // The sandbox's secret is refused for a real cloud, by name, and so nothing leaves this machine.
        ErrorRecord error = session.Run(
            $"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken $sandbox.RefreshToken -Scopes Graph -Environment {(environment.StartsWith('[') ? $"({environment})" : environment)}").OneError;
        Assert.StartsWith("InvalidInput,", error.FullyQualifiedErrorId);
        Assert.Contains("sandbox", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("AzureGermanCloud")]
    [InlineData("azureppe")]
    [InlineData("3")]
    [InlineData("(" + Type + "::AzurePPE)")]
    [InlineData("(Get-PartnerEnvironment AzureGermanCloud)")]
    public void A_closed_cloud_is_taken_with_a_warning_and_refused_when_it_is_asked(string environment)
    {
        foreach (string command in new[] { "Connect-PartnerCenter", "New-PartnerAccessToken -Scopes Graph" })
        {
            RunResult run = session.Run($"{command} -ApplicationId $sandbox.ApplicationId -RefreshToken x -Environment {environment} -Verbose");
            Assert.Matches(@"has closed( \(since [0-9-]{10}, Get-PartnerTimeline -Id german-cloud\))?; use one of AzureCloud,", Assert.Single(run.Warnings));
            Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
            Assert.Matches(@"has closed( \(since [0-9-]{10}, Get-PartnerTimeline -Id german-cloud\))?; nothing was sent", run.OneError.ToString());
            Assert.DoesNotContain(run.Verbose, line => line.StartsWith("POST", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Mars", "AzureCloud")]
    [InlineData("5", "AzureCloud")]
    [InlineData("-1", "AzureCloud")]
    [InlineData("''", "AzureCloud")]
    [InlineData("@{ Host = 'x' }", "Host")]
    public void What_is_no_environment_is_refused_with_the_names_that_are(string environment, string named)
    {
        ErrorRecord error = session.Run($"Connect-PartnerCenter @partner -Tenant a.example -Environment {environment}".Replace("@partner", "-ApplicationId $sandbox.ApplicationId -RefreshToken x")).OneError;
        Assert.Contains(named, error.ToString());
        Assert.Contains("Environment", error.ToString());
    }

    [Theory]
    [InlineData(Type + "::AzureCloud -eq 'AzureCloud'", true)]
    [InlineData("'azurecloud' -eq " + Type + "::AzureCloud", true)]
    [InlineData(Type + "::AzureCloud -eq " + Type + "'AZURECLOUD'", true)]
    [InlineData(Type + "::AzureCloud -ne 'AzureChinaCloud'", true)]
    [InlineData(Type + "::AzureCloud -eq 'AzureChinaCloud'", false)]
    [InlineData("'AzureCloud', 'x' -contains " + Type + "::AzureCloud", true)]
    [InlineData("$(switch (" + Type + "::AzurePPE) { 'AzurePPE' { $true } default { $false } })", true)]
    [InlineData("\"$(" + Type + "::AzureGermanCloud)\" -ceq 'AzureGermanCloud'", true)]
    [InlineData("$context.Environment.EnvironmentName -eq 'Sandbox'", true)]
    [InlineData(Type + "::AzureUSGovernment -in 'AzureCloud', 'AzureUSGovernment'", true)]
    [InlineData("$(switch (" + Type + "::AzureCloud) { (" + Type + "::AzurePPE) { $false } (" + Type + "::AzureCloud) { $true } })", true)]
    [InlineData("$(switch ('AzureCloud') { (" + Type + "::AzureCloud) { $true } default { $false } })", true)]
    [InlineData(Type + "'azurecloud' -eq 'AzureCloud'", true)]
    [InlineData("('AzureCloud' -as " + Type + ") -eq " + Type + "::AzureCloud", true)]
    [InlineData(Type + "::AzureUSGovernment -eq 4", true)]
    [InlineData("0 -eq " + Type + "::AzureCloud", true)]
    [InlineData("1 -eq " + Type + "::AzureCloud", false)]
    [InlineData(Type + "::AzureUSGovernmentDoD -eq 4", false)]
    [InlineData(Type + "::AzureCloud -eq $null", false)]
    [InlineData("@{ " + "(" + Type + "::AzureCloud) = $true }[" + Type + "'AZURECLOUD']", true)]
    [InlineData("& { param(" + Type + "$Name) $Name -eq 'AzurePPE' } 3", true)]
    public void A_name_equals_its_text_as_the_old_enum_did(string comparison, bool expected) =>
        Assert.Equal(expected, session.Run(comparison).One.BaseObject);

    [Theory]
    [InlineData(0, "AzureCloud")]
    [InlineData(1, "AzureChinaCloud")]
    [InlineData(2, "AzureGermanCloud")]
    [InlineData(3, "AzurePPE")]
    [InlineData(4, "AzureUSGovernment")]
    public void A_name_has_the_number_that_it_had_in_the_enum(int number, string name)
    {
        Assert.Equal(name, session.Run($"\"$({Type}{number})\"").One.ToString());
        Assert.Equal(name, session.Run($"\"$({Type}'{number}')\"").One.ToString());
        Assert.Equal(number, session.Run($"[int]{Type}::{name}").One.BaseObject);
    }

    [Theory]
    [InlineData(Type + "5")]
    [InlineData(Type + "(-1)")]
    [InlineData("[int]" + Type + "::AzureUSGovernmentDoD")]
    public void No_other_name_and_no_other_number_goes_together(string conversion) =>
        Assert.Contains("Cannot convert value", session.Run(conversion).OneError.ToString());
}

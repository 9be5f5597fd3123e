using System.Reflection;
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

    [Fact]
    public void Tenants_that_were_listed_are_offered_with_their_names()
    {
        practice.Session.Run("Get-PartnerCustomer").AssertClean();
        foreach (string line in new[] { "Get-PartnerHeader -Tenant cont", "Test-PartnerCustomerAccess -CustomerId cont", "Clear-PartnerTokenCache -Tenant cont", "Get-PartnerCustomer -Domain cont" })
        {
            CompletionResult offered = Assert.Single(Complete(line), match => match.CompletionText == "contoso.onmicrosoft.example");
            Assert.Equal($"Contoso ({practice.TenantId("contoso")})", offered.ToolTip);
        }

        Assert.Contains(Complete("Get-PartnerHeader -Tenant " + practice.TenantId("contoso")), match => match.CompletionText == "contoso.onmicrosoft.example");
    }

    [Theory]
    [InlineData("evil.example; Remove-Item x")]
    [InlineData("$(Remove-Item x)")]
    [InlineData("evil.example\u001b[31m")]
    public void What_a_service_calls_a_domain_and_is_none_never_gets_into_the_command_line(string domain)
    {
        string id = Guid.NewGuid().ToString();
        Assembly module = ((CmdletInfo)practice.Session.Run("Get-Command Get-PartnerHeader").One.BaseObject).ImplementingType.Assembly;
        module.GetType("PartnerAuth.SeenTenants")!.GetMethod("Add", BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, [id, domain, null]);
        Assert.Equal(id, Assert.Single(Complete("Get-PartnerHeader -Tenant " + id)).CompletionText);
    }

    [Fact]
    public void A_tenant_that_gave_a_token_is_offered()
    {
        using SandboxProcess other = SandboxProcess.WithScenario("""{ "consented": true, "tenants": [{ "domain": "never-listed.example" }] }""");
        using Session session = new("PartnerAuth");
        GdapPractice.Connect(session, other.Document);
        session.Run("Get-PartnerHeader -Scopes Graph -Tenant never-listed.example").AssertClean();
        Assert.Equal("never-listed.example", Assert.Single(Complete("Get-PartnerHeader -Tenant never")).CompletionText);
    }

    [Fact]
    public void A_hostile_name_does_nothing_in_a_tooltip()
    {
        using SandboxProcess other = SandboxProcess.WithScenario("""{ "tenants": [{ "domain": "tooltip.example", "name": "\u001b[31mred\r\nline" }] }""");
        using Session session = new("PartnerAuth");
        GdapPractice.Connect(session, other.Document);
        session.Run("Get-PartnerCustomer").AssertClean();
        Assert.StartsWith("[31mred line (", Assert.Single(Complete("Get-PartnerHeader -Tenant tooltip")).ToolTip);
    }

    [Fact]
    public void A_context_is_offered_as_the_expression_that_gives_it()
    {
        CompletionResult offered = Complete("Get-PartnerCustomer -Context ")[0];
        Assert.Contains("Sandbox", offered.ToolTip);
        PSObject context = practice.Session.Run(offered.CompletionText).One;
        Assert.Equal(offered.ListItemText, context.ToString());
        Assert.NotEmpty(practice.Session.Run("Get-PartnerCustomer -Context " + offered.CompletionText).Output);
    }

    [Fact]
    public void Manifests_are_the_files_that_can_be_one()
    {
        using TemporaryFolder folder = new();
        foreach (string name in new[] { "app.json", "app.psd1", "app.ps1", "app.txt", "app (old).json" })
        {
            File.WriteAllText(Path.Combine(folder.Path, name), "{}");
        }

        Directory.CreateDirectory(Path.Combine(folder.Path, "apps"));
        foreach (string quote in folder.Path.Contains(' ') ? ["'"] : new[] { "", "'" })
        {
            string line = $"Test-PartnerApplication -Manifest {quote}{folder.Path}{Path.DirectorySeparatorChar}app";
            Assert.Equal(["app (old).json", "app.json", "app.psd1", "apps"], Complete(line).Select(match => match.ListItemText).Order(StringComparer.Ordinal));
            foreach (CompletionResult match in Complete(line))
            {
                Assert.Equal(match.ToolTip, practice.Session.Run("& { param($Path) $Path } -Path " + match.CompletionText).One.ToString());
            }
        }
    }

    [Theory]
    [InlineData("Get-PartnerHeader -Scopes Gra")]
    [InlineData("Get-PartnerConnectParameter -For Azu")]
    [InlineData("Connect-PartnerCenter -Environment AzureCl")]
    public void A_name_is_offered_with_what_it_stands_for(string line)
    {
        CompletionResult offered = Assert.Single(Complete(line));
        Assert.NotEmpty(offered.ToolTip);
        Assert.NotEqual(offered.CompletionText, offered.ToolTip);
    }

    private System.Collections.ObjectModel.Collection<CompletionResult> Complete(string line)
    {
        using PowerShell shell = PowerShell.Create(practice.Session.Runspace);
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }
}

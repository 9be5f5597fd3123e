using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>What <c>-WhatIf</c> tells: sentences.</summary>
public sealed class WhatIfTests(Practice practice) : IClassFixture<Practice>
{
    private const string Grants = "-ApplicationId $sandbox.ApplicationId -ApplicationGrants @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }";

    [Theory]
    [InlineData("New-PartnerCustomerApplicationConsent -CustomerId fabrikam.onmicrosoft.example " + Grants, "Consent to application 11111111-aaaa-4aaa-8aaa-111111111111 for 00000003-0000-0000-c000-000000000000: User.Read in fabrikam.onmicrosoft.example.")]
    [InlineData("Remove-PartnerCustomerApplicationConsent adatum.onmicrosoft.example", "Take back the consent of application 11111111-aaaa-4aaa-8aaa-111111111111 for adatum.onmicrosoft.example.")]
    [InlineData("Clear-PartnerTokenCache", "Drop the cached access tokens of every tenant.")]
    [InlineData("Clear-PartnerTokenCache -Tenant adatum.onmicrosoft.example", "Drop the cached access tokens of adatum.onmicrosoft.example.")]
    [InlineData("Register-PartnerTokenCache -InMemory", "Keep tokens in memory alone.")]
    [InlineData("Register-PartnerTokenCache -Persistent -Path ./tokens.kept", "Keep tokens in ")]
    [InlineData("Connect-PartnerCenter @partner", "Connect to Partner Center in Sandbox.")]
    [InlineData("Disconnect-PartnerCenter", "Disconnects the current session from Partner Center.")]
    [InlineData("Add-PartnerEnvironment -Name Mine -ActiveDirectoryAuthority https://login.example.org -GraphEndpoint https://graph.example.org -PartnerCenterEndpoint https://pc.example.org", "Add the environment Mine, so that secrets and tokens go to login.example.org, graph.example.org, pc.example.org.")]
    [InlineData("Get-PartnerRefreshTokenStatus | Export-PartnerReport -Path ./report.html", "Write the report to ")]
    public void A_rehearsal_tells_a_sentence(string command, string sentence)
    {
        RunResult run = practice.Session.Run(command + " -WhatIf");
        run.AssertClean();
        Assert.StartsWith("What if: " + sentence, run.Text);
        Assert.DoesNotContain("Performing the operation", run.Text);
    }

    [Fact]
    public void A_rehearsal_of_a_manifest_tells_each_change_of_a_customer()
    {
        using TemporaryFolder folder = new();
        string manifest = Path.Combine(folder.Path, "app.json");
        File.WriteAllText(manifest, $$"""
            { "application": { "id": "{{practice.Sandbox.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }
            """);
        foreach ((string command, string state) in new[] { ("Sync-PartnerCustomerApplicationConsent", "Created"), ("Repair-PartnerCustomerAccess", "ConsentMissing") })
        {
            RunResult run = practice.Session.Run($"{command} fabrikam.onmicrosoft.example -Manifest $manifest -WhatIf", ("manifest", manifest));
            run.AssertClean();
            Assert.Contains($"What if: In fabrikam.onmicrosoft.example ({state}): grant Microsoft Graph: User.Read.", run.Text);
        }
    }
}

using System.Net;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.SandboxModule;

/// <summary>Start-PartnerSandbox and Stop-PartnerSandbox.</summary>
public sealed class PartnerSandboxTests : IDisposable
{
    private readonly Session session = new("PartnerAuth.Sandbox");

    public void Dispose() => session.Dispose();

    [Fact]
    public void A_started_sandbox_answers_and_a_stopped_one_does_not()
    {
        PSObject sandbox = session.Run("$sandbox = Start-PartnerSandbox -Customers 2; $sandbox").One;
        Assert.True((bool)sandbox.Properties["IsRunning"].Value);
        Assert.Equal(2, session.Run("$sandbox.Customers").Output.Count);
        RunResult discovery = session.Run(
            "(Invoke-RestMethod -Uri \"$($sandbox.Environment.Login)/$($sandbox.TenantId)/v2.0/.well-known/openid-configuration\").issuer");
        Assert.Contains((string)sandbox.Properties["TenantId"].Value, discovery.One.ToString());

        session.Run("$sandbox | Stop-PartnerSandbox; $sandbox | Stop-PartnerSandbox").AssertClean();
        Assert.False((bool)sandbox.Properties["IsRunning"].Value);
        ErrorRecord refused = session.Run("Invoke-RestMethod -Uri $sandbox.Environment.Login").OneError;
        Assert.IsType<HttpRequestException>(refused.Exception);
    }

    [Fact]
    public void The_same_seed_makes_the_same_customers()
    {
        const string Names = "$one = Start-PartnerSandbox -Customers 20 -Seed 7; $one.Customers.TenantId -join ' '; Stop-PartnerSandbox $one";
        Assert.Equal(session.Run(Names).One.ToString(), session.Run(Names).One.ToString());
    }

    [Fact]
    public void The_environment_is_plain_data_with_a_certificate_authority_over_https()
    {
        PSObject http = session.Run("$plain = Start-PartnerSandbox -Customers 1; $plain.Environment; Stop-PartnerSandbox $plain").One;
        Assert.Equal("Sandbox", http.Properties["Name"].Value);
        Assert.StartsWith("http://127.0.0.1:", (string)http.Properties["Login"].Value);
        Assert.StartsWith((string)http.Properties["Login"].Value, (string)http.Properties["Graph"].Value);
        Assert.StartsWith((string)http.Properties["Login"].Value, (string)http.Properties["PartnerCenter"].Value);
        Assert.Null(http.Properties["CaCertificate"].Value);

        PSObject https = session.Run("$safe = Start-PartnerSandbox -Customers 1 -Https; $safe.Environment; Stop-PartnerSandbox $safe").One;
        Assert.StartsWith("https://127.0.0.1:", (string)https.Properties["Login"].Value);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", (string)https.Properties["CaCertificate"].Value);
    }

    [Fact]
    public void No_view_shows_a_secret()
    {
        string shown = session.Show(
            "$sandbox = Start-PartnerSandbox -Customers 2; $sandbox; $sandbox | Format-List *; \"$sandbox\"; $sandbox | ConvertTo-Json -Depth 5");
        PSObject sandbox = session.Run("$sandbox").One;
        Assert.Contains("UserPrincipalName", shown);
        string mark = "partner-sandbox.";
        Assert.StartsWith(mark, new NetworkCredential("user", (System.Security.SecureString)sandbox.Properties["RefreshToken"].Value).Password);
        Assert.StartsWith(mark, ((PSCredential)sandbox.Properties["Credential"].Value).GetNetworkCredential().Password);
        Assert.DoesNotContain(mark, shown);
        session.Run("Stop-PartnerSandbox $sandbox").AssertClean();
    }

    [Fact]
    public void A_scenario_that_cannot_be_used_is_one_error_that_says_why()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "scenario.json");

        ErrorRecord missing = session.Run("Start-PartnerSandbox -Scenario $file", ("file", file)).OneError;
        Assert.Equal("ScenarioUnreadable,PartnerAuth.Commands.StartPartnerSandboxCommand", missing.FullyQualifiedErrorId);
        Assert.Contains(file, missing.Exception.Message);

        File.WriteAllText(file, """{ "custommers": 3 }""");
        ErrorRecord unknown = session.Run("Start-PartnerSandbox -Scenario $file", ("file", file)).OneError;
        Assert.Equal("SandboxNotStarted,PartnerAuth.Commands.StartPartnerSandboxCommand", unknown.FullyQualifiedErrorId);
        Assert.Contains("custommers", unknown.Exception.Message);
    }

    [Fact]
    public void Customers_of_a_scenario_come_first()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "scenario.json");
        File.WriteAllText(file, """{ "tenants": [ { "domain": "first.onmicrosoft.example", "fault": "noAccess" } ] }""");
        PSObject domain = session.Run(
            "$sandbox = Start-PartnerSandbox -Customers 3 -Scenario $file; $sandbox.Customers[0].Domain; Stop-PartnerSandbox $sandbox",
            ("file", file)).One;
        Assert.Equal("first.onmicrosoft.example", domain.ToString());
    }
}

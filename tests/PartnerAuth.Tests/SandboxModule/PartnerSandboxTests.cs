using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
            "$sandbox = Start-PartnerSandbox -Customers 2; $sandbox; $sandbox | Format-List *; \"$sandbox\"; "
            + "$sandbox | ConvertTo-Json -Depth 5; $sandbox.Accounts; $sandbox.Accounts | Format-List *; "
            + "$sandbox.ManagedIdentity; $sandbox.ManagedIdentity | Format-List *");
        Assert.Contains("UserPrincipalName", shown);
        PSObject sandbox = session.Run("$sandbox").One;
        List<string> secrets = [.. new[] { "RefreshToken", "PublicRefreshToken", "FederatedToken", "CertificatePem", "CustomerPassword" }
            .Select(name => Plain(sandbox.Properties[name].Value))];
        secrets.Add(Plain(session.Run("$sandbox.Credential.Password").One.BaseObject));
        secrets.AddRange(session.Run("$sandbox.Accounts.Credential.Password").Output.Select(password => Plain(password.BaseObject)));
        secrets.Add(Plain(session.Run("$sandbox.ManagedIdentity.Header").One.BaseObject));
        Assert.Equal(9, secrets.Count);
        foreach (string secret in secrets)
        {
            Assert.StartsWith(secret.StartsWith("-----") ? "-----BEGIN CERTIFICATE-----" : "partner-sandbox.", secret);
            Assert.DoesNotContain(secret, shown);
        }

        Assert.DoesNotContain("PRIVATE KEY", shown);
        session.Run("Stop-PartnerSandbox $sandbox").AssertClean();
    }

    [Fact]
    public void The_certificate_has_its_key_and_says_that_it_is_a_sandboxs()
    {
        X509Certificate2 certificate = (X509Certificate2)session.Run(
            "$sandbox = Start-PartnerSandbox -Customers 1; $sandbox.Certificate; Stop-PartnerSandbox $sandbox").One.BaseObject;
        Assert.True(certificate.HasPrivateKey);
        Assert.True(certificate.RawData.AsSpan().IndexOf("partner-sandbox."u8) > 0);
        Assert.InRange(DateTime.Now, certificate.NotBefore, certificate.NotAfter);
        byte[] data = [1, 2, 3];
        using RSA key = certificate.GetRSAPrivateKey()!;
        byte[] signature = key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        using RSA publicKey = certificate.GetRSAPublicKey()!;
        Assert.True(publicKey.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));

        string pem = Plain(session.Run("$sandbox.CertificatePem").One.BaseObject);
        using X509Certificate2 same = X509Certificate2.CreateFromPem(pem, pem);
        Assert.Equal(certificate.Thumbprint, same.Thumbprint);
        Assert.True(same.HasPrivateKey);
    }

    [Fact]
    public void An_account_signs_in_on_the_device_page()
    {
        RunResult run = session.Run("""
            $sandbox = Start-PartnerSandbox -Customers 1
            $login = $sandbox.Environment.Login
            $client = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
            $codes = Invoke-RestMethod -Method Post -Uri "$login/organizations/oauth2/v2.0/devicecode" -Body @{
                client_id = $client; scope = 'https://graph.microsoft.com/.default offline_access' }
            $account = $sandbox.Accounts[0]
            $null = Invoke-RestMethod -Method Post -Uri $codes.verification_uri -Body @{
                user_code = $codes.user_code
                username = $account.UserPrincipalName
                password = $account.Credential.GetNetworkCredential().Password
                mfa_code = $account.MfaCode }
            Invoke-RestMethod -Method Post -Uri "$login/organizations/oauth2/v2.0/token" -Body @{
                grant_type = 'device_code'; client_id = $client; device_code = $codes.device_code }
            Stop-PartnerSandbox $sandbox
            """);
        Assert.StartsWith("partner-sandbox.", (string)run.One.Properties["refresh_token"].Value);
        Assert.Equal([true, false], session.Run("$sandbox.Accounts | ForEach-Object { $null -ne $_.MfaCode }").OutputOf<bool>());
    }

    [Fact]
    public void A_managed_identity_gives_tokens_and_so_does_the_ready_one()
    {
        PSObject answer = session.Run("""
            $sandbox = Start-PartnerSandbox -Customers 1
            $identity = $sandbox.ManagedIdentity
            $header = [System.Net.NetworkCredential]::new('', $identity.Header).Password
            $query = "api-version=2019-08-01&resource=api://AzureADTokenExchange&client_id=$($identity.ClientId)"
            Invoke-RestMethod -Uri "$($identity.Endpoint)?$query" -Headers @{ 'X-IDENTITY-HEADER' = $header }
            """).One;
        string ready = Plain(session.Run("$sandbox.FederatedToken").One.BaseObject);
        foreach (string token in new[] { (string)answer.Properties["access_token"].Value, ready })
        {
            PSObject redeemed = session.Run(
                """
                Invoke-RestMethod -Method Post -Uri "$($sandbox.Environment.Login)/$($sandbox.TenantId)/oauth2/v2.0/token" -Body @{
                    grant_type = 'client_credentials'; client_id = $sandbox.ApplicationId; scope = 'https://graph.microsoft.com/.default'
                    client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'; client_assertion = $token }
                """,
                ("token", token)).One;
            Assert.Equal("Bearer", redeemed.Properties["token_type"].Value);
        }

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

    private static string Plain(object secret) => new NetworkCredential("", (SecureString)secret).Password;
}

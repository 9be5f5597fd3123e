using System.Security.Cryptography.X509Certificates;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>Every credential of an application gets tokens, for a user beside a refresh token and for the application alone.</summary>
[Collection("Environment variables")]
public sealed class ApplicationCredentialTests : IClassFixture<Practice>
{
    private const string Delegated = "New-PartnerAccessToken -RefreshToken $sandbox.RefreshToken -Scopes Graph -Tenant $tenant -Environment $sandbox.Environment -ForceRefresh -ApplicationId $sandbox.ApplicationId ";
    private const string Alone = "New-PartnerAccessToken -Scopes Graph -Tenant $sandbox.TenantId -Environment $sandbox.Environment -ForceRefresh -ApplicationId $sandbox.ApplicationId ";

    private readonly Practice practice;
    private readonly Session session;

    public ApplicationCredentialTests(Practice practice)
    {
        this.practice = practice;
        session = practice.Session;
        SandboxCertificate certificate = practice.Sandbox.Certificate;
        session.Run(
            "$imported = $null",
            ("tenant", practice.TenantId("adatum")),
            ("certificate", X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(certificate.Pfx), certificate.Password)),
            ("sandbox", practice.Sandbox)).AssertClean();
    }

    [Theory]
    [InlineData("-ClientSecret $sandbox.ClientSecret")]
    [InlineData("-FederatedToken $sandbox.FederatedToken")]
    [InlineData("-FederatedToken (ConvertTo-SecureString $sandbox.FederatedToken -AsPlainText -Force)")]
    [InlineData("-FederatedToken { $sandbox.FederatedToken }")]
    [InlineData("-FederatedToken { ConvertTo-SecureString $sandbox.FederatedToken -AsPlainText -Force }")]
    public void A_credential_gets_tokens_for_a_user_and_for_the_application_alone(string credential)
    {
        PSObject user = session.Run(Delegated + credential).One;
        Assert.Equal(practice.TenantId("adatum"), user.Properties["TenantId"].Value);
        Assert.NotNull(user.Properties["RefreshToken"].Value);
        Assert.Null(session.Run(Alone + credential).One.Properties["RefreshToken"].Value);
    }

    [Theory]
    [InlineData("-Certificate $certificate")]
    [InlineData("-Certificate $certificate -UseRS256")]
    public void A_certificate_as_an_object_is_such_a_credential(string credential) =>
        A_credential_gets_tokens_for_a_user_and_for_the_application_alone(credential);

    [Fact]
    public void A_file_is_read_as_PFX_with_its_password_and_as_PEM()
    {
        using TemporaryFolder folder = new();
        SandboxCertificate certificate = practice.Sandbox.Certificate;
        string pfx = System.IO.Path.Combine(folder.Path, "app.pfx");
        string pem = System.IO.Path.Combine(folder.Path, "app.pem");
        File.WriteAllBytes(pfx, Convert.FromBase64String(certificate.Pfx));
        File.WriteAllText(pem, certificate.Pem);
        session.Run(Delegated + "-CertificatePath $pfx -CertificatePassword $sandbox.Certificate.Password", ("pfx", pfx)).One.ToString();
        session.Run(Alone + "-CertificatePath $pem", ("pem", pem)).One.ToString();

        RunResult wrong = session.Run(Alone + "-CertificatePath $pfx -CertificatePassword nonsense");
        Assert.Equal("InvalidInput", Id(wrong));
        Assert.Contains("password", wrong.OneError.ToString());
        RunResult missing = session.Run(Alone + "-CertificatePath ./nothing.pfx");
        Assert.Equal("InvalidInput", Id(missing));
        RunResult needless = session.Run(Alone + "-CertificatePath $pem -CertificatePassword $sandbox.Certificate.Password");
        Assert.Equal("InvalidInput", Id(needless));
        Assert.Contains("not encrypted", needless.OneError.ToString());
        File.WriteAllText(pem, "nothing");
        Assert.Equal("InvalidInput", Id(session.Run(Alone + "-CertificatePath $pem")));
    }

    [Fact]
    public void A_certificate_of_the_users_store_is_found_by_its_thumbprint()
    {
        X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(
            Convert.FromBase64String(practice.Sandbox.Certificate.Pfx), practice.Sandbox.Certificate.Password, X509KeyStorageFlags.PersistKeySet);
        using X509Store store = new(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(certificate);
        try
        {
            session.Run(Alone + "-CertificateThumbprint $thumbprint", ("thumbprint", certificate.Thumbprint)).One.ToString();
            session.Run(Delegated + "-CertificateThumbprint $thumbprint").One.ToString();
        }
        finally
        {
            store.Remove(certificate);
        }

        RunResult gone = session.Run(Alone + "-CertificateThumbprint $thumbprint");
        Assert.Equal("InvalidInput", Id(gone));
        Assert.Contains(certificate.Thumbprint, gone.OneError.ToString());
    }

    [Fact]
    public void A_certificate_without_its_private_key_is_refused_before_anything_is_sent()
    {
        session.Runspace.SessionStateProxy.SetVariable("public", X509CertificateLoader.LoadCertificate(
            X509Certificate2.CreateFromPem(practice.Sandbox.Certificate.Pem).RawData));
        RunResult run = session.Run(Alone + "-Certificate $public");
        Assert.Equal("InvalidInput", Id(run));
        Assert.Contains("no private key", run.OneError.ToString());
    }

    [Fact]
    public void A_managed_identity_takes_the_place_of_a_stored_secret()
    {
        SandboxManagedIdentity identity = practice.Sandbox.ManagedIdentity;
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", identity.Endpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", identity.Header);
        try
        {
            session.Run(Delegated + "-ManagedIdentity").One.ToString();
            session.Run(Alone + $"-ManagedIdentity -ManagedIdentityClientId {identity.ClientId}").One.ToString();
            RunResult foreign = session.Run(Alone + "-ManagedIdentity -ManagedIdentityClientId 77777777-ffff-4fff-8fff-666666666666");
            Assert.Equal("CredentialInvalid", Id(foreign));

            // What a right header got is not served to a wrong one.
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", "partner-sandbox.wrong");
            Assert.Equal("CredentialInvalid", Id(session.Run(Delegated + "-ManagedIdentity")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
            Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        }
    }

    [Fact]
    public void A_script_that_throws_is_the_reason_of_the_tenants_error()
    {
        RunResult run = session.Run(Alone + "-FederatedToken { throw 'the issuer is away' }");
        Assert.Equal("CredentialInvalid", Id(run));
        Assert.Contains("the issuer is away", run.OneError.ToString());
    }

    [Fact]
    public void Several_credentials_are_refused_by_name()
    {
        RunResult run = session.Run(Delegated + "-ClientSecret $sandbox.ClientSecret -Certificate $certificate");
        Assert.Equal("InvalidInput", Id(run));
        Assert.Contains("-ClientSecret, -Certificate", run.OneError.ToString());
    }

    [Theory]
    [InlineData("-ClientSecret $sandbox.ClientSecret -ServicePrincipal", "ServicePrincipal")]
    [InlineData("-Certificate $certificate", "Certificate")]
    [InlineData("-RefreshToken $sandbox.RefreshToken -Certificate $certificate", "User")]
    public void A_context_keeps_its_credential(string credential, string type)
    {
        using Session other = new("PartnerAuth");
        other.Run("$null = 1", ("sandbox", practice.Sandbox), ("tenant", practice.TenantId("adatum")), ("certificate", session.Runspace.SessionStateProxy.GetVariable("certificate"))).AssertClean();
        PSObject context = other.Run($"Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Tenant $sandbox.TenantId -Environment $sandbox.Environment {credential}").One;
        Assert.Equal(type, other.Run("(Get-PartnerContext).Account.Type").One.ToString());
        other.Run("New-PartnerAccessToken -Scopes PartnerCenter -ForceRefresh").One.ToString();
        Assert.DoesNotContain("partner-sandbox.", context.ToString());
    }

    [Theory]
    [InlineData("-Certificate $certificate")]
    [InlineData("-CertificatePath $pfx -CertificatePassword $sandbox.Certificate.Password")]
    [InlineData("-FederatedToken ([scriptblock]::Create(\"'$($sandbox.FederatedToken)'\"))")]
    public void A_key_and_a_script_of_a_context_serve_other_runspaces(string credential)
    {
        using TemporaryFolder folder = new();
        string pfx = System.IO.Path.Combine(folder.Path, "app.pfx");
        File.WriteAllBytes(pfx, Convert.FromBase64String(practice.Sandbox.Certificate.Pfx));
        using Session other = new("PartnerAuth");
        RunResult run = other.Run(
            $$"""
            $ctx = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment {{credential}}
            'adatum.onmicrosoft.example', 'contoso.onmicrosoft.example' | ForEach-Object -Parallel {
                New-PartnerAccessToken -Scopes Graph -Tenant $_ -Context $using:ctx -ForceRefresh
            }
            """,
            ("sandbox", practice.Sandbox),
            ("pfx", pfx),
            ("certificate", session.Runspace.SessionStateProxy.GetVariable("certificate")));
        run.AssertClean();
        Assert.Equal(
            new[] { practice.TenantId("adatum"), practice.TenantId("contoso") }.Order(),
            run.Output.Select(token => token.Properties["TenantId"].Value.ToString()!).Order());
    }

    [Fact]
    public void A_given_access_token_connects_and_serves_Partner_Center_alone()
    {
        using Session other = new("PartnerAuth");
        string token = (string)session.Run("(New-PartnerAccessToken -Scopes PartnerCenter).AccessToken").One.BaseObject;
        other.Run("$ctx = Connect-PartnerCenter -AccessToken $token -Environment $sandbox.Environment", ("token", token), ("sandbox", practice.Sandbox)).AssertClean();
        Assert.Equal(14, other.Run("Get-PartnerCustomer").Output.Count);
        Assert.Equal("AccessToken", other.Run("$ctx.Account.Type").One.ToString());
        Assert.Equal("InvalidInput", Id(other.Run("Get-PartnerHeader -Scopes Graph -Tenant $tenant", ("tenant", practice.TenantId("adatum")))));
    }

    [Theory]
    [InlineData("-Module ExchangeOnline -Tenant $tenant")]
    [InlineData("-Module ExchangeOnline -RefreshToken $sandbox.RefreshToken -Tenant $tenant")]
    [InlineData("-ApplicationId a0c73c16-a7e3-4564-9a95-2bdf47383716 -RefreshToken $sandbox.RefreshToken -Scopes 'https://outlook.office365.com/.default' -Tenant $tenant")]
    public void The_old_Exchange_application_is_replaced_by_the_contexts_or_refused_with_the_line_to_write(string arguments)
    {
        RunResult replaced = session.Run($"New-PartnerAccessToken {arguments}");
        Assert.Equal(practice.TenantId("adatum"), replaced.One.Properties["TenantId"].Value);
        Assert.Contains("connected context", Assert.Single(replaced.Warnings));

        using Session other = new("PartnerAuth");
        RunResult refused = other.Run($"New-PartnerAccessToken {arguments}", ("sandbox", practice.Sandbox), ("tenant", practice.TenantId("adatum")));
        Assert.Equal("InvalidInput", Id(refused));
        Assert.Contains("-Scopes ExchangeOnline -Tenant $customer", refused.OneError.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void The_form_of_the_first_PartnerCenter_module_still_gets_its_token()
    {
        PSObject token = session.Run(
            "New-PartnerAccessToken -Resource https://graph.microsoft.com -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -TenantId $tenant -Environment $sandbox.Environment").One;
        Assert.Equal(practice.TenantId("adatum"), token.Properties["TenantId"].Value);
    }

    private static string Id(RunResult run) => run.OneError.FullyQualifiedErrorId.Split(',')[0];
}

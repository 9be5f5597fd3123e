using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;
using PartnerAuth.Counterparts.Fixtures;
using PartnerAuth.Counterparts.MicrosoftClient;

[assembly: AssemblyFixture(typeof(HttpsSandbox))]

namespace PartnerAuth.Counterparts.MicrosoftClient;

/// <summary>The program partner-sandbox over https, with Microsoft's client (MSAL) in front of it.</summary>
public sealed class HttpsSandbox : IMsalHttpClientFactory, IDisposable
{
    /// <summary>Everything consented of Microsoft Graph.</summary>
    public static readonly string[] Graph = ["https://graph.microsoft.com/.default"];

    /// <summary>The Azure CLI, the public client that a sandbox knows.</summary>
    private const string PublicClient = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private const string Scenario = """
        {
          "tenants": [
            { "domain": "adatum.onmicrosoft.example", "consented": true },
            {
              "domain": "contoso.onmicrosoft.example",
              "consents": [{ "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000", "scope": "User.Read" }]
            },
            { "domain": "policy.onmicrosoft.example", "fault": "conditionalAccess", "consented": true },
            { "domain": "throttled.onmicrosoft.example", "fault": "throttled", "consented": true }
          ],
          "signIn": { "pollSeconds": 0 }
        }
        """;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario, "--https");
    private readonly X509Certificate2 authority;
    private readonly HttpClient http;

    /// <summary>Starts the program.</summary>
    public HttpsSandbox()
    {
        authority = X509Certificate2.CreateFromPem(Document.Environment.CaCertificate);
        http = TrustingHttp.Client(authority);
    }

    /// <summary>Where it is and what it accepts.</summary>
    public SandboxDocument Document => program.Document;

    /// <summary>The partner's user with multifactor authentication.</summary>
    public SandboxAccount Admin => Document.Accounts[0];

    /// <summary>The tenant id of the customer whose domain begins so.</summary>
    public string TenantId(string name) => Document.Customers.First(customer => customer.Domain.StartsWith(name + ".")).TenantId;

    /// <summary>The partner's application, without its credential.</summary>
    public ConfidentialClientApplicationBuilder Application() => ConfidentialClientApplicationBuilder
        .Create(Document.ApplicationId)
        .WithAuthority(Authority(Document.TenantId), validateAuthority: false)
        .WithHttpClientFactory(this);

    /// <summary>The partner's application with its secret.</summary>
    public IConfidentialClientApplication WithSecret() => Application().WithClientSecret(Document.ClientSecret).Build();

    /// <summary>The public client.</summary>
    public IPublicClientApplication Public() => PublicClientApplicationBuilder
        .Create(PublicClient)
        .WithAuthority(Authority(Document.TenantId), validateAuthority: false)
        .WithHttpClientFactory(this)
        .Build();

    /// <summary>Sends a form of a page, as a browser does.</summary>
    public Task<HttpResponseMessage> Post(Uri page, params (string Name, string Value)[] form) => http.PostAsync(
        page, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    /// <inheritdoc/>
    public HttpClient GetHttpClient() => http;

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        authority.Dispose();
        program.Dispose();
    }

    private string Authority(string tenant) => $"{Document.Environment.Login}/{tenant}";
}

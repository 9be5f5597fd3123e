namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// A sandbox with one customer per fault, and a session that is connected to it: <c>IClassFixture&lt;Practice&gt;</c>.
/// In scripts, <c>$sandbox</c> is its document, <c>$context</c> the context, and <c>$partner</c> the credentials to splat.
/// </summary>
public sealed class Practice : IDisposable
{
    /// <summary>Microsoft Graph as a resource of a grant.</summary>
    public const string Graph = "00000003-0000-0000-c000-000000000000";

    /// <summary>Exchange Online as a resource of a grant.</summary>
    public const string Exchange = "00000002-0000-0ff1-ce00-000000000000";

    private const string Scenario = """
        {
          "tenants": [
            { "domain": "adatum.onmicrosoft.example", "consented": true },
            { "domain": "contoso.onmicrosoft.example", "consented": true },
            { "domain": "fabrikam.onmicrosoft.example" },
            { "domain": "noaccess.onmicrosoft.example", "fault": "noAccess", "consented": true },
            { "domain": "policy.onmicrosoft.example", "fault": "conditionalAccess", "consented": true },
            { "domain": "throttled.onmicrosoft.example", "fault": "throttled", "consented": true },
            { "domain": "page.onmicrosoft.example", "fault": "htmlPage", "consented": true },
            { "domain": "forbidden.onmicrosoft.example", "fault": "consentForbidden" },
            { "domain": "there.onmicrosoft.example", "fault": "consentAlreadyThere" },
            { "domain": "slow.onmicrosoft.example", "latencyMs": 20000, "consented": true },
            { "domain": "leisurely.onmicrosoft.example", "latencyMs": 1500, "consented": true },
            { "domain": "wingtip.onmicrosoft.example" }
          ]
        }
        """;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario, "--customers", "14", "--seed", "3");

    /// <summary>Starts the sandbox and connects to it.</summary>
    public Practice() => Connect(Session);

    /// <summary>Where the sandbox is and what it accepts.</summary>
    public SandboxDocument Sandbox => program.Document;

    /// <summary>The session.</summary>
    public Session Session { get; } = new("PartnerAuth");

    /// <summary>The secrets that a script has: none of them may ever be shown.</summary>
    public IEnumerable<string> Secrets =>
    [
        Sandbox.ClientSecret, Sandbox.RefreshToken, Sandbox.PublicRefreshToken, Sandbox.FederatedToken, Sandbox.Certificate.Password,
        .. Sandbox.Accounts.Select(account => account.Password),
    ];

    /// <summary>Connects another session to the same sandbox, and sets the variables there.</summary>
    public void Connect(Session session) => session.Run(
        """
        $partner = @{
            ApplicationId = $sandbox.ApplicationId
            Credential    = $sandbox.Credential
            RefreshToken  = $sandbox.RefreshToken
            Environment   = $sandbox.Environment
        }
        $context = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId
        """,
        ("sandbox", Sandbox)).AssertClean();

    /// <summary>The tenant id of the customer whose domain begins so.</summary>
    public string TenantId(string name) => Sandbox.Customers.First(customer => customer.Domain.StartsWith(name + ".")).TenantId;

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        program.Dispose();
    }
}

namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// A sandbox whose customers have relationships of every kind, with small pages, and a session that is connected to it:
/// <c>IClassFixture&lt;GdapPractice&gt;</c>. In scripts, <c>$sandbox</c> is its document.
/// </summary>
public sealed class GdapPractice : IDisposable
{
    /// <summary>The indirect provider of one of the relationships.</summary>
    public const string Provider = "aaaaaaaa-2222-4333-8444-555555555555";

    private const string Scenario = $$"""
        {
          "consented": true,
          "graph": { "pageSize": 3 },
          "tenants": [
            { "domain": "adatum.onmicrosoft.example" },
            { "domain": "ending.onmicrosoft.example", "relationships": [{ "daysLeft": 10, "roles": ["Global Administrator", "Exchange Administrator"] }] },
            { "domain": "pending.onmicrosoft.example", "relationships": [{ "name": "Offer", "status": "approvalPending" }] },
            { "domain": "gone.onmicrosoft.example", "relationships": [{ "status": "expired" }, { "status": "terminated" }] },
            { "domain": "led.onmicrosoft.example", "relationships": [{ "microsoftLed": true }, {}] },
            { "domain": "indirect.onmicrosoft.example", "gdapOnly": true, "relationships": [{ "indirectProvider": "{{Provider}}", "partnerConsentPending": false }] },
            { "domain": "failing.onmicrosoft.example", "relationships": [{ "assignments": [{ "group": "GDAP Others", "status": "error", "roles": ["Global Reader"] }] }] },
            { "domain": "none.onmicrosoft.example", "relationships": [] },
            { "domain": "new.onmicrosoft.example", "relationships": [{ "status": "unknownFutureValue" }] },
            { "domain": "hostile.onmicrosoft.example", "name": "\u001b[31mred\r\nline \u202egnp" }
          ]
        }
        """;

    private readonly SandboxProcess program = SandboxProcess.WithScenario(Scenario);

    /// <summary>Starts the sandbox and connects to it.</summary>
    public GdapPractice() => Connect(Session, Sandbox);

    /// <summary>Where the sandbox is and what it accepts.</summary>
    public SandboxDocument Sandbox => program.Document;

    /// <summary>The session.</summary>
    public Session Session { get; } = new("PartnerAuth");

    /// <summary>Connects a session to a sandbox.</summary>
    public static void Connect(Session session, SandboxDocument sandbox) => session.Run(
        "$null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential "
        + "-RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Tenant $sandbox.TenantId",
        ("sandbox", sandbox)).AssertClean();

    /// <summary>The tenant id of the customer whose domain begins so.</summary>
    public string TenantId(string name) => Sandbox.Customers.First(customer => customer.Domain.StartsWith(name + ".")).TenantId;

    /// <inheritdoc/>
    public void Dispose()
    {
        Session.Dispose();
        program.Dispose();
    }
}

using System.Reflection;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Text.Json;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Report;

/// <summary>
/// Objects as the module's commands write them, made of the documents that the native library gives, for states that no
/// sandbox has: <c>IClassFixture&lt;ReportObjects&gt;</c>.
/// </summary>
public sealed class ReportObjects : IDisposable
{
    /// <summary>What a customer may call itself.</summary>
    public const string Hostile = "</script><script>window.taken = 1</script><img src=x onerror=window.taken=1> \" ' & {{data}} \u202egnp\u001b[31m";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly Assembly module;

    public ReportObjects() =>
        module = ((CmdletInfo)Session.Run("Get-Command Export-PartnerReport").One.BaseObject).ImplementingType.Assembly;

    /// <summary>A session with the module.</summary>
    public Session Session { get; } = new("PartnerAuth");

    /// <summary>A customer whose way is whole.</summary>
    public object Working(int number, string? name = null, int daysLeft = 400) => Access(number, name, daysLeft, Step("RefreshToken"), Step("Relationship"), Step("Consent"), Step("Scope", workload: "Graph"));

    /// <summary>A customer without consent.</summary>
    public object Broken(int number, string? name = null) => Access(
        number,
        name,
        200,
        Step("RefreshToken"),
        Step("Relationship"),
        Failed("Consent", "ConsentMissing", "Sync-PartnerCustomerApplicationConsent -CustomerId " + Id(number)),
        Step("Scope", "Skipped", "Graph"));

    /// <summary>A diagnosis with the steps given.</summary>
    public object Access(int number, string? name, int daysLeft, params object[] steps)
    {
        object document = Document("AccessDocument", new
        {
            applicationId = "11111111-0000-4000-8000-000000000000",
            name = name ?? $"Customer {number}",
            relationshipEndsOn = DateTimeOffset.UtcNow.AddDays(daysLeft).AddMinutes(5).ToString("O"),
            steps,
            tenantId = Id(number),
            workloads = new[] { "Graph" },
        });
        return Make("PartnerCustomerAccess", document, Request($"customer{number}.onmicrosoft.example"), DateTimeOffset.UtcNow);
    }

    /// <summary>A step that went as told.</summary>
    public static object Step(string name, string outcome = "Passed", string? workload = null, string? cause = null) =>
        new { name, outcome, workload, cause, message = $"{name} was looked at." };

    /// <summary>A step that failed, with everything that a service says.</summary>
    public static object Failed(string name, string cause, string? command = null, string? text = null) => new
    {
        name,
        outcome = "Failed",
        cause,
        message = text ?? "The application is not consented.",
        remedy = text ?? "Consent to it.",
        repair = new { command = command ?? text, method = "POST", uri = text ?? "https://graph.microsoft.com/v1.0/oauth2PermissionGrants", body = text ?? "{}" },
        serviceCode = text ?? "AADSTS65001",
        serviceText = text ?? "AADSTS65001: The user or administrator has not consented.",
        correlationId = text ?? "22222222-0000-4000-8000-000000000000",
    };

    /// <summary>A relationship of a customer.</summary>
    public object Relationship(int number, string status, int? daysLeft, bool extends = false, string? name = null) => Make(
        "PartnerDelegatedAdminRelationship",
        Document("RelationshipDocument", new
        {
            autoExtends = extends,
            customerId = Id(number),
            customerName = name ?? $"Customer {number}",
            endsOn = daysLeft is null ? null : DateTimeOffset.UtcNow.AddDays(daysLeft.Value).AddMinutes(5).ToString("O"),
            id = $"{Guid.NewGuid()}-{Guid.NewGuid()}",
            microsoftLed = false,
            name = name ?? "Offer",
            roles = Array.Empty<object>(),
            status,
        }),
        null,
        DateTimeOffset.UtcNow);

    /// <summary>A secret or certificate of the partner's application.</summary>
    public object Credential(string name, int daysLeft, bool isCertificate = false) => Make(
        "PartnerApplicationCredential",
        Document("CredentialDocument", new { certificate = isCertificate, endsOn = DateTimeOffset.UtcNow.AddDays(daysLeft).AddMinutes(5).ToString("O"), name }),
        DateTimeOffset.UtcNow);

    /// <summary>A test of the partner's application: one check failed, and a secret ends.</summary>
    public object ApplicationTest(string? name, int daysLeft) => Make(
        "PartnerApplicationTest",
        null,
        Document("CheckedDocument", new
        {
            applicationId = "11111111-0000-4000-8000-000000000000",
            checks = new object[]
            {
                new { name = "SignIn", outcome = "Passed", message = "It signs in." },
                new { name = "MultiTenant", outcome = "Failed", message = "It is for one tenant alone.", remedy = "Let it in everywhere." },
            },
            credentials = new[] { new { certificate = false, endsOn = DateTimeOffset.UtcNow.AddDays(daysLeft).AddMinutes(5).ToString("O"), name = "nightly" } },
            displayName = name,
            tenantId = Id(0),
        }),
        DateTimeOffset.UtcNow);

    /// <summary>What <c>-AsResult</c> writes.</summary>
    public object Result(int number, object? value, ErrorRecord? error = null) =>
        Make("PartnerResult", Request($"customer{number}.onmicrosoft.example"), Id(number), value, error);

    /// <summary>The tenant id of a customer by its number.</summary>
    public static string Id(int number) => $"33333333-0000-4000-8000-{number:d12}";

    /// <summary>Writes a report of these objects into a folder and gives its path.</summary>
    internal string Export(TemporaryFolder folder, string arguments, params object[] objects)
    {
        string path = System.IO.Path.Combine(folder.Path, "report");
        Session.Run($"$objects | Export-PartnerReport -Path $path {arguments}", ("objects", objects), ("path", path)).AssertClean();
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Session.Dispose();

    private object Request(string tenant) => Make("TenantRequest", 0u, tenant, null, null);

    private object Document(string type, object content)
    {
        JsonSerializerOptions options = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
        using MemoryStream json = new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content, options)));
        return new DataContractJsonSerializer(module.GetType("PartnerAuth.Interop." + type, throwOnError: true)!).ReadObject(json)!;
    }

    private object Make(string type, params object?[] arguments) =>
        Activator.CreateInstance(module.GetType("PartnerAuth." + type, throwOnError: true)!, Any, binder: null, arguments, culture: null)!;
}

using System.Collections;
using System.Security.Cryptography.X509Certificates;
using PartnerAuth.Tests.Parameters;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A sandbox behind a relay, a session connected through it, and a valid value for every parameter.</summary>
public sealed class BadInputFixture : IDisposable
{
    /// <summary>A tenant that the sandbox is asked for and does not know: a sign-in at it ends before anybody is needed.</summary>
    private const string Nowhere = "nowhere.onmicrosoft.example";

    private static readonly string Timeline = System.IO.Path.Combine(Folders.Repository, "rust", "core", "data", "timeline.json");

    private readonly X509Certificate2 certificate;
    private readonly TemporaryFolder folder = new();
    private readonly string graphToken;
    private readonly SandboxProcess program = SandboxProcess.WithScenario(
        """{ "tenants": [{ "domain": "adatum.onmicrosoft.example", "consented": true }, { "domain": "contoso.onmicrosoft.example", "consented": true }], "signIn": { "pollSeconds": 0, "deviceCodeSeconds": 0 } }""");

    /// <summary>Where Connect-PartnerCenter is tried: what it connects is the default there.</summary>
    private readonly Session connecting = new("PartnerAuth");

    private readonly Session session = new("PartnerAuth");
    private readonly Dictionary<string, object?> values;

    public BadInputFixture()
    {
        SandboxDocument sandbox = program.Document;
        Relay = new Relay(sandbox.Environment);
        byte[] pfx = Convert.FromBase64String(sandbox.Certificate.Pfx);
        string file = System.IO.Path.Combine(folder.Path, "application.pfx");
        File.WriteAllBytes(file, pfx);
        string manifest = System.IO.Path.Combine(folder.Path, "manifest.json");
        File.WriteAllText(manifest, $$"""{ "application": { "id": "{{sandbox.ApplicationId}}" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""");
        File.WriteAllText(System.IO.Path.Combine(folder.Path, "report.html"), "an older report");
        certificate = X509CertificateLoader.LoadPkcs12(pfx, sandbox.Certificate.Password, X509KeyStorageFlags.PersistKeySet);
        Stored(store => store.Add(certificate));
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", sandbox.ManagedIdentity.Endpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", sandbox.ManagedIdentity.Header);
        session.Run(
            """
            $context = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $relay
            $null = Add-PartnerEnvironment BadInput -ActiveDirectoryAuthority https://login.example.com -WarningAction SilentlyContinue
            """,
            ("sandbox", sandbox),
            ("relay", Relay.Environment)).AssertClean();
        graphToken = (string)session.Run(
            "(New-PartnerAccessToken -Scopes Graph -Tenant $tenant).AccessToken", ("tenant", sandbox.Customers[0].TenantId)).One.BaseObject;
        values = new()
        {
            ["AccessToken"] = session.Run("(New-PartnerAccessToken -Scopes PartnerCenter).AccessToken").One.BaseObject,
            ["AccessTokenExpiresOn"] = DateTimeOffset.UtcNow,
            ["After"] = new DateTime(2020, 1, 1),
            ["ActiveDirectoryAuthority"] = "https://login.example.com",
            ["ApplicationGrants"] = new Hashtable { ["EnterpriseApplicationId"] = Practice.Graph, ["Scope"] = "User.Read" },
            ["ApplicationId"] = sandbox.ApplicationId,
            ["Audience"] = new Hashtable { ["ExchangeOnline"] = "https://outlook.example.com" },
            ["AzureEndpoint"] = "https://management.example.com",
            ["Before"] = new DateTime(2030, 1, 1),
            ["Certificate"] = certificate,
            ["CertificatePassword"] = sandbox.Certificate.Password,
            ["CertificatePath"] = file,
            ["CertificateThumbprint"] = certificate.Thumbprint,
            ["ClaimsChallenge"] = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""",
            ["ClientSecret"] = sandbox.ClientSecret,
            ["EncryptionKey"] = "a long random text from a vault",
            ["Confirm"] = false,
            ["Context"] = session.Run("$context").One,
            ["Credential"] = sandbox.Credential,
            ["CustomerId"] = sandbox.Customers[0].TenantId,
            ["DisplayName"] = "A name",
            ["Domain"] = sandbox.Customers[0].Domain,
            ["Environment"] = Relay.Environment,
            ["Error"] = "AADSTS65001",
            ["ExpiringInDays"] = 30,
            ["FederatedToken"] = sandbox.FederatedToken,
            ["For"] = "Graph",
            ["GraphEndpoint"] = "https://graph.example.com",
            ["Id"] = session.Run("(Get-PartnerTimeline)[0].Id").One.BaseObject,
            ["EncryptionKey"] = "an encryption key of length",
            ["Fleet"] = "nightly",
            ["Redis"] = "redis://localhost:1",
            ["InputObject"] = session.Run("Get-PartnerRefreshTokenStatus").One,
            ["IssuedOn"] = DateTimeOffset.UtcNow,
            ["LoginHint"] = "admin@adatum.onmicrosoft.example",
            ["ManagedIdentityClientId"] = sandbox.ManagedIdentity.ClientId,
            ["Manifest"] = manifest,
            ["MinimumLifetime"] = 10,
            ["Module"] = "ExchangeOnline",
            ["Name"] = "BadInput",
            ["OnRefreshToken"] = ScriptBlock.Create("param($token)"),
            ["OnRefreshTokenInterval"] = TimeSpan.FromHours(1),
            ["Organization"] = sandbox.Customers[0].Domain,
            ["PartnerCenterEndpoint"] = "https://api.example.com",
            ["Prompt"] = "login",
            ["RedirectUri"] = "http://localhost:8400/",
            ["RefreshToken"] = sandbox.RefreshToken,
            ["RelationshipId"] = "11111111-2222-3333-4444-555555555555-11111111-2222-3333-4444-666666666666",
            ["Resource"] = "https://graph.microsoft.com",
            ["ResumePath"] = System.IO.Path.Combine(folder.Path, "run.journal"),
            ["Scopes"] = "PartnerCenter",
            ["SecretLifetimeDays"] = 30,
            ["Source"] = "PartnerCenter",
            ["State"] = "a state",
            ["Status"] = "active",
            ["SummaryVariable"] = "went",
            ["Tenant"] = sandbox.TenantId,
            ["ThrottleLimit"] = 4,
            ["TimeoutSec"] = 20,
            ["Title"] = "A title",
            ["Url"] = "https://adatum.sharepoint.com",
        };
    }

    /// <summary>What counts.</summary>
    public Relay Relay { get; }

    /// <summary>What no error may show.</summary>
    public IEnumerable<string> Secrets =>
    [
        program.Document.ClientSecret, program.Document.RefreshToken, program.Document.FederatedToken,
        program.Document.Certificate.Password, (string)values["AccessToken"]!,
    ];

    /// <summary>The parameters of a set that are the command's own.</summary>
    public IEnumerable<CommandParameterInfo> Parameters(string command, string set)
    {
        CommandInfo info = (CommandInfo)session.Run($"Get-Command {command}").One.BaseObject;
        return info.ParameterSets.Single(one => one.Name == set).Parameters
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name));
    }

    /// <summary>The valid call of those parameters.</summary>
    public Hashtable Valid(string command, string parameters)
    {
        Hashtable call = [];
        foreach (string name in parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            call[name] = Value(command, name);
        }

        return call;
    }

    /// <summary>The valid call with one more parameter and what goes with it.</summary>
    public Hashtable With(string command, string set, string parameters, string parameter)
    {
        Hashtable call = Valid(command, parameters);
        if (BadInputTable.Beside.TryGetValue(parameter, out string? beside)
            && Parameters(command, set).Any(one => one.Name == beside)
            && !(beside == "Certificate" && set.Contains("Certificate")))
        {
            call[beside] = Value(command, beside);
        }

        call[parameter] = Value(command, parameter);
        if (parameter is "Organization" or "Url")
        {
            call["For"] = parameter == "Url" ? "SharePoint" : "ExchangeOnline";
            call["ForceRefresh"] = true;
        }

        bool isBrowser = call.ContainsKey("UseAuthorizationCode") && set != "ByModule";
        if (isBrowser)
        {
            call.Remove("UseDeviceAuthentication");
        }

        if (call.ContainsKey("Tenant") && (isBrowser || call.ContainsKey("Consent") || call.ContainsKey("UseDeviceAuthentication")))
        {
            call["Tenant"] = Nowhere;
        }

        return call;
    }

    /// <summary>Runs a call; in a set for the pipeline, its tenants come that way.</summary>
    public RunResult Run(string command, string set, Hashtable call)
    {
        bool isPiped = set == "ContextPipeline";
        Hashtable bound = (Hashtable)call.Clone();
        if (isPiped)
        {
            bound.Remove("Tenant");
        }

        return (command == "Connect-PartnerCenter" ? connecting : session).Run(
            isPiped ? "$null = $piped | & $command @call" : "$null = & $command @call",
            ("command", command),
            ("call", bound),
            ("piped", call["Tenant"]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", null);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", null);
        Stored(store => store.Remove(certificate));
        session.Run("Remove-PartnerEnvironment BadInput");
        session.Dispose();
        connecting.Dispose();
        Relay.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    /// <summary>A switch is on; everything else has its value.</summary>
    private object? Value(string command, string parameter) => (command, parameter) switch
    {
        ("Add-PartnerEnvironment", "Name") => "BadInputAdded",
        ("Export-PartnerReport", "Path") => System.IO.Path.Combine(folder.Path, "report.html"),
        ("Get-PartnerConnectParameter", "AccessToken") => graphToken,
        ("Get-PartnerConnectParameter", "Tenant") => program.Document.Customers[0].TenantId,
        ("Get-PartnerTimeline", "Path" or "ScriptPath") => Timeline,
        ("New-PartnerConsentUrl", "TimeoutSec") => 1,
        ("Remove-PartnerCustomerApplicationConsent", "CustomerId") => program.Document.Customers[1].TenantId,
        ("Get-PartnerEnvironment", "Name") => "AzureCloud",
        _ => values.TryGetValue(parameter, out object? value) ? value : true,
    };

    private static void Stored(Action<X509Store> change)
    {
        using X509Store store = new(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        change(store);
    }
}

using System.Collections;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>
/// Every parameter of every command gets what can't be right, one at a time in a call that is right otherwise: an error
/// about that parameter, which repeats neither much of it nor its lines, and not a byte is sent.
/// </summary>
[Collection("Environment variables")]
public sealed class BadInputTests : IClassFixture<BadInputFixture>
{
    private const int LongestError = 4096;

    private static readonly Dictionary<string, object?> Bad = new()
    {
        ["null"] = null,
        ["empty"] = string.Empty,
        ["space"] = "  ",
        ["line"] = "a\r\nHost: evil",
        ["megabyte"] = new string('x', 1_000_000),
        ["many"] = Enumerable.Repeat<object>("x y", 10_000).ToArray(),
    };

    private readonly BadInputFixture fixture;

    public BadInputTests(BadInputFixture fixture) => this.fixture = fixture;

    /// <summary>The sets of every command, as the module has them: what the table lacks fails.</summary>
    public static TheoryData<string, string> Sets()
    {
        using Session session = new("PartnerAuth");
        TheoryData<string, string> sets = [];
        foreach (PSObject found in session.Run("Get-Command -Module PartnerAuth").Output)
        {
            if (BadInputTable.Elsewhere.Contains(((CommandInfo)found.BaseObject).Name))
            {
                continue;
            }

            foreach (CommandParameterSetInfo set in ((CommandInfo)found.BaseObject).ParameterSets)
            {
                sets.Add(((CommandInfo)found.BaseObject).Name, set.Name);
            }
        }

        return sets;
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void What_cannot_be_right_is_an_error_about_it_before_a_byte_is_sent(string command, string set)
    {
        Assert.True(BadInputTable.Calls.TryGetValue((command, set), out string? call), $"{command} has no valid call of the set {set} in the table.");
        if (BadInputTable.Answered.TryGetValue((command, set), out string? answer))
        {
            long before = fixture.Relay.Sent;
            Assert.Contains(answer, fixture.Run(command, set, fixture.Valid(command, call!)).OneError.ToString());
            Assert.Equal(before, fixture.Relay.Sent);
            return;
        }

        List<string> failures = [];
        foreach (CommandParameterInfo parameter in fixture.Parameters(command, set))
        {
            Hashtable valid = fixture.With(command, set, call!, parameter.Name);
            if (Invalid(command, set, parameter, valid) is { } reason)
            {
                failures.Add($"{parameter.Name}: a valid call {reason}");
            }

            foreach ((string kind, object? value) in Bad)
            {
                if (Defect(command, set, parameter, kind, value, valid) is { } defect)
                {
                    failures.Add($"{parameter.Name} {kind}: {defect}");
                }
            }
        }

        Assert.Empty(failures);
    }

    /// <summary>Why a valid call is none: it neither succeeds nor reaches the sandbox.</summary>
    private string? Invalid(string command, string set, CommandParameterInfo parameter, Hashtable valid)
    {
        long before = fixture.Relay.Sent;
        ErrorRecord[] errors = Errors(fixture.Run(command, set, valid));
        if (BadInputTable.Refused.TryGetValue((command, set, parameter.Name), out string? said))
        {
            return errors.Any(error => error.ToString().Contains(said)) ? null : "is not refused";
        }

        return errors.Length == 0 || fixture.Relay.Sent > before ? null : $"fails: {errors[0]}";
    }

    private string? Defect(string command, string set, CommandParameterInfo parameter, string kind, object? value, Hashtable valid)
    {
        Hashtable call = (Hashtable)valid.Clone();
        call[parameter.Name] = value;
        long before = fixture.Relay.Sent;
        RunResult run = fixture.Run(command, set, call);
        ErrorRecord[] errors = Errors(run);
        if (IsLegal(command, parameter, kind))
        {
            return errors.Length == 0 ? null : $"is refused: {errors[0]}";
        }

        string[] texts = [.. errors.SelectMany(Texts)];
        return fixture.Relay.Sent != before ? "is sent"
            : errors.Length == 0 ? "is taken"
            : !errors.Any(error => IsAbout(error, parameter)) ? $"is an error about something else: {errors[0]}"
            : errors.Any(error => error.FullyQualifiedErrorId.StartsWith("InternalError")) ? $"is a defect: {errors[0]}"
            : texts.Any(text => text.Length > LongestError) ? $"is repeated in {texts.Max(text => text.Length)} characters"
            : texts.Any(text => text.Contains("\nHost")) ? "breaks the error's line"
            : fixture.Secrets.Any(run.Everything().Contains) ? "shows a secret"
            : null;
    }

    private static bool IsLegal(string command, CommandParameterInfo parameter, string kind)
    {
        string name = parameter.ParameterType == typeof(SwitchParameter) ? "Switch" : parameter.Name;
        return new[] { (command, name), ("*", name) }
            .Any(key => BadInputTable.Legal.TryGetValue(key, out (string Kinds, string) legal) && legal.Kinds.Split(' ').Contains(kind));
    }

    /// <summary>The binder names the parameter; other errors do in words, as in "login hint" for LoginHint.</summary>
    private static bool IsAbout(ErrorRecord error, CommandParameterInfo parameter)
    {
        if (error.Exception is ParameterBindingException binding && binding.ParameterName is { Length: > 0 } name)
        {
            return name == parameter.Name;
        }

        string words = Regex.Replace(parameter.Name.TrimEnd('s'), "(?<=[a-z])(?=[A-Z])", @"\s?");
        words = parameter.Name is "CustomerId" ? "customer|tenant" : words;
        return Texts(error).Any(text => Regex.IsMatch(text, $@"\b({words})s?\b", RegexOptions.IgnoreCase));
    }

    private static IEnumerable<string> Texts(ErrorRecord error) =>
        new[] { error.ToString(), error.Exception.Message, error.ErrorDetails?.Message, error.ErrorDetails?.RecommendedAction, error.FullyQualifiedErrorId }
            .OfType<string>();

    private static ErrorRecord[] Errors(RunResult run) => run.Thrown is null ? [.. run.Errors] : [.. run.Errors, run.Thrown.ErrorRecord];
}

/// <summary>A sandbox behind a relay, a session connected through it, and a valid value for every parameter.</summary>
public sealed class BadInputFixture : IDisposable
{
    /// <summary>A tenant that the sandbox is asked for and does not know: a sign-in at it ends before anybody is needed.</summary>
    private const string Nowhere = "nowhere.onmicrosoft.example";

    private readonly X509Certificate2 certificate;
    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program = SandboxProcess.WithScenario(
        """{ "tenants": [{ "domain": "adatum.onmicrosoft.example", "consented": true }], "signIn": { "pollSeconds": 0, "deviceCodeSeconds": 0 } }""");

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
        values = new()
        {
            ["AccessToken"] = session.Run("(New-PartnerAccessToken -Scopes PartnerCenter).AccessToken").One.BaseObject,
            ["AccessTokenExpiresOn"] = DateTimeOffset.UtcNow,
            ["ActiveDirectoryAuthority"] = "https://login.example.com",
            ["ApplicationGrants"] = new Hashtable { ["EnterpriseApplicationId"] = Practice.Graph, ["Scope"] = "User.Read" },
            ["ApplicationId"] = sandbox.ApplicationId,
            ["Audience"] = new Hashtable { ["ExchangeOnline"] = "https://outlook.example.com" },
            ["AzureEndpoint"] = "https://management.example.com",
            ["Certificate"] = certificate,
            ["CertificatePassword"] = sandbox.Certificate.Password,
            ["CertificatePath"] = file,
            ["CertificateThumbprint"] = certificate.Thumbprint,
            ["ClaimsChallenge"] = """{"access_token":{"acrs":{"essential":true,"value":"c1"}}}""",
            ["ClientSecret"] = sandbox.ClientSecret,
            ["Confirm"] = false,
            ["Context"] = session.Run("$context").One,
            ["Credential"] = sandbox.Credential,
            ["CustomerId"] = sandbox.Customers[0].TenantId,
            ["DisplayName"] = "A name",
            ["Domain"] = sandbox.Customers[0].Domain,
            ["Environment"] = Relay.Environment,
            ["Error"] = "AADSTS65001",
            ["FederatedToken"] = sandbox.FederatedToken,
            ["For"] = "PartnerCenter",
            ["GraphEndpoint"] = "https://graph.example.com",
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
            ["RefreshToken"] = sandbox.RefreshToken,
            ["Resource"] = "https://graph.microsoft.com",
            ["ResumePath"] = System.IO.Path.Combine(folder.Path, "run.journal"),
            ["Scopes"] = "PartnerCenter",
            ["Tenant"] = sandbox.TenantId,
            ["ThrottleLimit"] = 4,
            ["TimeoutSec"] = 20,
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
        if (BadInputTable.Beside.TryGetValue(parameter, out string? beside) && !(beside == "Certificate" && set.Contains("Certificate")))
        {
            call[beside] = Value(command, beside);
        }

        call[parameter] = Value(command, parameter);
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

        return session.Run(
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
        Relay.Dispose();
        program.Dispose();
        folder.Dispose();
    }

    /// <summary>A switch is on; everything else has its value.</summary>
    private object? Value(string command, string parameter) => (command, parameter) switch
    {
        ("Add-PartnerEnvironment", "Name") => "BadInputAdded",
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

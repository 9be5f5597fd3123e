using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Web;
using PartnerAuth.Counterparts.Fixtures;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>
/// The module in a process of its own, against the identity server: it trusts what the platform trusts, and on Linux the
/// variable SSL_CERT_FILE says what that is.
/// </summary>
internal static class ModuleRun
{
    private const string Preamble = """
        $WarningPreference = 'SilentlyContinue'
        Import-Module PartnerAuth
        $null = Add-PartnerEnvironment Peer -ActiveDirectoryAuthority $peer -PartnerCenterEndpoint $peer -GraphEndpoint $graph
        $in = @{ Environment = 'Peer'; Tenant = $tenant }
        $try = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failed' }
        function Get-Refusal {
            $error = $failed[0].Exception
            @{
                Kind    = $error.Kind
                Message = "$($failed[0])"
                Name    = $error.ServiceCode
                Said    = $error.ServiceErrorPayload.ErrorMessage
                Status  = $error.StatusCode
            }
        }

        """;

    /// <summary>Runs a script and gives the one object that it writes.</summary>
    /// <param name="server">The server; its address is the environment Peer, its tenant is in <c>$in</c>.</param>
    /// <param name="script">
    /// The script; splat <c>$in</c>, and <c>$try</c> where a refusal is expected, which <c>Get-Refusal</c> then gives.
    /// </param>
    /// <param name="browser">What a person does with the address of a sign-in; nothing where no browser is opened.</param>
    /// <param name="file">The content of a file that the script finds at <c>$file</c>.</param>
    public static async Task<JsonElement> Run(OpenIdServer server, string script, Func<Uri, Task>? browser = null, string file = "")
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there a variable says which authorities the platform trusts.");
        using TemporaryFolder folder = new();
        string trusted = Path.Combine(folder.Path, "authority.pem");
        string given = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(trusted, server.Authority.Certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(given, file);
        Dictionary<string, string> environment = new() { ["NO_PROXY"] = "localhost,127.0.0.1", ["SSL_CERT_FILE"] = trusted };
        ExceptionDispatchInfo? failure = null;
        if (browser is not null)
        {
            environment["BROWSER"] = Browser(server, folder.Path, trusted, async page =>
            {
                try
                {
                    await browser(page);
                }
                catch (Exception error)
                {
                    // The command would wait five minutes for an answer that does not come.
                    failure = ExceptionDispatchInfo.Capture(error);
                    await Cancel(server, page);
                }
            });
        }

        string variables = $"$peer = '{server.Address.GetLeftPart(UriPartial.Authority)}'; $graph = 'https://localhost:{server.Address.Port}'; "
            + $"$tenant = '{OpenIdServer.TenantId}'; $secret = '{server.Registrations.Secret}'; $file = '{given}'\n";
        string all = variables + Preamble + "$result = & {\n" + script + "\n}\n$result | ConvertTo-Json -Compress";
        ShellProcess run = await Task.Run(() => ShellProcess.Run(all, folder.Path, environment));
        failure?.Throw();
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.Errors + run.Output);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>Goes where a browser goes: to the page, and back to the client with its answer.</summary>
    public static async Task Follow(OpenIdServer server, Uri page, Func<Uri, Uri>? onTheWayBack = null)
    {
        Uri answer = await Answer(server, page);
        await Open(server, onTheWayBack?.Invoke(answer) ?? answer);
    }

    /// <summary>The address that the page sends a browser to.</summary>
    public static async Task<Uri> Answer(OpenIdServer server, Uri page)
    {
        using HttpClient http = TrustingHttp.Client(server.Authority.Certificate);
        using HttpResponseMessage answer = await http.GetAsync(page, TestContext.Current.CancellationToken);
        return answer.Headers.Location ?? throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Opens an address, and gives what is there.</summary>
    public static async Task<string> Open(OpenIdServer server, Uri address)
    {
        using HttpClient http = TrustingHttp.Client(server.Authority.Certificate);
        return await (await http.GetAsync(address, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync();
    }

    private static Task Cancel(OpenIdServer server, Uri page)
    {
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(page.Query);
        return Open(server, new Uri($"{query["redirect_uri"]}?error=access_denied&state={Uri.EscapeDataString(query["state"]!)}"));
    }

    /// <summary>A program that hands the address it is started with to the test.</summary>
    private static string Browser(OpenIdServer server, string folder, string trusted, Func<Uri, Task> does)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "The stand-in of the browser is a shell script with curl.");
        string name = Guid.NewGuid().ToString("N");
        server.Browsers[name] = does;
        string program = Path.Combine(folder, "browser");
        File.WriteAllText(program, $"#!/bin/sh\nexec curl -s --noproxy '*' --cacert '{trusted}' --data-urlencode \"url=$1\" {server.Address}browser/{name}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return program;
    }
}

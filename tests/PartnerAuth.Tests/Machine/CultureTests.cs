using System.Text.Json;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Machine;

/// <summary>The languages of Windows that break programs: a Turkish I has no dot, and a German number has a comma.</summary>
public sealed class CultureTests(Practice practice) : IClassFixture<Practice>
{
    private const string Script = """
        $sandbox = [IO.File]::ReadAllText($env:PRACTICE) | ConvertFrom-Json
        $credential = [pscredential]::new($sandbox.ApplicationId, (ConvertTo-SecureString $sandbox.ClientSecret -AsPlainText -Force))
        $partner = @{ ApplicationId = $sandbox.ApplicationId; Credential = $credential; RefreshToken = $sandbox.RefreshToken; Environment = $sandbox.Environment }
        foreach ($token in 'ADATUM.ONMICROSOFT.EXAMPLE', 'noaccess.onmicrosoft.example', 'fabrikam.onmicrosoft.example' |
            New-PartnerAccessToken @partner -Scopes 'HTTPS://GRAPH.MICROSOFT.COM/.default' -ErrorAction SilentlyContinue -ErrorVariable failed) { $token.TenantId }
        $failed | ForEach-Object { "$($_.FullyQualifiedErrorId) $($_.Exception.Message -replace '[0-9a-f-]{36}')" } | Sort-Object
        $null = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId
        Get-PartnerCustomer | ForEach-Object { "$($_.Name) $($_.Domain)" } | Sort-Object
        Get-PartnerTimeline | ForEach-Object { "$($_.Id) $($_.Date)" }
        (Resolve-PartnerError 'aadsts65001').Remedy
        (Get-PartnerEnvironment -Name 'azurecloud').Name
        try { New-PartnerAccessToken -Scopes Graph -Tenant 'IS NO TENANT' -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; $_.Exception.Message }
        New-PartnerAccessToken -Scopes Graph -Tenant adatum.onmicrosoft.example -MinimumLifetime 0:01:30 | ForEach-Object { $_.Scopes.Count }
        """;

    [Theory]
    [InlineData("tr-TR", "I", "ı")]
    [InlineData("de-DE", "1.5", "1,5")]
    public void A_machine_of_another_language_gets_the_same_results(string culture, string given, string expected)
    {
        string plain = Run("", culture: null);
        string change = $"[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '{culture}'; ";
        // Without it the test would see nothing on a machine that has no data of languages.
        string check = culture == "tr-TR" ? $"'{given}'.ToLower()" : $"({given}).ToString()";
        ShellProcess probe = ShellProcess.Run(change + check, environment: WithLanguages);
        Assert.SkipWhen(probe.Output.Contains("ICU", StringComparison.Ordinal) || probe.Errors.Contains("ICU", StringComparison.Ordinal), "This machine has no data of languages (ICU).");
        Assert.Equal(expected, probe.Output.Trim());

        Assert.Equal(plain, Run(change, culture));
        Assert.Contains(practice.TenantId("adatum"), plain);
        Assert.Contains("azurecloud", plain, StringComparison.OrdinalIgnoreCase);
    }

    private static Dictionary<string, string> WithLanguages => new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0" };

    private string Run(string change, string? culture)
    {
        using TemporaryFolder folder = new();
        string document = Path.Combine(folder.Path, "sandbox.json");
        File.WriteAllText(document, JsonSerializer.Serialize(practice.Sandbox));
        Dictionary<string, string> environment = culture is null ? [] : WithLanguages;
        environment["PRACTICE"] = document;
        ShellProcess run = ShellProcess.Run(change + Script, environment: environment);
        Assert.Equal(string.Empty, run.Errors);
        Assert.NotEmpty(run.Output);
        return run.Output;
    }
}

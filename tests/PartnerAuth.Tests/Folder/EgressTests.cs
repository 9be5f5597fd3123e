using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>Whom the module talks to, as the system sees it.</summary>
public sealed partial class EgressTests
{
    [Fact]
    public void A_whole_run_connects_to_the_services_it_was_given_starts_no_program_and_talks_to_nobody_else()
    {
        OtherPrograms.Need("strace");
        using SandboxProcess sandbox = SandboxProcess.WithScenario("""{ "customers": 3, "consented": true }""");
        using TemporaryFolder folder = new();
        string calls = Path.Combine(folder.Path, "calls");
        SandboxDocument document = sandbox.Document;
        const string Script = """
            Register-PartnerTokenCache -Persistent -Path ./tokens.kept -EncryptionKey 'a long random text from a vault'
            $grants = @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'User.Read' }
            Get-PartnerCustomer | New-PartnerCustomerApplicationConsent -ApplicationId $credential.UserName -ApplicationGrants $grants -ErrorAction SilentlyContinue
            Get-PartnerCustomer | Get-PartnerHeader -Scopes Graph | ForEach-Object { "header $($_.Tenant)" }
            Get-PartnerCustomer | Test-PartnerCustomerAccess | ForEach-Object { "access $($_.Outcome)" }
            $null = Resolve-PartnerError AADSTS700016
            $null = Get-PartnerTimeline
            Disconnect-PartnerCenter
            """;
        ShellProcess run = ShellProcess.Run(
            ConnectedScript.With(document, Script),
            folder.Path,
            new Dictionary<string, string> { ["HOME"] = folder.Path },
            under: ["strace", "-f", "-q", "-s", "256", "-e", "trace=connect,sendto,execve", "-o", calls]);
        Assert.SkipWhen(run.Errors.Contains("Operation not permitted", StringComparison.Ordinal), "strace may not trace here.");
        Assert.Equal(string.Empty, run.Errors);
        string output = run.Output;
        Assert.Equal(3, Regex.Count(output, "^header ", RegexOptions.Multiline));
        Assert.Equal(3, Regex.Count(output, "^access ", RegexOptions.Multiline));

        string[] lines = File.ReadAllLines(calls);
        string[] targets = [.. lines.Select(line => Internet().Match(line)).Where(match => match.Success).Select(match => $"{match.Groups[2].Value}:{match.Groups[1].Value}").Distinct()];
        string[] services = [document.Environment.Login, document.Environment.Graph, document.Environment.PartnerCenter];
        Assert.Equal(services.Select(address => new Uri(address).Authority).Distinct().Order(), targets.Order());
        Assert.DoesNotContain(lines.Skip(1), line => line.Contains("execve(", StringComparison.Ordinal));
    }

    /// <summary>The port and the address of a call to somebody on a network.</summary>
    [GeneratedRegex("""sin6?_port=htons\((\d+)\).*?"([0-9a-f.:]+)["]""")]
    private static partial Regex Internet();
}

using System.Text;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>
/// Tokens that are kept on disk. Where they are kept belongs to the process, so that each script has a process of its own.
/// </summary>
public sealed class KeptTokenTests : IDisposable
{
    private const string Keep = "Register-PartnerTokenCache -Persistent -EncryptionKey 'a long random text from a vault' -Path ./tokens.kept; ";

    /// <summary>Writes how often the service was asked, and the end of the token.</summary>
    private const string Ask = """
        $seen = @(New-PartnerAccessToken @partner -Scopes Graph -Tenant $customer -Verbose 4>&1)
        $token = $seen.Where({ $_ -isnot [System.Management.Automation.VerboseRecord] })[0].AccessToken
        "$($seen.Where({ "$_" -like 'POST */token grant *' }).Count) $($token.Substring($token.Length - 20))";
        """;

    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario("""{ "customers": 2, "consented": true }""");
    private readonly TemporaryFolder folder = new();

    private string KeptFile => Path.Combine(folder.Path, "tokens.kept");

    [Fact]
    public void A_later_process_asks_nobody_until_the_tokens_are_cleared()
    {
        string first = Run(Keep + Ask);
        Assert.StartsWith("1 ", first);
        Assert.Equal("0" + first[1..], Run(Keep + Ask));
        Assert.Equal("0" + first[1..], Run(Keep + Ask));
        Assert.StartsWith("1 ", Run(Ask));
        Assert.StartsWith("1 ", Run(Keep + "Clear-PartnerTokenCache; " + Ask));
        Assert.StartsWith("1 ", Run(Keep + "Clear-PartnerTokenCache -Tenant $customer; " + Ask));
        Assert.StartsWith("0 ", Run(Keep + Ask));
        string bytes = Encoding.Latin1.GetString(File.ReadAllBytes(KeptFile));
        Assert.All(
            ["eyJ", "partner-sandbox.", sandbox.Document.ClientSecret, sandbox.Document.Customers[0].TenantId],
            secret => Assert.DoesNotContain(secret, bytes));
    }

    [Fact]
    public async Task Processes_that_run_beside_each_other_ask_once()
    {
        IEnumerable<Task<string>> runs = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Run(Keep + Ask)));
        string[] told = await Task.WhenAll(runs);
        Assert.Equal(["0", "0", "0", "1"], told.Select(text => text.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Single(told.Select(text => text.Split(' ')[1]).Distinct());
    }

    [Fact]
    public void Runspaces_of_one_process_ask_once_and_find_what_is_kept()
    {
        const string Parallel = """
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
                Import-Module PartnerAuth
                $partner, $customer = $using:partner, $using:customer
            """ + "\n" + Ask + """

            }
            """;
        string[] Asked() => [.. Run(Keep + Parallel).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        string[] first = Asked();
        Assert.Equal(["0", "0", "0", "0", "0", "0", "0", "1"], first.Select(line => line.Split(' ')[0]));
        string token = Assert.Single(first.Select(line => line.Split(' ')[1]).Distinct());
        Assert.Equal(Enumerable.Repeat($"0 {token}", 8), Asked());
    }

    [Fact]
    public void Another_process_goes_on_with_the_newest_refresh_token()
    {
        const string Newest = "(New-PartnerAccessToken @partner -Scopes Graph -Tenant $customer).RefreshToken";
        string given = sandbox.Document.RefreshToken;
        string first = Run(Keep + Newest);
        Assert.NotEqual(given, first);
        string other = Run(Keep + "$customer = $other; $token = New-PartnerAccessToken @partner -Scopes Graph -Tenant $customer; $token.RefreshToken");
        Assert.NotEqual(given, other);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void In_memory_switches_back_and_leaves_the_file_as_it_is()
    {
        Run(Keep + Ask);
        byte[] before = File.ReadAllBytes(KeptFile);
        Assert.StartsWith("1 ", Run(Keep + "Register-PartnerTokenCache -InMemory; " + Ask));
        Assert.Equal(before, File.ReadAllBytes(KeptFile));
    }

    [Fact]
    public void A_wrong_key_is_an_error_that_says_what_to_do_and_changes_nothing()
    {
        Run(Keep + Ask);
        byte[] before = File.ReadAllBytes(KeptFile);
        string told = Run("""
            try { Register-PartnerTokenCache -Persistent -EncryptionKey 'another long random text' -Path ./tokens.kept -ErrorAction Stop }
            catch { $_.FullyQualifiedErrorId; $_.Exception.Message; $_.ErrorDetails.RecommendedAction }
            """);
        Assert.StartsWith("InvalidInput,", told);
        Assert.Contains("another encryption key", told);
        Assert.Contains("-Path", told);
        Assert.DoesNotContain("random text", told);
        Assert.Equal(before, File.ReadAllBytes(KeptFile));
    }

    [Fact]
    public void The_page_runs_as_it_is_written()
    {
        // Vault and cloud are stood in for.
        const string Before = """
            function Get-Secret { param($Name) if ($Name -ne 'PartnerTokenCacheKey') { throw $Name }; 'a long random text from a vault' }
            $credential = $partner.Credential
            $refreshToken = $partner.RefreshToken
            $PSDefaultParameterValues['Connect-PartnerCenter:Environment'] = $partner.Environment

            """;
        string[] blocks = [.. DocsPage.Scripts("docs/kept-cache.md").Select(block => block.Text)];
        Assert.Equal(sandbox.Document.Customers.Select(one => one.TenantId).Order(), Run(Before + blocks[0]).Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Order());
        long kept = new FileInfo(KeptFile).Length;
        Assert.Empty(Run(Before + blocks[0].Split('\n')[0] + "\n" + blocks[1]));
        Assert.True(new FileInfo(KeptFile).Length < kept / 2);
        Assert.Equal(2, blocks.Length);
    }

    [Fact]
    public void Without_a_path_the_file_is_in_the_users_own_folder_for_data()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere that folder is not named by HOME.");
        Run("Register-PartnerTokenCache -Persistent -EncryptionKey 'a long random text from a vault'; " + Ask);
        Assert.True(File.Exists(Path.Combine(folder.Path, ".local", "share", "PartnerAuth", "tokens.kept")));
    }

    [Fact]
    public void A_folder_for_data_that_can_t_be_made_is_one_warning_and_memory_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere that folder is not named by XDG_DATA_HOME.");
        string told = Run(
            """
            $told = @(Register-PartnerTokenCache -Persistent -EncryptionKey 'a long random text from a vault' 3>&1)
            "$($told.Count) $told"
            """ + "\n" + Ask,
            data: "/dev/null/home");
        Assert.StartsWith("1 The file of kept tokens /dev/null/home/", told);
        Assert.Contains("Tokens are kept in memory alone.", told);
    }

    [Fact]
    public void Without_a_key_it_lies_in_the_keyring_or_nothing_is_kept()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A keyring of another system would keep the key of a test.");
        string told = Run("@(Register-PartnerTokenCache -Persistent -Path ./tokens.kept 3>&1).ForEach({ \"$_\" })");
        if (File.Exists(KeptFile))
        {
            Assert.Empty(told);
        }
        else
        {
            Assert.Contains("-EncryptionKey", told);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sandbox.Dispose();
        folder.Dispose();
    }

    private string Run(string script, string data = "")
    {
        SandboxDocument document = sandbox.Document;
        string prepared = $$"""
            Import-Module PartnerAuth
            $partner = @{
                ApplicationId = '{{document.ApplicationId}}'
                Credential    = [pscredential]::new('{{document.ApplicationId}}', [Net.NetworkCredential]::new('', '{{document.ClientSecret}}').SecurePassword)
                RefreshToken  = '{{document.RefreshToken}}'
                Environment   = @{ Name = 'Sandbox'; Login = '{{document.Environment.Login}}'; Graph = '{{document.Environment.Graph}}'; PartnerCenter = '{{document.Environment.PartnerCenter}}' }
            }
            $customer, $other = '{{document.Customers[0].TenantId}}', '{{document.Customers[1].TenantId}}'
            {{script}}
            """;
        ShellProcess run = ShellProcess.Run(
            prepared,
            folder.Path,
            new Dictionary<string, string> { ["HOME"] = folder.Path, ["XDG_DATA_HOME"] = data });
        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(0, run.ExitCode);
        return run.Output.Trim();
    }
}

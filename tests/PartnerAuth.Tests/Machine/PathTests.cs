using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Machine;

/// <summary>Where a module may lie, and who may use it.</summary>
public sealed class PathTests
{
    /// <summary>Letters that no code page has together, and what PowerShell takes for a pattern.</summary>
    private const string Name = "Jürgen Çağrı 山田 [1]";

    [Theory]
    [InlineData("PartnerAuth", "partner_auth", "(Resolve-PartnerError AADSTS65001).Code")]
    [InlineData("PartnerAuth.Sandbox", "partner_sandbox", "(Start-PartnerSandbox -Customers 1).IsRunning")]
    public void A_module_works_from_a_folder_of_any_name(string module, string library, string use)
    {
        using TemporaryFolder folder = new();
        string home = Directory.CreateDirectory(Path.Combine(folder.Path, Name)).FullName;
        AssertWorks(module, library, use, home);
    }

    [Theory]
    [InlineData("PartnerAuth", "partner_auth", "(Resolve-PartnerError AADSTS65001).Code")]
    [InlineData("PartnerAuth.Sandbox", "partner_sandbox", "(Start-PartnerSandbox -Customers 1).IsRunning")]
    public void A_module_works_from_a_path_that_is_longer_than_Windows_once_allowed(string module, string library, string use)
    {
        using TemporaryFolder folder = new();
        string deep = folder.Path;
        while (deep.Length < 300)
        {
            deep = Path.Combine(deep, new string('d', 60));
        }

        AssertWorks(module, library, use, Directory.CreateDirectory(deep).FullName);
    }

    [Fact]
    public void The_journal_of_a_run_lies_where_a_name_of_any_letters_says()
    {
        using TemporaryFolder folder = new();
        string home = Directory.CreateDirectory(Path.Combine(folder.Path, Name, new string('d', 100), new string('e', 100))).FullName;
        string journal = Path.Combine(home, "Günlük.journal");
        const string Manifest = """{ "application": { "id": "APP", "displayName": "Contoso tools" }, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] }""";
        File.WriteAllText(Path.Combine(home, "Uygulama.json"), Manifest);
        // PowerShell's own folder: no process of Windows starts in one that is as long.
        const string Sync = """
            $null = $ExecutionContext.SessionState.Path.SetLocation([wildcardpattern]::Escape($env:PLACE))
            $sandbox = Start-PartnerSandbox -Customers 2
            [IO.File]::WriteAllText("$pwd/Uygulama.json", [IO.File]::ReadAllText("$pwd/Uygulama.json").Replace('APP', $sandbox.ApplicationId))
            $null = Connect-PartnerCenter -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Tenant $sandbox.TenantId
            $sandbox.Customers.TenantId | Sync-PartnerCustomerApplicationConsent -Manifest ./Uygulama.json -ResumePath $env:JOURNAL -Confirm:$false | ForEach-Object { $_.Outcome }
            Stop-PartnerSandbox $sandbox
            """;

        ShellProcess run = ShellProcess.Run(Sync, environment: new Dictionary<string, string> { ["JOURNAL"] = journal, ["PLACE"] = home });

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.True(File.Exists(journal));
    }

    /// <summary>The copy is used and not what is on the module path, and its library is the one that is loaded.</summary>
    private static void AssertWorks(string module, string library, string use, string home)
    {
        string copy = Path.Combine(home, module);
        TemporaryFolder.Copy(Path.Combine(Folders.Modules, module), copy);
        Dictionary<string, string> environment = new() { ["COPY"] = Path.Combine(copy, module + ".psd1"), ["HOME"] = home, ["TMPDIR"] = home };
        string native = $"[Diagnostics.Process]::GetCurrentProcess().Modules.FileName.Where({{ $_ -like '*{library}*' }})";

        ShellProcess run = ShellProcess.Run(
            $"Import-Module -Name ([wildcardpattern]::Escape($env:COPY)) -ErrorAction Stop; $null = {use}; (Get-Module {module}).ModuleBase; {native}",
            environment: environment);

        Assert.Equal(string.Empty, run.Errors);
        string[] lines = run.Output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(copy, lines[0]);
        Assert.StartsWith(copy + Path.DirectorySeparatorChar, Assert.Single(lines[1..]).Replace(@"\\?\", string.Empty));
    }
}

using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Package;

/// <summary>What Install-PSResource makes of the packages.</summary>
public sealed class InstallTests
{
    [Fact]
    public void Installed_from_their_packages_both_modules_do_their_work()
    {
        using TemporaryFolder folder = new();
        string module = Packages.Install("PartnerAuth", folder.Path);
        Packages.Install("PartnerAuth.Sandbox", folder.Path);
        string check = Path.Combine(Folders.Repository, "tests", "Installed", "check.ps1");

        ShellProcess run = ShellProcess.RunArguments([check, "-Modules", folder.Path], folder.Path);

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"from {module}", run.Output);
        Assert.Contains("ok: each header bears a token", run.Output);
    }

    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void An_installed_module_holds_its_papers_and_nothing_of_the_package(string module)
    {
        using TemporaryFolder folder = new();
        string installed = Packages.Install(module, folder.Path);
        IEnumerable<string> files = Directory.GetFiles(installed).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["LICENSE", $"{module}.dll", $"{module}.format.ps1xml", $"{module}.psd1", "THIRD-PARTY-NOTICES.txt", "sbom.cdx.json"],
            files.Where(file => !file.EndsWith(".cat", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("PartnerAuth", "about_PartnerAuth", "about_PartnerAuth_Gdap", "about_PartnerAuth_Migration", "about_PartnerAuth_Secrets", "about_PartnerAuth_Troubleshooting")]
    [InlineData("PartnerAuth.Sandbox")]
    public void An_installed_module_answers_Get_Help_from_its_own_folder(string module, params string[] topics)
    {
        using TemporaryFolder folder = new();
        string modules = Path.Combine(folder.Path, "modules");
        string help = Path.Combine(Packages.Install(module, modules), "en-US");
        Assert.Equal(
            topics.Select(topic => topic + ".help.txt").Append(module + ".dll-Help.xml").Order(StringComparer.Ordinal),
            Directory.GetFiles(help).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

        // No other folder of modules is known, so nothing else can answer.
        string script = $"Import-Module {module}; "
            + $"foreach ($command in (Get-Command -Module {module}).Name) {{ \"$command $((Get-Help $command -Full).examples.example.Count -ge 3)\" }}; "
            + string.Concat(topics.Select(topic => $"\"{topic} $((Get-Help {topic}).Length -gt 500)\"; "));
        ShellProcess run = ShellProcess.Run(script, environment: new Dictionary<string, string> { ["PARTNERAUTH_MODULES"] = modules });

        Assert.Equal(string.Empty, run.Errors);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.True(lines.Length > topics.Length);
        Assert.Superset(topics.Select(topic => topic + " True").ToHashSet(), lines.ToHashSet());
        Assert.All(lines, line => Assert.EndsWith(" True", line));
    }

    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void The_packaged_manifest_says_all_that_the_gallery_shows(string module)
    {
        using TemporaryFolder folder = new();
        string manifest = Path.Combine(Packages.Install(module, folder.Path), module + ".psd1");
        using Session session = new();

        PSModuleInfo info = (PSModuleInfo)session.Run("Test-ModuleManifest -Path $path", ("path", manifest)).Output.Single().BaseObject;

        Assert.Equal(new Version(5, 1), info.PowerShellVersion);
        Assert.Equal(["Desktop", "Core"], info.CompatiblePSEditions);
        Assert.NotEmpty(info.Description);
        Assert.NotEmpty(info.Author);
        Assert.Superset(new HashSet<string> { "PSEdition_Desktop", "PSEdition_Core", "Windows", "Linux", "MacOS" }, info.Tags.ToHashSet());
        Assert.NotNull(info.LicenseUri);
        Assert.NotNull(info.ProjectUri);
        Assert.NotEmpty(info.ReleaseNotes);
        Assert.Equal(module == "PartnerAuth", info.ReleaseNotes.Contains("-AllowClobber"));
    }
}

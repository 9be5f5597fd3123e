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

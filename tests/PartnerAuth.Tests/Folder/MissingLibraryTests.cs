using PartnerAuth.Interop;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>What users read where there is no native library for their system, or their system does not load it.</summary>
public sealed class MissingLibraryTests
{
    [Theory]
    [InlineData("PartnerAuth", "Resolve-PartnerError -Error AADSTS65001")]
    [InlineData("PartnerAuth.Sandbox", "Start-PartnerSandbox -Customers 1 -ErrorAction Stop")]
    public void A_module_without_the_library_of_this_system_names_those_it_is_published_for(string module, string use)
    {
        using TemporaryFolder folder = new();
        string manifest = folder.CopyModule(module);
        string moduleFolder = Path.GetDirectoryName(manifest)!;
        string native = Assert.Single(Directory.GetDirectories(moduleFolder), path => Path.GetFileName(path) == NativePlatform.Name);
        Directory.Move(native, Path.Combine(moduleFolder, OperatingSystem.IsWindows() ? "linux-x64" : "win-x64"));

        ShellProcess run = ShellProcess.Run($"Import-Module '{manifest}'; try {{ {use} }} catch {{ $_.Exception.Message }}");

        Assert.Contains($"no native library for {NativePlatform.Name}", run.Output);
        Assert.Contains(NativePlatform.Supported, run.Output);
        Assert.Contains("glibc 2.28 and later", run.Output);
        Assert.Contains("Install the module again.", run.Output);
    }

    [Fact]
    public void A_process_of_32_bits_is_sent_to_64_bit_PowerShell_where_that_would_do()
    {
        string text = NativePlatform.Missing("win-x86", "win-x64", ["win-x64"], "partner_auth.dll");
        Assert.EndsWith("start 64-bit PowerShell, the one without (x86) in its name.", text);
        Assert.DoesNotContain("Install", text);

        text = NativePlatform.Missing("win-x64", "win-arm64", ["win-arm64"], "partner_auth.dll");
        Assert.EndsWith("start PowerShell for win-arm64.", text);
    }

    [Fact]
    public void A_processor_that_nothing_is_published_for_is_not_told_to_install_again()
    {
        string text = NativePlatform.Missing("linux-arm", "linux-arm", ["linux-x64"], "partner_auth.so");
        Assert.Contains("It has those for linux-x64.", text);
        Assert.EndsWith("Run PowerShell on one of those.", text);
    }

    [Fact]
    public void A_library_that_wants_a_newer_glibc_says_which_systems_will_do()
    {
        string text = NativePlatform.Unloadable("/module/linux-x64/partner_auth.so", "libc.so.6: version `GLIBC_2.28' not found");
        Assert.Contains("published libraries want 2.28", text);
        Assert.DoesNotContain("glibc", NativePlatform.Unloadable("/module/partner_auth.so", "file too short"));
    }
}

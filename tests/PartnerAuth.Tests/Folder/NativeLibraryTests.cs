using System.Runtime.InteropServices;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>Which native library is loaded, and what importing starts. Each test has a process of its own.</summary>
public sealed class NativeLibraryTests
{
    private static string Import => $"Import-Module '{Folders.Manifest("PartnerAuth")}' -ErrorAction Stop; ";

    [Theory]
    [InlineData("partner_auth")]
    [InlineData("libpartner_auth")]
    public void A_library_planted_on_the_search_path_or_in_the_current_folder_is_not_loaded(string name)
    {
        using TemporaryFolder folder = new();
        FakeLibrary planted = FakeLibrary.Make(folder.Path, name);
        Dictionary<string, string> environment = new() { ["LD_LIBRARY_PATH"] = folder.Path, ["PATH"] = PathWith(folder.Path) };

        ShellProcess run = ShellProcess.Run(Import + "(Get-PartnerEnvironment -Name AzureCloud).Name", folder.Path, environment);

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal("AzureCloud", run.Output.Trim());
        Assert.False(planted.WasLoaded);
        NativeLibrary.Load(planted.File);
        Assert.True(planted.WasLoaded, "the mark does not work, so this test would see nothing");
    }

    [Fact]
    public void An_old_native_library_beside_a_new_assembly_is_refused_with_both_versions()
    {
        using TemporaryFolder folder = new();
        string manifest = folder.CopyModule("PartnerAuth");
        FakeLibrary old = FakeLibrary.Make(folder.Path, "partner_auth");
        string native = Assert.Single(Directory.GetFiles(folder.Path, "partner_auth.so", SearchOption.AllDirectories), file => file != old.File);
        File.Copy(old.File, native, overwrite: true);

        ShellProcess run = ShellProcess.Run($"try {{ Import-Module '{manifest}' -ErrorAction Stop }} catch {{ $_.Exception.Message }}");

        Assert.Contains($"speaks version {FakeLibrary.Version}", run.Output);
        Assert.Matches("speaks version [0-9]+ of the boundary", run.Output);
    }

    [Fact]
    public void Importing_starts_no_thread_and_opens_no_socket()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads and sockets are read from /proc.");
        const string Threads = "[IO.Directory]::GetDirectories('/proc/self/task').ForEach({ [IO.File]::ReadAllText(\"$_/comm\").Trim() })";
        const string Sockets = "[IO.Directory]::GetFiles('/proc/self/fd').ForEach({ [IO.FileInfo]::new($_).LinkTarget }).Where({ $_ -like 'socket:*' })";

        ShellProcess run = ShellProcess.Run(
            $"$threads = {Threads}; $sockets = {Sockets}; {Import}"
            + $"foreach ($thread in {Threads}) {{ if ($thread -notin $threads -and $thread -notlike '.NET*') {{ \"thread $thread\" }} }}; "
            + $"foreach ($socket in {Sockets}) {{ if ($socket -notin $sockets) {{ $socket }} }}; "
            + "\"before: $($threads.Count) threads, now: $((Get-Module PartnerAuth).Name)\"");

        Assert.Equal(string.Empty, run.Errors);
        Assert.Matches("^before: [1-9][0-9]* threads, now: PartnerAuth$", run.Output.Trim());
    }

    private static string PathWith(string folder) => folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
}

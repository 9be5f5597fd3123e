using System.Runtime.InteropServices;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Folder;

/// <summary>Which native library is loaded, and what importing starts. Each test has a process of its own.</summary>
public sealed class NativeLibraryTests
{
    [Theory]
    [InlineData("PartnerAuth", "partner_auth")]
    [InlineData("PartnerAuth", "libpartner_auth")]
    [InlineData("PartnerAuth.Sandbox", "partner_sandbox")]
    [InlineData("PartnerAuth.Sandbox", "libpartner_sandbox")]
    public void A_library_planted_on_the_search_path_or_in_the_current_folder_is_not_loaded(string module, string library)
    {
        using TemporaryFolder folder = new();
        FakeLibrary planted = FakeLibrary.Make(folder.Path, library);
        Dictionary<string, string> environment = new() { ["LD_LIBRARY_PATH"] = folder.Path, ["PATH"] = PathWith(folder.Path) };

        // The first use calls the library for its version: a planted one would be loaded here, or never.
        ShellProcess run = ShellProcess.Run($"{Import(module)} $null = {FirstUse(module)}; (Get-Module {module}).Name", folder.Path, environment);

        Assert.Equal(string.Empty, run.Errors);
        Assert.Equal(module, run.Output.Trim());
        Assert.False(planted.WasLoaded);
        // Given back at once, as Windows keeps the file of a library that is in use.
        NativeLibrary.Free(NativeLibrary.Load(planted.File));
        Assert.True(planted.WasLoaded, "the mark does not work, so this test would see nothing");
    }

    [Theory]
    [InlineData("PartnerAuth", "partner_auth")]
    [InlineData("PartnerAuth.Sandbox", "partner_sandbox")]
    public void An_old_native_library_beside_a_new_assembly_is_refused_with_both_versions(string module, string library)
    {
        using TemporaryFolder folder = new();
        string manifest = folder.CopyModule(module);
        string native = Assert.Single(Directory.GetFiles(folder.Path, library + FakeLibrary.Extension, SearchOption.AllDirectories));
        File.Copy(FakeLibrary.Make(folder.Path, library).File, native, overwrite: true);

        ShellProcess run = ShellProcess.Run($"Import-Module '{manifest}' -ErrorAction Stop; try {{ {FirstUse(module)} }} catch {{ $_.Exception.Message }}");

        Assert.Matches("the assembly speaks version [0-9]+ of the boundary", run.Output);
        Assert.Contains($"speaks version {FakeLibrary.Version}", run.Output);
    }

    [Theory]
    [InlineData("PartnerAuth")]
    [InlineData("PartnerAuth.Sandbox")]
    public void Importing_starts_no_thread_and_opens_no_socket(string module)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads and sockets are read from /proc.");
        const string Threads = "[IO.Directory]::GetDirectories('/proc/self/task').ForEach({ [IO.File]::ReadAllText(\"$_/comm\").Trim() })";
        const string Sockets = "[IO.Directory]::GetFiles('/proc/self/fd').ForEach({ [IO.FileInfo]::new($_).LinkTarget }).Where({ $_ -like 'socket:*' })";

        // The runtime starts threads as it likes, and their names begin with .NET; the library's have names of their own.
        ShellProcess run = ShellProcess.Run(
            $"$threads = {Threads}; $sockets = {Sockets}; {Import(module)}"
            + $"foreach ($thread in {Threads}) {{ if ($thread -notin $threads -and $thread -notlike '.NET*') {{ \"thread $thread\" }} }}; "
            + $"foreach ($socket in {Sockets}) {{ if ($socket -notin $sockets) {{ $socket }} }}; "
            + $"\"before: $($threads.Count) threads, now: $((Get-Module {module}).Name)\"");

        Assert.Equal(string.Empty, run.Errors);
        Assert.Matches($"^before: [1-9][0-9]* threads, now: {module}$", run.Output.Trim());
    }

    /// <summary>A command that asks nobody and needs the library.</summary>
    private static string FirstUse(string module) => module == "PartnerAuth"
        ? "Resolve-PartnerError -Error AADSTS65001"
        : "Start-PartnerSandbox -Customers 1 -ErrorAction Stop | Stop-PartnerSandbox";

    private static string Import(string module) => $"Import-Module '{Folders.Manifest(module)}' -ErrorAction Stop; ";

    private static string PathWith(string folder) => folder + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
}

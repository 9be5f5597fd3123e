using System.Diagnostics;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A native library made from fake.c: it leaves a mark beside itself when it is loaded.</summary>
internal sealed class FakeLibrary
{
    /// <summary>The version of the boundary that it claims to speak.</summary>
    public const uint Version = 999;

    private FakeLibrary(string file) => File = file;

    /// <summary>What the names of libraries end with on this system.</summary>
    public static string Extension => OperatingSystem.IsWindows() ? ".dll" : ".so";

    public string File { get; }

    /// <summary>Whether any process has loaded it.</summary>
    public bool WasLoaded => System.IO.File.Exists(File + ".loaded");

    /// <summary>Makes it, or skips the test where it can't be made.</summary>
    public static FakeLibrary Make(string folder, string name)
    {
        string file = Path.Combine(folder, name + Extension);
        if (OperatingSystem.IsWindows())
        {
            string? ready = Environment.GetEnvironmentVariable("PARTNERAUTH_FAKE_LIBRARY");
            Assert.SkipWhen(ready is null, "On Windows, the library comes from `cargo xtask windows`.");
            System.IO.File.Copy(ready, file);
        }
        else
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is made for Linux and Windows.");
            string source = Path.Combine(Folders.Repository, "tests", "PartnerAuth.Tests", "Fixtures", "fake.c");
            Compile(["-shared", "-fPIC", "-o", file, source]);
        }

        return new FakeLibrary(file);
    }

    private static void Compile(string[] arguments)
    {
        try
        {
            using Process compiler = Process.Start("cc", arguments);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no C compiler (cc) on this machine.");
        }
    }
}

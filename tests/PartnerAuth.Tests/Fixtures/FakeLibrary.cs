using System.Diagnostics;
using System.Text;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A native library made with the C compiler of this machine: it leaves a mark when it is loaded.</summary>
internal sealed class FakeLibrary
{
    /// <summary>The version of the boundary that it claims to speak.</summary>
    public const uint Version = 999;

    private readonly string mark;

    private FakeLibrary(string file, string mark)
    {
        File = file;
        this.mark = mark;
    }

    public string File { get; }

    /// <summary>Whether any process has loaded it.</summary>
    public bool WasLoaded => System.IO.File.Exists(mark);

    /// <summary>Compiles it, or skips the test where there is no compiler.</summary>
    public static FakeLibrary Make(string folder, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The library is made with cc, for Linux.");
        string mark = Path.Combine(folder, "loaded");
        string source = Path.Combine(folder, "fake.c");
        string file = Path.Combine(folder, name + ".so");
        StringBuilder code = new("#include <stdio.h>\n");
        code.AppendLine($"unsigned pa_abi_version(void) {{ return {Version}u; }}");
        code.AppendLine($"unsigned ps_abi_version(void) {{ return {Version}u; }}");
        code.AppendLine("__attribute__((constructor)) static void on_load(void) {");
        code.AppendLine($"    FILE *mark = fopen(\"{mark}\", \"w\"); if (mark) fclose(mark);");
        code.AppendLine("}");
        System.IO.File.WriteAllText(source, code.ToString());
        Compile(["-shared", "-fPIC", "-o", file, source]);
        return new FakeLibrary(file, mark);
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

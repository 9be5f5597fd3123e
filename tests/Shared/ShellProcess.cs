using System.Diagnostics;
using System.Text;

namespace PartnerAuth.Testing;

/// <summary>A script in a process of its own, through tests/Shell.</summary>
public sealed record ShellProcess(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs a line of PowerShell to its end; <paramref name="under"/> is a program that runs the shell, with its arguments.</summary>
    public static ShellProcess Run(
        string command,
        string? currentFolder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<string>? under = null) => RunArguments(["-Command", command], currentFolder, environment, under: under);

    /// <summary>Runs the shell with any arguments; <paramref name="input"/> is what is typed.</summary>
    public static ShellProcess RunArguments(
        IEnumerable<string> arguments,
        string? currentFolder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        string input = "",
        IReadOnlyList<string>? under = null)
    {
        using Process process = Start(arguments, currentFolder, environment, under);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ShellProcess(process.ExitCode, output, errors.Result);
    }

    /// <summary>Starts the shell, for a test that goes on beside it; its three streams are the test's.</summary>
    internal static Process Start(
        IEnumerable<string> arguments,
        string? currentFolder = null,
        IReadOnlyDictionary<string, string>? environment = null,
        IReadOnlyList<string>? under = null)
    {
        // Where there is no .NET but the tests' own, the shell is a program that brings it.
        string? program = Environment.GetEnvironmentVariable("PARTNERAUTH_SHELL");
        string shell = Path.Combine(Folders.Target, "dotnet", "bin", "Shell", "release", "Shell.dll");
        string[] line = [.. under ?? [], .. program is null ? ["dotnet", shell] : (string[])[program], .. arguments];
        ProcessStartInfo start = new(line[0], line[1..]);
        start.WorkingDirectory = currentFolder ?? Environment.CurrentDirectory;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;
        start.Environment["PARTNERAUTH_MODULES"] = Folders.Modules;
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // The tests' own sessions have added to it; the shell finds what it needs itself.
        start.Environment.Remove("PSModulePath");
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

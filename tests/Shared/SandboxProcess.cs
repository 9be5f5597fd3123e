using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PartnerAuth.Testing;

/// <summary>The program partner-sandbox, running until the test is over.</summary>
public sealed class SandboxProcess : IDisposable
{
    private readonly Process process;

    /// <summary>Starts it with arguments such as <c>--customers 25</c>.</summary>
    public SandboxProcess(params string[] arguments)
    {
        string name = OperatingSystem.IsWindows() ? "partner-sandbox.exe" : "partner-sandbox";
        ProcessStartInfo start = new(Path.Combine(Folders.Programs, name), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} was not started.");
        string line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{start.FileName} ended without a word; its reason is on standard error.");
        Document = JsonSerializer.Deserialize<SandboxDocument>(line, JsonSerializerOptions.Web)!;
    }

    /// <summary>Where it is and what it accepts.</summary>
    public SandboxDocument Document { get; }

    /// <summary>Starts it with a scenario, whose text is kept in a file as long as the start needs it.</summary>
    public static SandboxProcess WithScenario(string scenario, params string[] arguments)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, scenario);
            return new SandboxProcess(["--scenario", file, .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Its input closes, and it ends; a sandbox that does not is a defect of its own.
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill();
            throw new TimeoutException("partner-sandbox did not end when its input closed.");
        }

        process.Dispose();
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A Redis server of the test's own on a free port, which keeps nothing on disk.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly Process process;

    public RedisServer(params string[] arguments)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "redis-server")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "redis-server is not on the PATH of this machine (Debian's package `redis-server`).");
        Port = FreePort();
        string port = Port.ToString();
        process = Process.Start(new ProcessStartInfo(
            program!, ["--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no", .. arguments])
        {
            RedirectStandardOutput = true,
        })!;

        // Until it says so, nobody is there.
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Address => $"redis://127.0.0.1:{Port}";

    /// <summary>Ends it as a crash would.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>A command in a line, and what the server answers.</summary>
    public string Ask(string command)
    {
        using TcpClient client = new("127.0.0.1", Port);
        using StreamWriter writer = new(client.GetStream()) { NewLine = "\r\n" };
        using StreamReader reader = new(client.GetStream());
        writer.WriteLine(command);
        writer.WriteLine("QUIT");
        writer.Flush();
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

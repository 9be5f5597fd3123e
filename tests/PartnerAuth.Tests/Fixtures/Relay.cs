using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// Stands before a sandbox that speaks http. It counts what is sent there (a call that was refused in time sends not a
/// byte), remembers the requests, and can hold one back.
/// </summary>
public sealed partial class Relay : IDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly List<string> requests = [];
    private HeldRequest? held;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Uri target;
    private long sent;

    /// <summary>Opens before the sandbox that is there.</summary>
    public Relay(SandboxEnvironment sandbox)
    {
        target = new Uri(sandbox.Login);
        listener.Start();
        string own = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        string Moved(string address) => address.Replace(target.Authority, own);
        Environment = new SandboxEnvironment(
            sandbox.Name, Moved(sandbox.Login), Moved(sandbox.Graph), Moved(sandbox.PartnerCenter), sandbox.CaCertificate);
        _ = Serve();
    }

    /// <summary>The sandbox as it is reached through here.</summary>
    public SandboxEnvironment Environment { get; }

    /// <summary>How many bytes were sent so far, and connections opened.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>The requests that were passed on, in their order: method and address, as in <c>GET /graph/v1.0/me</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>
    /// Holds the next request back that is <paramref name="wanted"/>, which gets those before it and the request itself.
    /// </summary>
    public HeldRequest Hold(Func<IReadOnlyList<string>, string, bool> wanted) => held = new HeldRequest(wanted);

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Stop();
        ended.Cancel();
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref sent);
                _ = Join(client);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Join(TcpClient client)
    {
        using (client)
        using (TcpClient server = new())
        {
            try
            {
                await server.ConnectAsync(target.Host, target.Port);
                Task up = Copy(client.GetStream(), server.GetStream(), Note);
                Task down = Copy(server.GetStream(), client.GetStream(), _ => Task.CompletedTask);
                await Task.WhenAny(up, down);
            }
            catch (Exception over) when (over is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One side went away, as connections do.
            }
        }
    }

    private async Task Note(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Add(ref sent, bytes.Length);

        // A client sends no request before the last one is answered, so each begins with what is read.
        Match line = RequestLine().Match(Encoding.ASCII.GetString(bytes.Span[..Math.Min(bytes.Length, 4096)]));
        if (!line.Success)
        {
            return;
        }

        string request = line.Groups[1].Value;
        if (held is { } one && one.Takes(Requests, request))
        {
            await one.Released.WaitAsync(ended.Token);
        }

        lock (requests)
        {
            requests.Add(request);
        }
    }

    private static async Task Copy(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, Task> note)
    {
        byte[] buffer = new byte[16384];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            ReadOnlyMemory<byte> bytes = buffer.AsMemory(0, read);
            await note(bytes);
            await to.WriteAsync(bytes);
        }
    }

    [GeneratedRegex(@"^([A-Z]+ /\S*) HTTP/1\.1\r\n")]
    private static partial Regex RequestLine();
}

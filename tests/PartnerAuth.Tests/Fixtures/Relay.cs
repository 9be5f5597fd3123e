using System.Net;
using System.Net.Sockets;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Stands before a sandbox and counts what is sent to it: a call that was refused in time sends not a byte.</summary>
public sealed class Relay : IDisposable
{
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

    /// <inheritdoc/>
    public void Dispose() => listener.Stop();

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
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
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
                Task up = Copy(client.GetStream(), server.GetStream(), count => Interlocked.Add(ref sent, count));
                Task down = Copy(server.GetStream(), client.GetStream(), _ => { });
                await Task.WhenAny(up, down);
            }
            catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException)
            {
                // One side went away, as connections do.
            }
        }
    }

    private static async Task Copy(NetworkStream from, NetworkStream to, Action<int> note)
    {
        byte[] buffer = new byte[16384];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            note(read);
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}

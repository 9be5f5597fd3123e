using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>Where a service gets stuck.</summary>
public enum Stuck
{
    /// <summary>It takes no connection: its queue is full, and the system answers nobody.</summary>
    Connecting,

    /// <summary>It takes the connection and says nothing, not in a handshake neither.</summary>
    Shaking,

    /// <summary>It begins an answer and never ends it.</summary>
    Answering,
}

/// <summary>A service on loopback that never gets to the end of an answer.</summary>
public sealed class StuckService : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> held = [];
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Opens a service that gets stuck there.</summary>
    public StuckService(Stuck where)
    {
        listener.Start(where == Stuck.Connecting ? 1 : 10);
        Address = $"{(where == Stuck.Shaking ? "https" : "http")}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        if (where == Stuck.Connecting)
        {
            FillQueue();
            reached.SetResult();
            left.SetResult();
        }
        else
        {
            _ = Serve(where);
        }
    }

    /// <summary>Its address.</summary>
    public string Address { get; }

    /// <summary>Ends when a caller is as far as it gets; at once where nobody sees who tries to connect.</summary>
    public Task Reached => reached.Task;

    /// <summary>Ends when a caller that was as far as it gets has closed the connection; at once where nobody sees that.</summary>
    public Task Left => left.Task;

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Stop();
        foreach (TcpClient client in held)
        {
            client.Dispose();
        }
    }

    /// <summary>Connects until the system answers no more: how many fit in the queue is its own affair.</summary>
    private void FillQueue()
    {
        bool isTaken;
        do
        {
            TcpClient client = new();
            held.Add(client);
            isTaken = client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port).Wait(TimeSpan.FromMilliseconds(500));
        }
        while (isTaken);
    }

    private async Task Serve(Stuck where)
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync();
                held.Add(client);
                NetworkStream stream = client.GetStream();
                byte[] bytes = new byte[4096];
                _ = await stream.ReadAsync(bytes);
                if (where == Stuck.Answering)
                {
                    await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"));
                }

                reached.TrySetResult();
                while (await stream.ReadAsync(bytes) > 0)
                {
                }

                left.TrySetResult();
            }
        }
        catch (Exception over) when (over is SocketException or IOException or ObjectDisposedException)
        {
            // The caller broke off, or the test is over.
            left.TrySetResult();
        }
    }
}

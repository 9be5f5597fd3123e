using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PartnerAuth.Tests.Browser;

/// <summary>The Chrome DevTools Protocol: commands with their answers, and events, over one WebSocket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    /// <summary>The most that anything in the browser may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> waiting = new();
    private Task reading = Task.CompletedTask;
    private int last;

    private DevTools()
    {
    }

    /// <summary>An event: its session, its method and its parameters. Handlers run on the thread that reads.</summary>
    public event Action<string?, string, JsonNode>? Happened;

    public static async Task<DevTools> ConnectAsync(Uri address)
    {
        DevTools devTools = new();
        // Answers hold whole pages, and the machine's proxy has nothing to do with it.
        devTools.socket.Options.Proxy = null;
        await devTools.socket.ConnectAsync(address, CancellationToken.None).WaitAsync(Limit);
        devTools.reading = Task.Run(devTools.ReadAsync);
        return devTools;
    }

    /// <summary>Sends a command and gives its answer; an error of the browser is one of the test.</summary>
    public async Task<JsonNode> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        int id = Interlocked.Increment(ref last);
        TaskCompletionSource<JsonNode> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answered;
        JsonObject command = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            command["sessionId"] = session;
        }

        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(command);
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }

        JsonNode answer = await answered.Task.WaitAsync(Limit);
        return answer["result"] ?? throw new InvalidOperationException($"{method}: {answer["error"]}");
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading;
        socket.Dispose();
        sending.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await MessageAsync() is { } message)
            {
                if (message["id"] is { } id)
                {
                    waiting.TryRemove(id.GetValue<int>(), out TaskCompletionSource<JsonNode>? answered);
                    answered?.SetResult(message);
                }
                else
                {
                    Happened?.Invoke(message["sessionId"]?.GetValue<string>(), message["method"]!.GetValue<string>(), message["params"]!);
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // The browser has gone, or the test is over.
        }
        finally
        {
            foreach (TaskCompletionSource<JsonNode> answered in waiting.Values)
            {
                answered.TrySetException(new IOException("The browser ended before it answered."));
            }
        }
    }

    /// <summary>The next message; null when the browser closes.</summary>
    private async Task<JsonNode?> MessageAsync()
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[64 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        message.Position = 0;
        return await JsonNode.ParseAsync(message);
    }
}

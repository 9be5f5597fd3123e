using System.Text.Json.Nodes;

namespace PartnerAuth.Tests.Browser;

/// <summary>A tab with a person in front of it: what they see, type and press.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly DevTools devTools;
    private readonly string context;
    private readonly string session;
    private readonly Lock noting = new();
    private readonly List<string> complaints = [];
    private readonly List<Uri> requests = [];
    private string? document;
    private TaskCompletionSource? loaded;

    private Tab(DevTools devTools, string context, string session)
    {
        this.devTools = devTools;
        this.context = context;
        this.session = session;
        devTools.Happened += Note;
    }

    /// <summary>What the browser complained about: errors and warnings of its console, and requests that failed.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (noting)
            {
                return [.. complaints];
            }
        }
    }

    /// <summary>Where requests went.</summary>
    public IReadOnlyList<Uri> Requests
    {
        get
        {
            lock (noting)
            {
                return [.. requests];
            }
        }
    }

    public static async Task<Tab> OpenAsync(DevTools devTools)
    {
        string context = Text(await devTools.SendAsync("Target.createBrowserContext"), "browserContextId");
        JsonNode target = await devTools.SendAsync(
            "Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context });
        JsonNode attached = await devTools.SendAsync(
            "Target.attachToTarget", new() { ["targetId"] = Text(target, "targetId"), ["flatten"] = true });
        Tab tab = new(devTools, context, Text(attached, "sessionId"));
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
        {
            await tab.SendAsync(domain + ".enable");
        }

        await tab.SendAsync("Page.setLifecycleEventsEnabled", new() { ["enabled"] = true });
        // Several tabs are open at once, and each behaves as the one in front.
        await tab.SendAsync("Emulation.setFocusEmulationEnabled", new() { ["enabled"] = true });
        return tab;
    }

    /// <summary>Opens an address and waits until its page is there.</summary>
    public Task GoAsync(Uri address) => LoadAsync(() => SendAsync("Page.navigate", new() { ["url"] = address.AbsoluteUri }));

    /// <summary>Does what leads to another page, and waits until that page is there.</summary>
    public async Task LoadAsync(Func<Task> action)
    {
        TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (noting)
        {
            document = null;
            loaded = next;
        }

        await action();
        await next.Task.WaitAsync(DevTools.Limit);
        // The cursor goes to its field when the page is drawn, which may be after it was loaded.
        await EvaluateAsync("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))");
    }

    /// <summary>Types where the cursor is.</summary>
    public Task TypeAsync(string text) => SendAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>Types and presses Enter, which leads to another page.</summary>
    public async Task EnterAsync(string text)
    {
        await TypeAsync(text);
        await LoadAsync(() => PressAsync("Enter", 13, "\r"));
    }

    /// <summary>Goes on to the next field.</summary>
    public Task NextAsync() => PressAsync("Tab", 9);

    /// <summary>Presses a key and lets it go.</summary>
    public async Task PressAsync(string key, int code, string? text = null)
    {
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            JsonObject press = new() { ["type"] = type, ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
            if (text is not null && type == "keyDown")
            {
                press["text"] = text;
            }

            await SendAsync("Input.dispatchKeyEvent", press);
        }
    }

    /// <summary>Clicks in the middle of what has that id, which leads to another page.</summary>
    public Task ClickAsync(string id) => LoadAsync(() => PointAsync("#" + id));

    /// <summary>Clicks in the middle of what a selector finds first, which stays on the page.</summary>
    public async Task PointAsync(string selector)
    {
        string element = $"document.querySelector({JsonValue.Create(selector)!.ToJsonString()})";
        JsonNode place = await EvaluateAsync(
            $"(() => {{ const e = {element}; e.scrollIntoView({{ block: 'center', behavior: 'instant' }}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()");
        foreach (string type in (string[])["mousePressed", "mouseReleased"])
        {
            JsonObject click = new()
            {
                ["type"] = type,
                ["x"] = place[0]!.GetValue<double>(),
                ["y"] = place[1]!.GetValue<double>(),
                ["button"] = "left",
                ["clickCount"] = 1,
            };
            await SendAsync("Input.dispatchMouseEvent", click);
        }
    }

    /// <summary>What the page shows.</summary>
    public async Task<string> TextAsync() => (await EvaluateAsync("document.body.innerText")).GetValue<string>();

    /// <summary>The title of the tab.</summary>
    public async Task<string> TitleAsync() => (await EvaluateAsync("document.title")).GetValue<string>();

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode> EvaluateAsync(string expression)
    {
        JsonNode answer = await SendAsync(
            "Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer["exceptionDetails"] is { } thrown
            ? throw new InvalidOperationException(thrown.ToJsonString())
            : answer["result"]!["value"]!;
    }

    /// <summary>Sends a command of the protocol to this tab.</summary>
    public Task<JsonNode> SendAsync(string method, JsonObject? parameters = null) => devTools.SendAsync(method, parameters, session);

    public async ValueTask DisposeAsync()
    {
        devTools.Happened -= Note;
        await devTools.SendAsync("Target.disposeBrowserContext", new() { ["browserContextId"] = context });
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private void Note(string? from, string method, JsonNode what)
    {
        if (from != session)
        {
            return;
        }

        lock (noting)
        {
            switch (method)
            {
                case "Page.frameNavigated" when what["frame"]!["parentId"] is null:
                    document = Text(what["frame"]!, "loaderId");
                    break;
                case "Page.lifecycleEvent" when Text(what, "name") == "load" && Text(what, "loaderId") == document:
                    loaded?.TrySetResult();
                    break;
                case "Network.requestWillBeSent":
                    requests.Add(new Uri(Text(what["request"]!, "url")));
                    break;
                case "Log.entryAdded":
                    Complain(what["entry"]!, "level", "text");
                    break;
                case "Runtime.consoleAPICalled":
                    Complain(what, "type", "args");
                    break;
                case "Runtime.exceptionThrown":
                    complaints.Add(what.ToJsonString());
                    break;
            }
        }
    }

    private void Complain(JsonNode entry, string level, string text)
    {
        if (Text(entry, level) is "error" or "warning")
        {
            complaints.Add($"{entry[text]} {entry["url"]}");
        }
    }
}

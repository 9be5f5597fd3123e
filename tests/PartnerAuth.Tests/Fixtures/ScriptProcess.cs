using System.Diagnostics;
using System.Text;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>
/// A script in a process of its own with a person beside it: it opens an address in a browser, or asks in the console.
/// On Linux, where BROWSER names the program that is opened.
/// </summary>
internal sealed class ScriptProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder output = new();
    private readonly Task<string> errors;
    private readonly TaskCompletionSource<Uri> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;
    private readonly FileSystemWatcher watcher;

    private ScriptProcess(string script, bool hasBrowser)
    {
        string address = Path.Combine(folder.Path, "address");
        string browser = Path.Combine(folder.Path, "browser");
        if (hasBrowser && !OperatingSystem.IsWindows())
        {
            // Written beside and renamed: whoever sees the file sees the whole address.
            File.WriteAllText(browser, $"#!/bin/sh\nprintf %s \"$1\" > '{address}.new' && mv '{address}.new' '{address}'\n");
            File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        watcher = new FileSystemWatcher(folder.Path, "address");
        watcher.Renamed += (_, _) => opened.TrySetResult(new Uri(File.ReadAllText(address)));
        watcher.EnableRaisingEvents = true;
        Dictionary<string, string> environment = new() { ["BROWSER"] = hasBrowser ? browser : string.Empty };
        if (!hasBrowser)
        {
            // Nothing is found there that could be a browser.
            environment["PATH"] = folder.Path;
        }

        process = ShellProcess.Start(["-Command", script], folder.Path, environment);
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts a script that opens a browser; the test gets the address in its place.</summary>
    public static ScriptProcess Start(string script) => Start(script, hasBrowser: true);

    /// <summary>Starts a script on a machine without a browser.</summary>
    public static ScriptProcess StartWithoutBrowser(string script) => Start(script, hasBrowser: false);

    /// <summary>The address that the script opened in the browser.</summary>
    public async Task<Uri> OpenedAsync()
    {
        Task ended = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(opened.Task, ended).WaitAsync(Limit) == ended && !opened.Task.IsCompleted)
        {
            ShellProcess run = await EndAsync();
            throw new InvalidOperationException($"The script ended without a browser: {run.Output}{run.Errors}");
        }

        return await opened.Task;
    }

    /// <summary>The next line of the console that holds the text.</summary>
    public async Task<string> LineAsync(string text)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The script never said '{text}': {output}{await errors}");
    }

    /// <summary>Types a line in the console.</summary>
    public async Task TypeAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the end of the script, and gives what it wrote.</summary>
    public async Task<ShellProcess> EndAsync()
    {
        output.Append(await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit));
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new ShellProcess(process.ExitCode, output.ToString(), await errors);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        process.Dispose();
        watcher.Dispose();
        folder.Dispose();
    }

    private static ScriptProcess Start(string script, bool hasBrowser)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere than on Linux, a sign-in opens the person's own browser.");
        return new ScriptProcess(script, hasBrowser);
    }
}

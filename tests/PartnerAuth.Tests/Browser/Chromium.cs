using System.Diagnostics;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Browser;

/// <summary>
/// A headless Chromium for the tests of a class: <c>IClassFixture&lt;Chromium&gt;</c>. It reaches this machine alone, and
/// keeps what it keeps in a folder that goes with it.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Listening = "DevTools listening on ";

    private readonly TemporaryFolder profile = new();
    private readonly List<string> said = [];
    private DevTools? devTools;
    private Process? process;

    /// <summary>The program; null on a machine without it.</summary>
    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "chromium"))
        .FirstOrDefault(File.Exists);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Program is null)
        {
            return;
        }

        ProcessStartInfo start = new(
            Program,
            [
                "--headless=new", "--remote-debugging-port=0", "--user-data-dir=" + profile.Path,
                "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (Environment.IsPrivilegedProcess)
        {
            // Chromium's own sandbox refuses to start for root.
            start.ArgumentList.Add("--no-sandbox");
        }

        TaskCompletionSource<Uri> listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                listens.TrySetException(new InvalidOperationException($"{Program} ended at once: {string.Join('\n', said)}"));
                return;
            }

            said.Add(line.Data);
            if (line.Data.StartsWith(Listening, StringComparison.Ordinal))
            {
                listens.TrySetResult(new Uri(line.Data[Listening.Length..]));
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        devTools = await DevTools.ConnectAsync(await listens.Task.WaitAsync(DevTools.Limit));
    }

    /// <summary>Opens an empty tab that shares nothing with others; the test is skipped where there is no Chromium.</summary>
    internal async Task<Tab> OpenAsync()
    {
        Assert.SkipWhen(Program is null, "Chromium is not on the PATH of this machine (Debian's package `chromium`).");
        return await Tab.OpenAsync(devTools!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (devTools is not null)
            {
                await devTools.SendAsync("Browser.close");
                await devTools.DisposeAsync();
            }

            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }

            process.Dispose();
        }

        profile.Dispose();
    }
}

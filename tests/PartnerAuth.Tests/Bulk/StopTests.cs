using System.Globalization;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>Ctrl+C while a connection, a handshake, an answer or a file's lock is waited for.</summary>
public sealed class StopTests
{
    [Theory]
    [InlineData(Stuck.Connecting)]
    [InlineData(Stuck.Shaking)]
    [InlineData(Stuck.Answering)]
    public async Task Ctrl_C_ends_a_call_in_under_a_second_and_its_connection_wherever_the_service_got_stuck(Stuck where)
    {
        Assert.SkipWhen(where == Stuck.Connecting && OperatingSystem.IsWindows(), "Windows refuses whoever does not fit in the queue.");
        using StuckService service = new(where);
        using Session own = new("PartnerAuth");
        own.Run(
            """
            $partner = @{
                ApplicationId = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
                RefreshToken  = 'partner-sandbox.stuck'
                Environment   = @{ Name = 'Sandbox'; Login = $at; Graph = $at; PartnerCenter = $at }
            }
            """,
            ("at", service.Address)).AssertClean();
        using PowerShell pipeline = own.Pipeline("New-PartnerAccessToken @partner -Scopes Graph -Tenant contoso.onmicrosoft.example -Verbose");
        Task asked = CtrlC.Line(pipeline, line => line.Contains("contoso.", StringComparison.Ordinal));
        IAsyncResult running = pipeline.BeginInvoke();
        Task stuck = Task.WhenAll(asked, service.Reached);
        Task limit = Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        if (await Task.WhenAny(stuck, limit) == limit)
        {
            // Ended first, as the streams of a pipeline that runs are read to their end.
            pipeline.Stop();
            Assert.Fail($"It did not get stuck: {string.Join(' ', pipeline.Streams.Verbose)} {string.Join(' ', pipeline.Streams.Error)}");
        }

        CtrlC.Ends(pipeline, running);
        await service.Left.WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Ctrl_C_ends_a_call_in_under_a_second_while_another_process_has_the_lock_of_the_kept_tokens()
    {
        // Where tokens are kept belongs to the process, so the call has one of its own, which holds the lock as another would.
        using SandboxProcess sandbox = SandboxProcess.WithScenario("""{ "customers": 1, "consented": true }""");
        using TemporaryFolder folder = new();
        SandboxDocument document = sandbox.Document;
        ShellProcess run = ShellProcess.Run(
            $$"""
            Import-Module PartnerAuth
            Register-PartnerTokenCache -Persistent -EncryptionKey 'a long random text from a vault' -Path ./tokens.kept
            $partner = @{
                ApplicationId = '{{document.ApplicationId}}'
                Credential    = [pscredential]::new('{{document.ApplicationId}}', [Net.NetworkCredential]::new('', '{{document.ClientSecret}}').SecurePassword)
                RefreshToken  = '{{document.RefreshToken}}'
                Environment   = @{ Name = 'Sandbox'; Login = '{{document.Environment.Login}}'; Graph = '{{document.Environment.Graph}}'; PartnerCenter = '{{document.Environment.PartnerCenter}}' }
                Tenant        = '{{document.Customers[0].TenantId}}'
                Scopes        = 'Graph'
            }
            $call = [powershell]::Create([initialsessionstate]::CreateDefault2())
            function Start-Call { $call.Commands.Clear(); $call.AddScript('param($partner) Import-Module PartnerAuth; New-PartnerAccessToken @partner -ForceRefresh -Verbose').AddArgument($partner).BeginInvoke() }
            $free = (Start-Call).AsyncWaitHandle.WaitOne(30000)

            $lock = [IO.File]::Open("$pwd/tokens.kept.lock", 'OpenOrCreate', 'ReadWrite', 'None')
            $call.Streams.ClearStreams()
            $running = Start-Call
            while (-not $running.IsCompleted -and -not ($call.Streams.Verbose | Where-Object { "$_" -like 'POST */token*' })) { }
            $locked = $running.AsyncWaitHandle.WaitOne(1000)
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $call.Stop()
            "$free $locked $($clock.ElapsedMilliseconds)"
            $lock.Dispose()
            $null = New-PartnerAccessToken @partner
            'and the library goes on'
            """,
            folder.Path);
        Assert.Equal(string.Empty, run.Errors);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("and the library goes on", lines[1]);
        string[] told = lines[0].Split(' ');
        Assert.Equal("True False", $"{told[0]} {told[1]}");
        Assert.InRange(int.Parse(told[2], CultureInfo.InvariantCulture), 0, 999);
    }
}

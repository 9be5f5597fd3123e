using System.Globalization;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Bulk;

/// <summary>As many tenants as the largest partners have, in a process of their own, whose memory and sockets are its.</summary>
public sealed class ManyTenantTests
{
    private const int Customers = 5000;

    [Fact]
    public void Five_thousand_tenants_all_get_their_token_over_fifty_sockets_at_most()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are read from /proc.");
        using SandboxProcess sandbox = SandboxProcess.WithScenario(
            $$"""{ "customers": {{Customers}}, "consented": true, "latencyMs": 50 }""", "--https");
        const string Script = """
            $tenants = [IO.File]::ReadAllLines($env:TENANTS)
            $before = [Diagnostics.Process]::GetCurrentProcess().WorkingSet64
            $most = 0
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $good = 0
            $tenants | New-PartnerAccessToken -Scopes Graph -ThrottleLimit 64 -AsResult -SummaryVariable went | ForEach-Object {
                if ($_.Succeeded) { $good++ }
                if ($good % 250 -eq 1) {
                    $open = @([IO.Directory]::GetFiles('/proc/self/fd').ForEach({ ([IO.FileInfo]$_).LinkTarget }).Where({ "$_" -like '*socket:*' })).Count
                    if ($open -gt $most) { $most = $open }
                }
            }
            $grown = ([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 - $before) / 1MB
            [string]::Format([cultureinfo]::InvariantCulture, '{0}|{1:0}|{2:0.0}|{3}', $most, $grown, $clock.Elapsed.TotalSeconds, $went.Failed)
            $good
            """;
        using TemporaryFolder folder = new();
        string tenants = Path.Combine(folder.Path, "tenants");
        File.WriteAllLines(tenants, sandbox.Document.Customers.Select(customer => customer.TenantId));
        ShellProcess run = ShellProcess.Run(
            ConnectedScript.With(sandbox.Document, Script),
            folder.Path,
            new Dictionary<string, string> { ["TENANTS"] = tenants });
        Assert.Equal(string.Empty, run.Errors);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal($"{Customers}", lines[1]);
        string[] figures = lines[0].Split('|');
        Assert.Equal(4, figures.Length);
        Assert.Equal("0", figures[3]);
        Assert.InRange(int.Parse(figures[0], CultureInfo.InvariantCulture), 1, 50);
        Assert.InRange(int.Parse(figures[1], CultureInfo.InvariantCulture), 0, 200);
        Console.WriteLine($"figure G1: {Customers} tenants, 64 in flight, 50 ms away: {figures[2]} s, {figures[1]} MiB, {figures[0]} sockets");
    }
}

using System.Net;
using System.Net.Sockets;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>Every parameter of the commands that talk to a service gets what can't be right: an error, and not a byte is sent.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Session session = new("PartnerAuth");

    public BadInputTests()
    {
        listener.Start();
        session.Run(
            """
            $environment = [pscustomobject]@{ Name = 'Nowhere'; Login = $login; Graph = "$login/graph"; PartnerCenter = "$login/partnercenter" }
            $base = @{
                'New-PartnerAccessToken'      = @{ Scopes = 'Graph' }
                'Get-PartnerHeader'           = @{ Scopes = 'Graph' }
                'Get-PartnerConnectParameter' = @{ For = 'Graph' }
                'Connect-PartnerCenter'       = @{}
            }
            foreach ($call in $base.Values) {
                $call.ApplicationId = '11111111-aaaa-4aaa-8aaa-111111111111'
                $call.RefreshToken = 'partner-sandbox.x'
                $call.Tenant = '11111111-2222-3333-4444-555555555555'
                $call.Environment = $environment
                $call.TimeoutSec = 1
            }
            $bad = @{
                null = $null; empty = ''; space = '  '; line = "a`r`nHost: evil"; slash = 'a/b'
                megabyte = 'x' * 1100000; many = @('x y') * 10000
            }
            """,
            ("login", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")).AssertClean();
    }

    [Theory]
    [InlineData("New-PartnerAccessToken")]
    [InlineData("Get-PartnerHeader")]
    [InlineData("Get-PartnerConnectParameter")]
    [InlineData("Connect-PartnerCenter")]
    public void What_cannot_be_right_is_an_error_before_a_byte_is_sent(string command)
    {
        // Switches take what they get, a null environment or context is the default one, and -Module changes nothing here.
        RunResult run = session.Run(
            """
            $own = (Get-Command $command).Parameters.Values | Where-Object {
                $_.ParameterType -ne [switch] -and $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters -and
                $_.Name -notin 'Environment', 'Context', 'ThrottleLimit', 'Module' }
            foreach ($parameter in $own) {
                foreach ($kind in $bad.Keys) {
                    $call = $base[$command].Clone()
                    $call[$parameter.Name] = $bad[$kind]
                    $failed = $null
                    try { $null = & $command @call -ErrorAction SilentlyContinue -ErrorVariable failed } catch { $failed = $_ }
                    if (-not $failed) { "$($parameter.Name) $kind is taken" }
                    if ($listener.Pending()) { "$($parameter.Name) $kind is sent"; $listener.AcceptTcpClient().Dispose() }
                }
            }
            """,
            ("command", command),
            ("listener", listener));
        run.AssertClean();
        Assert.Empty(run.Output);
        Assert.DoesNotContain("partner-sandbox.x", run.Everything());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        listener.Stop();
    }
}

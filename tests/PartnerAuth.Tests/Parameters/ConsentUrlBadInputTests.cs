using System.Net;
using System.Net.Sockets;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Parameters;

/// <summary>Every parameter of New-PartnerConsentUrl gets what can't be right: an error, no link, and not a byte is sent.</summary>
public sealed class ConsentUrlBadInputTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Session session = new("PartnerAuth");

    [Theory]
    [InlineData("")]
    [InlineData("$base.Listen = $true; $base.UseAnyPort = $true; $base.TimeoutSec = 1")]
    public void What_cannot_be_right_is_an_error_and_nothing_is_sent(string listen)
    {
        listener.Start();
        RunResult run = session.Run(
            $$"""
            $base = @{
                ApplicationId = '11111111-aaaa-4aaa-8aaa-111111111111'
                Tenant        = '11111111-2222-3333-4444-555555555555'
                Environment   = [pscustomobject]@{ Name = 'Nowhere'; Login = $login; Graph = "$login/graph"; PartnerCenter = "$login/partnercenter" }
            }
            {{listen}}
            $bad = @{
                null = $null; empty = ''; space = '  '; line = "a`r`nHost: evil"; slash = 'a/b'; none = @()
                megabyte = 'x' * 1100000; many = @('x y') * 10000
            }
            $set = if ($base.Listen) { 'Listen' } else { 'Link' }
            $own = (Get-Command New-PartnerConsentUrl).ParameterSets | Where-Object { $_.Name -eq $set } | ForEach-Object { $_.Parameters } | Where-Object {
                $_.ParameterType -ne [switch] -and $_.Name -notin [System.Management.Automation.PSCmdlet]::CommonParameters }
            foreach ($parameter in $own) {
                foreach ($kind in $bad.Keys) {
                    # A null environment or context is the default one, and a state may hold a slash.
                    if (($kind -eq 'null' -and $parameter.Name -in 'Environment', 'Context') -or ($kind -eq 'slash' -and $parameter.Name -eq 'State')) { continue }
                    $call = $base.Clone()
                    $call[$parameter.Name] = $bad[$kind]
                    $failed = $made = $null
                    try { $made = New-PartnerConsentUrl @call -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue } catch { $failed = $_ }
                    if (-not $failed) { "$($parameter.Name) $kind is taken" }
                    if ($failed[0].FullyQualifiedErrorId -like 'Timeout*') { "$($parameter.Name) $kind is waited for" }
                    if ($made) { "$($parameter.Name) $kind gives a link" }
                    if ($listener.Pending()) { "$($parameter.Name) $kind is sent"; $listener.AcceptTcpClient().Dispose() }
                }
            }
            $own.Count
            """,
            ("login", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
            ("listener", listener));
        run.AssertClean();
        Assert.Equal("7", Assert.Single(run.Output).ToString());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        listener.Stop();
    }
}

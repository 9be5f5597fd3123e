# A token for each of 200 customers at 50 ms latency, against the same requests with reqwest and nothing else.
# The sandbox is a program of its own, so that it costs both the same.
. "$PSScriptRoot/Benches.ps1"
Import-Module -Name PartnerAuth

$inFlight = 32
$rounds = 11
$extension = if ($IsWindows) { '.exe' } else { '' }
$bareProgram = "$targetFolder/release/examples/bare_requests$extension"
$scenario = [System.IO.Path]::GetTempFileName()
[System.IO.File]::WriteAllText($scenario, '{ "customers": 200, "latencyMs": 50, "consented": true }')

$start = [System.Diagnostics.ProcessStartInfo]::new(
    "$targetFolder/release/partner-sandbox$extension", [string[]]('--scenario', $scenario))
$start.RedirectStandardInput = $true
$start.RedirectStandardOutput = $true
$program = [System.Diagnostics.Process]::Start($start)
try {
    $document = $program.StandardOutput.ReadLine()
    $sandbox = $document | ConvertFrom-Json
    $null = Connect-BenchProgram -Document $sandbox
    $tenants = $sandbox.customers.tenantId
    $clock = [System.Diagnostics.Stopwatch]::new()

    # Both in turn. Ours opens its connections in a first round that does not count, as the other program does each time.
    $oursTook = @()
    $bareTook = @()
    foreach ($round in 0..$rounds) {
        $clock.Restart()
        $tokens = $tenants | New-PartnerAccessToken -Scopes Graph -ForceRefresh -ThrottleLimit $inFlight
        $clock.Stop()
        if ($tokens.Count -ne $tenants.Count) {
            throw "$($tenants.Count) customers, but $($tokens.Count) tokens."
        }

        if ($round -gt 0) {
            $oursTook += $clock.Elapsed.TotalMicroseconds
            $milliseconds = Invoke-Program -Path $bareProgram -Arguments 1, $inFlight -InputText $document
            $bareTook += 1000 * [double]::Parse($milliseconds, [cultureinfo]::InvariantCulture)
        }
    }
    Write-Measure -Ours $oursTook -Bare $bareTook
}
finally {
    Disconnect-PartnerCenter
    $program.StandardInput.Close()
    $program.WaitForExit()
    [System.IO.File]::Delete($scenario)
}

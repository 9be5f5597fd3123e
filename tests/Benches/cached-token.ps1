# A token that is in the cache, against a compiled cmdlet with the same parameters that does nothing.
. "$PSScriptRoot/Benches.ps1"
Import-Module -Name PartnerAuth, PartnerAuth.Sandbox, Empty

$sandbox = Start-PartnerSandbox -Customers 1
try {
    $null = Connect-Bench -Sandbox $sandbox
    $tenant = $sandbox.TenantId
    $clock = [System.Diagnostics.Stopwatch]::new()

    # Both in turn, few calls at once: a longer stretch is more often one in which the machine did something else. The
    # first rounds let the runtime compile, which it does in stages and beside the script.
    $calls = 10
    $rounds = foreach ($round in 1..1600) {
        $clock.Restart()
        for ($call = 0; $call -lt $calls; $call++) {
            $null = New-PartnerAccessToken -Scopes Graph -Tenant $tenant
        }
        $oursTook = $clock.Elapsed.TotalMicroseconds / $calls

        $clock.Restart()
        for ($call = 0; $call -lt $calls; $call++) {
            $null = New-EmptyAccessToken -Scopes Graph -Tenant $tenant
        }
        [pscustomobject]@{ Ours = $oursTook; Bare = $clock.Elapsed.TotalMicroseconds / $calls }
    }
    $measured = $rounds[1000..1599]
    Write-Measure -Ours $measured.Ours -Bare $measured.Bare
}
finally {
    Disconnect-PartnerCenter
    Stop-PartnerSandbox -Sandbox $sandbox
}

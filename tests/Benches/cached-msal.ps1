# A token that is in the cache, against MSAL.NET's cached call in a compiled cmdlet with the same parameters. A script that
# calls MSAL.NET's methods itself saves what a cmdlet costs: a third number tells that.
. "$PSScriptRoot/Contenders.ps1"
Import-Module -Name PartnerAuth, PartnerAuth.Sandbox
Import-Module -Name "$targetFolder/test-modules/Peers/Peers.dll"

$sandbox = Start-PartnerSandbox -Customers 1 -Https
try {
    $null = Connect-Bench -Sandbox $sandbox
    $tenant = $sandbox.TenantId
    $scopes = [string[]]$scope
    $peer = [PartnerAuth.Benches.MsalPeer]::new(
        $sandbox.Environment.Login, $tenant, $sandbox.ApplicationId,
        $sandbox.Credential.GetNetworkCredential().Password,
        [System.Net.NetworkCredential]::new('', $sandbox.RefreshToken).Password, $sandbox.Environment.CaCertificate)
    $account = $peer.Account($tenant, $scopes)
    $clock = [System.Diagnostics.Stopwatch]::new()
    $calls = 10
    $rounds = foreach ($round in 1..1600) {
        $clock.Restart()
        for ($call = 0; $call -lt $calls; $call++) {
            $null = New-PartnerAccessToken -Scopes Graph -Tenant $tenant
        }
        $oursTook = $clock.Elapsed.TotalMicroseconds / $calls

        $clock.Restart()
        for ($call = 0; $call -lt $calls; $call++) {
            $null = New-MsalAccessToken -Scopes Graph -Tenant $tenant
        }
        $bareTook = $clock.Elapsed.TotalMicroseconds / $calls

        $clock.Restart()
        for ($call = 0; $call -lt $calls; $call++) {
            $null = $peer.Cached($tenant, $scopes, $account)
        }
        [pscustomobject]@{ Ours = $oursTook; Bare = $bareTook; Method = $clock.Elapsed.TotalMicroseconds / $calls }
    }
    $measured = $rounds[1000..1599]
    Write-Measure -Ours $measured.Ours -Bare $measured.Bare
    "method $((Get-Median -Values $measured.Method).ToString('0.0', [cultureinfo]::InvariantCulture))"
}
finally {
    Disconnect-PartnerCenter
    Stop-PartnerSandbox -Sandbox $sandbox
}

# Memory and time of a lookup against the number of cached tokens. Prints `tokens KIB MICROSECONDS` lines.
param([string]$Document, [ValidateSet('Ours', 'Msal')][string]$Who, [string]$Steps)

. "$PSScriptRoot/Contenders.ps1"
Import-Module -Name PartnerAuth

$sandbox = Get-BenchSandbox -Path $Document
$null = [System.Reflection.Assembly]::LoadFrom("$targetFolder/test-modules/Peers/Peers.dll")
$environment = $sandbox.environment
$tenants = [string[]]$sandbox.customers.tenantId
$scopes = @('https://graph.microsoft.com/.default', 'https://outlook.office365.com/.default', 'https://management.azure.com/.default')
if ($Who -eq 'Ours') {
    $null = Connect-BenchProgram -Document $sandbox
    $null = $tenants[0] | New-PartnerAccessToken -Scopes $scopes[0]
}
else {
    $peer = [PartnerAuth.Benches.MsalPeer]::new(
        $environment.login, $sandbox.tenantId, $sandbox.applicationId, $sandbox.clientSecret, $sandbox.refreshToken, $environment.caCertificate)
    $account = $peer.Account($tenants[0], [string[]]$scopes[0])
}

$before = Get-Memory
$clock = [System.Diagnostics.Stopwatch]::new()
$from = 0
foreach ($to in [int[]]$Steps.Split(',')) {
    $next = $tenants[$from..($to / 3 - 1)]
    foreach ($one in $scopes) {
        if ($Who -eq 'Ours') {
            $null = $next | New-PartnerAccessToken -Scopes $one -ThrottleLimit 64
        }
        else {
            $null = $peer.Redeem($next, [string[]]$one, 64)
        }
    }

    $from = $to / 3
    $took = foreach ($round in 1..300) {
        $tenant = $tenants[($round * 7919) % $from]
        $clock.Restart()
        if ($Who -eq 'Ours') {
            $null = New-PartnerAccessToken -Scopes $scopes[0] -Tenant $tenant
        }
        else {
            $null = $peer.Cached($tenant, [string[]]$scopes[0], $account)
        }
        $clock.Elapsed.TotalMicroseconds
    }
    [string]::Format([cultureinfo]::InvariantCulture, 'tokens {0} {1:0} {2:0.0}', $to, (Get-Memory) - $before, (Get-Median $took))
}

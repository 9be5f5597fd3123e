# Memory of the process after each of so many rounds over all customers, whose results go on and are not kept.
# Prints `tokens COUNT KIB 0` lines.
param([string]$Document, [int]$InFlight, [int]$Rounds)

. "$PSScriptRoot/Contenders.ps1"
Import-Module -Name PartnerAuth

$sandbox = Get-BenchSandbox -Path $Document
$null = Connect-BenchProgram -Document $sandbox
$tenants = [string[]]$sandbox.customers.tenantId
$count = 0
foreach ($round in 1..$Rounds) {
    $tenants | New-PartnerAccessToken -Scopes $scope -ForceRefresh -ThrottleLimit $InFlight | ForEach-Object { $count++ }
    if ($count -ne $round * $tenants.Count) {
        throw "$count tokens after $round rounds over $($tenants.Count) customers."
    }

    [string]::Format([cultureinfo]::InvariantCulture, 'tokens {0} {1:0} 0', $count, (Get-Memory))
}

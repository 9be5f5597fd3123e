# Ours: a token for each tenant of the pipeline.
param([string]$Document, [int]$Customers, [int]$InFlight, [int]$Rounds)

. "$PSScriptRoot/Contenders.ps1"
Import-Module -Name PartnerAuth

$sandbox = Get-BenchSandbox -Path $Document
$null = Connect-BenchProgram -Document $sandbox
$tenants = [string[]]$sandbox.customers.tenantId[0..($Customers - 1)]
Measure-Contender -Rounds $Rounds -Block {
    $tokens = @($tenants | New-PartnerAccessToken -Scopes Graph -ForceRefresh -ThrottleLimit $InFlight)
    if ($tokens.Count -ne $Customers) {
        throw "$Customers customers, but $($tokens.Count) tokens."
    }
}

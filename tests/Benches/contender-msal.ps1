# MSAL.NET's AcquireTokenByRefreshToken, fanned out by compiled code.
param([string]$Document, [int]$Customers, [int]$InFlight, [int]$Rounds)

. "$PSScriptRoot/Contenders.ps1"

$sandbox = Get-BenchSandbox -Path $Document
$null = [System.Reflection.Assembly]::LoadFrom("$targetFolder/test-modules/Peers/Peers.dll")
$tenants = [string[]]$sandbox.customers.tenantId[0..($Customers - 1)]
$environment = $sandbox.environment
$peer = [PartnerAuth.Benches.MsalPeer]::new(
    $environment.login, $sandbox.tenantId, $sandbox.applicationId, $sandbox.clientSecret, $sandbox.refreshToken, $environment.caCertificate)
Measure-Contender -Rounds $Rounds -Cold:($InFlight -eq 1) -Block {
    $tokens = $peer.Redeem($tenants, $scope, $InFlight)
    if ($tokens -ne $Customers) {
        throw "$Customers customers, but $tokens tokens."
    }
}

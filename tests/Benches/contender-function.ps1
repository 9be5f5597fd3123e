# The function of the field, in a loop when one is in flight and under ForEach-Object -Parallel else. HttpClient stands in for
# Invoke-RestMethod, which the engine of the tests lacks; it is what Invoke-RestMethod itself uses.
param([string]$Document, [int]$Customers, [int]$InFlight, [int]$Rounds)

. "$PSScriptRoot/Contenders.ps1"

$sandbox = Get-BenchSandbox -Path $Document
$null = [System.Reflection.Assembly]::LoadFrom("$targetFolder/test-modules/Peers/Peers.dll")
$client = [PartnerAuth.Benches.TrustingHttp]::new($sandbox.environment.caCertificate).GetHttpClient()
$tenants = [string[]]$sandbox.customers.tenantId[0..($Customers - 1)]

function Get-GraphToken {
    param($TenantId, $Client, $Sandbox, $Scope)

    $body = [System.Collections.Generic.Dictionary[string, string]]::new()
    $body['client_id'] = $Sandbox.applicationId
    $body['client_secret'] = $Sandbox.clientSecret
    $body['scope'] = $Scope
    $body['refresh_token'] = $Sandbox.refreshToken
    $body['grant_type'] = 'refresh_token'
    $uri = "$($Sandbox.environment.login)/$TenantId/oauth2/v2.0/token"
    $answer = $Client.PostAsync($uri, [System.Net.Http.FormUrlEncodedContent]::new($body)).GetAwaiter().GetResult()
    ($answer.Content.ReadAsStringAsync().GetAwaiter().GetResult() | ConvertFrom-Json).access_token
}

$function = ${function:Get-GraphToken}.ToString()
Measure-Contender -Rounds $Rounds -Cold:($InFlight -eq 1) -Block {
    $tokens = if ($InFlight -eq 1) {
        foreach ($tenant in $tenants) {
            Get-GraphToken -TenantId $tenant -Client $client -Sandbox $sandbox -Scope $scope
        }
    }
    else {
        $tenants | ForEach-Object -ThrottleLimit $InFlight -Parallel {
            ${function:Get-GraphToken} = $using:function
            Get-GraphToken -TenantId $_ -Client $using:client -Sandbox $using:sandbox -Scope $using:scope
        }
    }
    if (@($tokens).Count -ne $Customers) {
        throw "$Customers customers, but $(@($tokens).Count) tokens."
    }
}

# From one refresh token to a Graph header and an Exchange token for every customer.
# It runs against a sandbox on this machine. For the real thing, leave the sandbox out and take the refresh token, the
# application's id and its secret from your vault: the rest of the script stays as it is.
[CmdletBinding()]
param(
    # How many customers the sandbox has.
    [ValidateRange(3, 1000)]
    [int]$CustomerCount = 25
)

$ErrorActionPreference = 'Stop'
Import-Module -Name PartnerAuth
Import-Module -Name PartnerAuth.Sandbox

# Two of these customers have a fault: scenario.json says which.
$sandbox = Start-PartnerSandbox -Customers $CustomerCount -Scenario "$PSScriptRoot/scenario.json"
$clock = [System.Diagnostics.Stopwatch]::StartNew()
try {
    # 1. Connect. The context becomes the default of this session.
    $partner = @{
        ApplicationId = $sandbox.ApplicationId
        Credential    = $sandbox.Credential
        RefreshToken  = $sandbox.RefreshToken
        Tenant        = $sandbox.TenantId
        Environment   = $sandbox.Environment
    }
    $null = Connect-PartnerCenter @partner

    # 2. The customers.
    $customers = @(Get-PartnerCustomer)
    Write-Host "$($customers.Count) customers"

    # 3. Consent to the application for each of them: what it may do in Microsoft Graph and in Exchange Online.
    $grants = @(
        @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'Directory.Read.All,User.Read.All' }
        @{ EnterpriseApplicationId = '00000002-0000-0ff1-ce00-000000000000'; Scope = 'Exchange.Manage' }
    )
    $consent = @{
        ApplicationId     = $sandbox.ApplicationId
        ApplicationGrants = $grants
        DisplayName       = 'Nightly reports'
    }
    $consents = $customers | New-PartnerCustomerApplicationConsent @consent -AsResult

    # 4. A header for Microsoft Graph and a token for Exchange Online. -AsResult gives one object per customer, also
    #    for one that fails; without it, results go to the output and failures to the error stream.
    $headers = $customers | Get-PartnerHeader -Scopes Graph -AsResult
    $tokens = $customers | New-PartnerAccessToken -Scopes ExchangeOnline -AsResult
    $clock.Stop()

    # 5. Use them. This is how one customer is asked; a header goes with its tenant, so nothing gets mixed up.
    $header = ($headers | Where-Object -Property Succeeded)[0].Value
    $answer = Invoke-RestMethod -Uri "$($sandbox.Environment.Graph)/v1.0/organization" -Headers $header
    Write-Host "Microsoft Graph for $($header.TenantId) answers as $($answer.value[0].id)"

    # 6. The outcome: results come as they are ready, so they are put together by tenant.
    $byTenant = @{}
    foreach ($step in @{ Consent = $consents; Graph = $headers; Exchange = $tokens }.GetEnumerator()) {
        foreach ($result in $step.Value) {
            $byTenant["$($result.TenantId) $($step.Key)"] = $result
        }
    }

    $failures = @()
    $outcome = foreach ($customer in $customers) {
        $row = [ordered]@{ Customer = $customer.Domain }
        $reason = $null
        foreach ($step in 'Consent', 'Graph', 'Exchange') {
            $result = $byTenant["$($customer.TenantId) $step"]
            $row[$step] = if ($result.Succeeded) { 'ok' } else { 'failed' }
            if (-not $result.Succeeded -and -not $reason) {
                $reason = $result.Error
                $failures += @{ Customer = $customer.Domain; Error = $reason }
            }
        }

        $row['Reason'] = if ($reason) { ($reason.FullyQualifiedErrorId -split ',')[0] } else { '' }
        [pscustomobject]$row
    }

    $outcome | Format-Table -AutoSize

    # 7. What to do about the failures: every error says it.
    foreach ($failure in $failures) {
        Write-Host "$($failure.Customer): $($failure.Error)"
        Write-Host "    $($failure.Error.ErrorDetails.RecommendedAction)"
    }

    $seconds = $clock.Elapsed.TotalSeconds.ToString('0.0', [cultureinfo]::InvariantCulture)
    Write-Host ''
    Write-Host "$($customers.Count) customers, $($customers.Count - $failures.Count) ready, $($failures.Count) failed, $seconds seconds"
}
finally {
    Disconnect-PartnerCenter
    Stop-PartnerSandbox -Sandbox $sandbox
}

# Looks whether installed modules do their work: on any PowerShell from 5.1 on, with commands that every one of them has.
# .\check.ps1 imports PartnerAuth and PartnerAuth.Sandbox from the module path; -Modules names a folder that holds them instead.
param([string]$Modules)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

function Assert-True {
    param([bool]$Condition, [string]$Text)

    if (-not $Condition) { throw "This is not so: $Text" }
    "ok: $Text"
}

foreach ($name in 'PartnerAuth', 'PartnerAuth.Sandbox') {
    if ($Modules) { Import-Module -Name "$Modules/$name/$name.psd1" } else { Import-Module -Name $name }
}
$module = Get-Module -Name PartnerAuth
"PowerShell $($PSVersionTable.PSVersion), PartnerAuth $($module.Version) from $($module.ModuleBase)"

$sandbox = Start-PartnerSandbox -Customers 3
try {
    $partner = @{
        ApplicationId = $sandbox.ApplicationId
        Credential    = $sandbox.Credential
        RefreshToken  = $sandbox.RefreshToken
        Tenant        = $sandbox.TenantId
        Environment   = $sandbox.Environment
    }
    Assert-True -Condition ($null -ne (Connect-PartnerCenter @partner)) -Text 'a sandbox takes the connection'

    $customers = @(Get-PartnerCustomer)
    Assert-True -Condition ($customers.Count -eq 3) -Text 'three customers are listed'

    $grant = @{ EnterpriseApplicationId = '00000003-0000-0000-c000-000000000000'; Scope = 'Directory.Read.All' }
    $consents = @($customers | New-PartnerCustomerApplicationConsent -ApplicationId $sandbox.ApplicationId -ApplicationGrants $grant -DisplayName 'Check')
    Assert-True -Condition ($consents.Count -eq 3) -Text 'each customer has consented'

    $headers = @($customers | Get-PartnerHeader -Scopes Graph)
    Assert-True -Condition ($headers.Count -eq 3) -Text 'each customer has a header'
    Assert-True -Condition (@($headers.Where({ $_['Authorization'] -like 'Bearer *' })).Count -eq 3) -Text 'each header bears a token'

    $advice = Resolve-PartnerError -Error 'AADSTS65001'
    Assert-True -Condition ([bool]$advice.Remedy) -Text 'an error is explained'
}
finally {
    $sandbox | Stop-PartnerSandbox
}

@{
    RootModule           = 'PartnerAuth.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d9c1e52-7b1f-4f0c-9a63-3c1e8c5f7a14'
    Author               = 'PartnerAuth contributors'
    CompanyName          = 'PartnerAuth'
    Copyright            = 'MIT License'
    Description          = 'Access tokens, headers and consent for every customer tenant of a Microsoft CSP partner, from one refresh token. Scripts for the authentication, consent and customer commands of PartnerCenter run after a change of the import line.'
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    CmdletsToExport      = @(
        'Add-PartnerEnvironment'
        'Clear-PartnerTokenCache'
        'Connect-PartnerCenter'
        'Disconnect-PartnerCenter'
        'Export-PartnerReport'
        'Get-PartnerConnectParameter'
        'Get-PartnerContext'
        'Get-PartnerCustomer'
        'Get-PartnerCustomerApplicationConsent'
        'Get-PartnerDelegatedAdminRelationship'
        'Get-PartnerEnvironment'
        'Get-PartnerFleetResult'
        'Get-PartnerHeader'
        'Get-PartnerOrganizationProfile'
        'Get-PartnerRefreshTokenStatus'
        'Get-PartnerTimeline'
        'New-PartnerAccessToken'
        'New-PartnerApplication'
        'New-PartnerConsentUrl'
        'New-PartnerCustomerApplicationConsent'
        'Register-PartnerTokenCache'
        'Remove-PartnerCustomerApplicationConsent'
        'Remove-PartnerEnvironment'
        'Repair-PartnerCustomerAccess'
        'Resolve-PartnerError'
        'Sync-PartnerCustomerApplicationConsent'
        'Test-PartnerApplication'
        'Test-PartnerCustomerAccess'
        'Test-PartnerSecurityRequirement'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    FormatsToProcess     = @('PartnerAuth.format.ps1xml')
    PrivateData          = @{
        PSData = @{
            Tags         = @('CSP', 'GDAP', 'MultiTenant', 'OAuth', 'EntraID', 'PartnerCenter', 'MicrosoftGraph', 'ExchangeOnline', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://licenses.nuget.org/MIT'
        }
    }
}

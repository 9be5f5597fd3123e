@{
    RootModule           = 'StandIns.dll'
    ModuleVersion        = '1.0.0'
    GUID                 = '6a6a3d0c-1d6f-4a0e-9f0b-6d1f8a0c2b77'
    Author               = 'PartnerAuth'
    Description          = 'For tests only: commands with real names that the PowerShell engine from NuGet lacks.'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Connect-AzAccount'
        'Connect-ExchangeOnline'
        'Connect-IPPSSession'
        'Connect-MgGraph'
        'Connect-MicrosoftTeams'
        'Connect-PnPOnline'
        'ConvertFrom-Json'
        'ConvertTo-Json'
        'ConvertTo-SecureString'
        'Format-List'
        'Format-Table'
        'Get-ConnectionInformation'
        'Get-Credential'
        'Group-Object'
        'Invoke-RestMethod'
        'Measure-Command'
        'Measure-Object'
        'New-Object'
        'Read-Host'
        'Select-Object'
        'Sort-Object'
        'Write-Debug'
        'Write-Error'
        'Write-Host'
        'Write-Information'
        'Write-Output'
        'Write-Progress'
        'Write-Verbose'
        'Write-Warning'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}

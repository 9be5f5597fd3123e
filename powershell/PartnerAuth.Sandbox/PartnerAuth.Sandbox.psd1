@{
    RootModule           = 'PartnerAuth.Sandbox.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'f2f6b0f4-5a0e-4c3f-8a45-0c7f2c1b93d8'
    Author               = 'PartnerAuth contributors'
    CompanyName          = 'PartnerAuth'
    Copyright            = 'MIT License'
    Description          = 'Entra ID, Partner Center and Microsoft Graph on this machine, to rehearse scripts that use PartnerAuth.'
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    CmdletsToExport      = @('Start-PartnerSandbox', 'Stop-PartnerSandbox')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    FormatsToProcess     = @('PartnerAuth.Sandbox.format.ps1xml')
    PrivateData          = @{
        PSData = @{
            Tags         = @('CSP', 'GDAP', 'PartnerCenter', 'Sandbox', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://licenses.nuget.org/MIT'
        }
    }
}

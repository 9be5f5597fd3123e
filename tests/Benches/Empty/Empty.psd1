@{
    RootModule        = 'Empty.dll'
    ModuleVersion     = '1.0.0'
    GUID              = 'c1f3a9de-52f0-4a71-9d0c-7d8a54f6b3e2'
    Author            = 'PartnerAuth'
    Description       = 'For benches only: what a compiled module and a compiled cmdlet cost that do nothing.'
    CmdletsToExport   = @('New-EmptyAccessToken')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}

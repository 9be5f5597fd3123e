# Installs both modules for this user from a folder of packages, as users do from the PowerShell Gallery.
param([string]$Packages)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command -Name Install-PSResource -ErrorAction SilentlyContinue)) {
    # Windows PowerShell comes without it.
    [System.Net.ServicePointManager]::SecurityProtocol = 'Tls12'
    $null = Install-PackageProvider -Name NuGet -MinimumVersion 2.8.5.201 -Scope CurrentUser -Force
    Install-Module -Name Microsoft.PowerShell.PSResourceGet -Scope CurrentUser -Force
}

Register-PSResourceRepository -Name PartnerAuthPackages -Uri (Resolve-Path -Path $Packages).ProviderPath -Trusted -Force
Install-PSResource -Name PartnerAuth, PartnerAuth.Sandbox -Repository PartnerAuthPackages -Scope CurrentUser -Reinstall
Get-InstalledPSResource -Name PartnerAuth, PartnerAuth.Sandbox

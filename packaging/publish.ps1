# Publishes the packages in a folder to the PowerShell Gallery, as they are. POWERSHELL_GALLERY_KEY holds the key.
param([string]$Packages)

$ErrorActionPreference = 'Stop'
if (-not $env:POWERSHELL_GALLERY_KEY) { throw 'POWERSHELL_GALLERY_KEY is not set, so nothing is published.' }
$files = [System.IO.Directory]::GetFiles($Packages, '*.nupkg')
if ($files.Count -eq 0) { throw "There is no package in '$Packages'." }

foreach ($file in $files) {
    Publish-PSResource -NupkgPath $file -Repository PSGallery -ApiKey $env:POWERSHELL_GALLERY_KEY
    "Published: $file"
}

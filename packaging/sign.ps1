# Signs the assemblies, native libraries, manifests and views below a folder, when a certificate is configured:
# SIGNING_CERTIFICATE holds a PFX as Base64, SIGNING_PASSWORD its password, SIGNING_TIMESTAMP_SERVER the address of a
# timestamp server. Without a certificate it says that nothing is signed. Signing needs Windows.
param([string]$Folder)

$ErrorActionPreference = 'Stop'
if (-not [System.IO.Directory]::Exists($Folder)) { throw "There is no folder '$Folder'." }
if (-not $env:SIGNING_CERTIFICATE) {
    'Unsigned: SIGNING_CERTIFICATE holds no certificate, so the files stay as they are.'
    return
}

$certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::new(
    [System.Convert]::FromBase64String($env:SIGNING_CERTIFICATE), $env:SIGNING_PASSWORD)
$signature = @{ Certificate = $certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot' }
if ($env:SIGNING_TIMESTAMP_SERVER) {
    $signature['TimestampServer'] = $env:SIGNING_TIMESTAMP_SERVER
}
else {
    'No timestamp: SIGNING_TIMESTAMP_SERVER names no server, so the signatures end with the certificate.'
}

foreach ($kind in '*.dll', '*.psd1', '*.ps1xml') {
    foreach ($file in [System.IO.Directory]::GetFiles($Folder, $kind, 'AllDirectories')) {
        $result = Set-AuthenticodeSignature -FilePath $file @signature
        if ($result.Status -ne 'Valid') { throw "'$file' was not signed: $($result.StatusMessage)" }
        "Signed: $file"
    }
}

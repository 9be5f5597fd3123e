# Import of the module in a new process, against the import of a compiled module that is empty.
. "$PSScriptRoot/Benches.ps1"

$shell = [System.Reflection.Assembly]::GetEntryAssembly().Location
$oursManifest = "$targetFolder/module/PartnerAuth/PartnerAuth.psd1"
$bareManifest = "$targetFolder/test-modules/Empty/Empty.psd1"

# Microseconds of one import. A process each, because what is loaded once stays loaded.
function Measure-Import {
    param([string]$Manifest)

    $command = '$clock = [System.Diagnostics.Stopwatch]::StartNew(); ' +
        "Import-Module -Name '$Manifest'; " +
        '$clock.Elapsed.TotalMicroseconds.ToString([cultureinfo]::InvariantCulture)'
    $text = Invoke-Program -Path ([System.Environment]::ProcessPath) -Arguments $shell, '-Command', $command
    [double]::Parse($text, [cultureinfo]::InvariantCulture)
}

# Both in turn, and each as often first. The first round brings the files into memory. Needs a machine that does nothing
# else: the two differ by milliseconds.
$oursTook = @()
$bareTook = @()
foreach ($round in 0..40) {
    if ($round % 2) {
        $ours = Measure-Import -Manifest $oursManifest
    }
    $bare = Measure-Import -Manifest $bareManifest
    if (-not ($round % 2)) {
        $ours = Measure-Import -Manifest $oursManifest
    }
    if ($round -gt 0) {
        $oursTook += $ours
        $bareTook += $bare
    }
}
Write-Measure -Ours $oursTook -Bare $bareTook

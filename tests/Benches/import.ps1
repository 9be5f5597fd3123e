# Import of the module in a new process, against the import of a compiled module that is empty.
. "$PSScriptRoot/Benches.ps1"

$shell = [System.Reflection.Assembly]::GetEntryAssembly().Location
$oursManifest = "$targetFolder/module/PartnerAuth/PartnerAuth.psd1"
$bareManifest = "$targetFolder/test-modules/Empty/Empty.psd1"

# Microseconds of processor time of one import: on a machine that does other things as well, the clock on the wall
# tells more of those. A process each, because what is loaded once stays loaded.
function Measure-Import {
    param([string]$Manifest)

    $command = '$before = [System.Environment]::CpuUsage.TotalTime; ' +
        "Import-Module -Name '$Manifest'; " +
        '([System.Environment]::CpuUsage.TotalTime - $before).TotalMicroseconds.ToString([cultureinfo]::InvariantCulture)'
    $text = Invoke-Program -Path ([System.Environment]::ProcessPath) -Arguments $shell, '-Command', $command
    [double]::Parse($text, [cultureinfo]::InvariantCulture)
}

# Both in turn. The first round brings the files into memory.
$oursTook = @()
$bareTook = @()
foreach ($round in 0..30) {
    $ours = Measure-Import -Manifest $oursManifest
    $bare = Measure-Import -Manifest $bareManifest
    if ($round -gt 0) {
        $oursTook += $ours
        $bareTook += $bare
    }
}
Write-Measure -Ours $oursTook -Bare $bareTook

# What the benches share: dot-source it.
$ErrorActionPreference = 'Stop'

# The folder of everything that is built.
$targetFolder = "$PSScriptRoot/../../target"

# The middle one: a pause of the machine in one run does not count.
function Get-Median {
    param([double[]]$Values)

    $sorted = [double[]]$Values.Clone()
    [array]::Sort($sorted)
    $sorted[[math]::Floor($sorted.Length / 2)]
}

# The two lines that `cargo xtask bench` reads. Microseconds.
function Write-Measure {
    param([double[]]$Ours, [double[]]$Bare)

    "ours $((Get-Median -Values $Ours).ToString('0.0', [cultureinfo]::InvariantCulture))"
    "bare $((Get-Median -Values $Bare).ToString('0.0', [cultureinfo]::InvariantCulture))"
}

# Runs a program with a text as its input and returns what it prints.
function Invoke-Program {
    param([string]$Path, [string[]]$Arguments, [string]$InputText = '')

    $start = [System.Diagnostics.ProcessStartInfo]::new($Path, $Arguments)
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $program = [System.Diagnostics.Process]::Start($start)
    $program.StandardInput.Write($InputText)
    $program.StandardInput.Close()
    $output = $program.StandardOutput.ReadToEnd()
    $program.WaitForExit()
    if ($program.ExitCode -ne 0) {
        throw "$Path ended with exit code $($program.ExitCode)."
    }

    $output
}

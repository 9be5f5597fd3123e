# What the contenders of one race share: dot-source it. Each runs in a process of its own, against the same sandbox.
. "$PSScriptRoot/Benches.ps1"

$scope = 'https://graph.microsoft.com/.default'

# The sandbox's document, written by `cargo xtask bench`.
function Get-BenchSandbox {
    param([string]$Path)

    [System.IO.File]::ReadAllText($Path) | ConvertFrom-Json
}

# Runs a block once that does not count, for connections and compilation, then so many times: milliseconds of wall clock and
# of processors in the middle round, and how far the process's memory grew, in KiB.
function Measure-Contender {
    param([scriptblock]$Block, [int]$Rounds, [switch]$Cold)

    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    $before = $process.WorkingSet64
    if (-not $Cold) {
        $null = & $Block
    }

    $clock = [System.Diagnostics.Stopwatch]::new()
    $wall = @()
    $processor = @()
    foreach ($round in 1..$Rounds) {
        $process.Refresh()
        $used = $process.TotalProcessorTime
        $clock.Restart()
        $null = & $Block
        $wall += $clock.Elapsed.TotalMilliseconds
        $process.Refresh()
        $processor += ($process.TotalProcessorTime - $used).TotalMilliseconds
    }

    $grown = ($process.PeakWorkingSet64 - $before) / 1024
    [string]::Format(
        [cultureinfo]::InvariantCulture, 'measured {0:0.0} {1:0.0} {2:0}', (Get-Median $wall), (Get-Median $processor), $grown)
}

# What the process holds once nothing can be collected, in KiB.
function Get-Memory {
    [gc]::Collect()
    [gc]::WaitForPendingFinalizers()
    [gc]::Collect()
    [System.Diagnostics.Process]::GetCurrentProcess().WorkingSet64 / 1024
}

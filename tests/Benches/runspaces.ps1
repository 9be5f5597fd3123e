# How cached calls scale over runspaces, against an empty cmdlet in the same run: microseconds per call with that many
# runspaces as parts of those with one.
param([int]$Runspaces)

. "$PSScriptRoot/Benches.ps1"
Import-Module -Name PartnerAuth, PartnerAuth.Sandbox

$sandbox = Start-PartnerSandbox -Customers 1
try {
    $context = Connect-Bench -Sandbox $sandbox
    $calls = 3000

    # Opens so many runspaces with both modules.
    function Open-Runspace {
        param([int]$Count)

        foreach ($number in 1..$Count) {
            $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
            $state.ImportPSModule([string[]]('PartnerAuth', 'Empty'))
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $runspace
        }
    }

    # Microseconds per call when each runspace makes so many.
    function Measure-Call {
        param($Opened, [string]$Command)

        $text = "param(`$context, `$tenant, `$calls) for (`$call = 0; `$call -lt `$calls; `$call++) { `$null = $Command }"
        $shells = foreach ($runspace in $Opened) {
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $shell.AddScript($text).AddArgument($context).AddArgument($sandbox.TenantId).AddArgument($calls)
        }
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $running = @(foreach ($shell in $shells) { $shell.BeginInvoke() })
        $at = 0
        foreach ($shell in $shells) {
            $null = $shell.EndInvoke($running[$at++])
            if ($shell.HadErrors) {
                throw $shell.Streams.Error[0]
            }
        }
        $took = $clock.Elapsed.TotalMicroseconds
        $shells.Dispose()
        $took / $calls / @($Opened).Count
    }

    $one = @(Open-Runspace -Count 1)
    $many = @(Open-Runspace -Count $Runspaces)
    $oursCall = 'New-PartnerAccessToken -Scopes Graph -Tenant $tenant -Context $context'
    $bareCall = 'New-EmptyAccessToken -Scopes Graph -Tenant $tenant'
    $oursPart = @()
    $barePart = @()
    foreach ($round in 0..9) {
        $ours = (Measure-Call -Opened $many -Command $oursCall) / (Measure-Call -Opened $one -Command $oursCall)
        $bare = (Measure-Call -Opened $many -Command $bareCall) / (Measure-Call -Opened $one -Command $bareCall)
        if ($round -gt 0) {
            $oursPart += 1000 * $ours
            $barePart += 1000 * $bare
        }
    }
    Write-Measure -Ours $oursPart -Bare $barePart
}
finally {
    Disconnect-PartnerCenter
    Stop-PartnerSandbox -Sandbox $sandbox
}

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

# Connects to a sandbox that Start-PartnerSandbox gave, and returns the context.
function Connect-Bench {
    param($Sandbox)

    $partner = @{
        ApplicationId = $Sandbox.ApplicationId
        Credential    = $Sandbox.Credential
        RefreshToken  = $Sandbox.RefreshToken
        Tenant        = $Sandbox.TenantId
        Environment   = $Sandbox.Environment
    }
    Connect-PartnerCenter @partner
}

# The same for a sandbox that is a program of its own, from its document.
function Connect-BenchProgram {
    param($Document)

    $secret = ConvertTo-SecureString -String $Document.clientSecret -AsPlainText -Force
    $partner = @{
        ApplicationId = $Document.applicationId
        Credential    = [pscredential]::new($Document.applicationId, $secret)
        RefreshToken  = $Document.refreshToken
        Tenant        = $Document.tenantId
        Environment   = $Document.environment
    }
    Connect-PartnerCenter @partner
}

# Writes the source of a cmdlet with the parameters and sets of New-PartnerAccessToken as it is now, which does nothing, or
# what the body says. Types of ours become object and nothing is transformed or validated: what that costs is ours.
param([Parameter(Mandatory)][string]$Path, [string]$Noun = 'EmptyAccessToken', [string]$Body = '')

$ErrorActionPreference = 'Stop'
Import-Module -Name PartnerAuth
$ours = Get-Command -Name New-PartnerAccessToken
$common = [System.Management.Automation.PSCmdlet]::CommonParameters

$members = foreach ($parameter in $ours.Parameters.Values | Sort-Object -Property Name) {
    if ($parameter.Name -in $common) {
        continue
    }

    foreach ($attribute in $parameter.Attributes) {
        if ($attribute -is [System.Management.Automation.ParameterAttribute]) {
            $settings = @("ParameterSetName = `"$($attribute.ParameterSetName)`"")
            foreach ($setting in 'Mandatory', 'ValueFromPipeline', 'ValueFromPipelineByPropertyName', 'DontShow') {
                if ($attribute.$setting) {
                    $settings += "$setting = true"
                }
            }
            "    [Parameter($($settings -join ', '))]"
        }
    }

    if ($parameter.Aliases.Count -gt 0) {
        "    [Alias(`"$($parameter.Aliases -join '", "')`")]"
    }
    $type = $parameter.ParameterType.FullName
    if (-not $type.StartsWith('System.')) {
        $type = 'object'
    }
    "    public $type $($parameter.Name) { get; set; }"
}

$text = @"
#nullable disable
using System.Management.Automation;

[Cmdlet(VerbsCommon.New, "$Noun", DefaultParameterSetName = "$($ours.DefaultParameterSet)")]
public sealed class New${Noun}Command : PSCmdlet
{
$($members -join "`n")

    protected override void ProcessRecord()
    {
        $Body
    }
}
"@
# Written only when it changed: the module is built anew when the file is newer.
$null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($Path))
if (-not [System.IO.File]::Exists($Path) -or [System.IO.File]::ReadAllText($Path) -ne $text) {
    [System.IO.File]::WriteAllText($Path, $text)
}

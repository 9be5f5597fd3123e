# For people who live in PowerShell: .\build.ps1 build | test | demo | bench | pages | shell FILE.ps1
# It passes its arguments to cargo xtask, which says what it can do when it gets none. Runs on Windows PowerShell 5.1 and later.
if (-not (Get-Command -Name cargo -ErrorAction SilentlyContinue)) {
    Write-Error -Message 'Rust is needed: https://rustup.rs installs it. Then open a new PowerShell and run this again.'
    exit 1
}

# The alias xtask in full, as cargo knows it in the repository only: the current folder stays the user's.
& cargo run --quiet --manifest-path "$PSScriptRoot/Cargo.toml" --package xtask -- @args
exit $LASTEXITCODE

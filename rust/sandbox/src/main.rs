//! `partner-sandbox`: a sandbox for tools that are not PowerShell.
//!
//! It prints one line of JSON, its document, and ends when its standard input closes.

use clap::Parser;
use partner_sandbox::{Options, Sandbox, Scenario};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Entra ID, Partner Center and Microsoft Graph to practise against, on this machine.
///
/// Prints one line of JSON with addresses and credentials, and ends when its standard input closes.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// How many customers there are; those of the scenario come first
    #[arg(long, value_name = "N")]
    customers: Option<u32>,
    /// The same seed makes the same customers
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// A scenario file (JSON): tenants, faults and latency
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Speak https with a certificate authority made now
    #[arg(long)]
    https: bool,
    /// The port; any free one when left out
    #[arg(long, value_name = "N")]
    port: Option<u16>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // There is nobody left to tell when standard error is closed.
            drop(writeln!(std::io::stderr(), "{reason}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let scenario = match &arguments.scenario {
        Some(file) => Some(read(file)?),
        None => None,
    };
    let options = Options {
        customers: arguments.customers,
        seed: arguments.seed,
        scenario,
        https: arguments.https,
        port: arguments.port,
    };
    let sandbox = Sandbox::start(options).await.map_err(|e| e.to_string())?;
    let line = serde_json::to_string(sandbox.document()).map_err(|e| e.to_string())?;
    let told = writeln!(std::io::stdout(), "{line}").and_then(|()| std::io::stdout().flush());
    told.map_err(|e| format!("Nobody reads standard output: {e}."))?;
    // Input that can't be read is as good as closed.
    drop(tokio::io::copy(&mut tokio::io::stdin(), &mut tokio::io::sink()).await);
    sandbox.stop().await;
    Ok(())
}

fn read(file: &PathBuf) -> Result<Scenario, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{} can't be read: {e}.", file.display()))?;
    Scenario::parse(&text).map_err(|e| format!("{}: {e}", file.display()))
}

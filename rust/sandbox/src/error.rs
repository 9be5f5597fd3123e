//! Why a sandbox did not start.

use std::io;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The scenario is none; the text names the line.
    #[error("The scenario can't be used: {0}")]
    Scenario(String),
    /// More customers than a sandbox takes.
    #[error("A sandbox has at most {most} customers, and {wanted} were asked for.")]
    TooManyCustomers {
        /// How many were asked for.
        wanted: u32,
        /// How many there can be.
        most: u32,
    },
    /// The port is taken or not allowed.
    #[error("The sandbox can't listen on 127.0.0.1:{port}: {source}. Leave the port out to get a free one.")]
    Port {
        /// The port that was asked for; 0 for any.
        port: u16,
        /// The system's reason.
        source: io::Error,
    },
    /// The certificate for https could not be made.
    #[error("The sandbox's certificate can't be made: {0}.")]
    Certificate(String),
    /// The system gave no random numbers for secrets.
    #[error("The system gives no random numbers.")]
    Random,
}

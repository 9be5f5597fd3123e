//! How the core tells what it does while it does it, and asks for what only its host can do.

use crate::error::{Error, ErrorKind};
use futures_util::future::{BoxFuture, FutureExt, ready};
use zeroize::Zeroizing;

/// What only the host can do.
#[derive(Clone, Debug)]
pub enum Question {
    /// Sign a text with a key that the host keeps; the answer is the signature.
    Sign {
        /// The key's number.
        key: u64,
        /// What to sign.
        text: Vec<u8>,
        /// RS256 in place of PS256.
        rs256: bool,
    },
    /// Show an address in a browser; the answer says that it was opened.
    OpenBrowser {
        /// The address, on a host of the cloud.
        url: String,
    },
    /// Let the person paste the address that the browser ended at; the answer is what was pasted.
    PasteAddress,
    /// Get another issuer's token from the script of that number; the answer is the token.
    FederatedToken {
        /// The script's number.
        source: u64,
    },
}

/// The answer to a question, zeroed when it goes.
pub type Answer = BoxFuture<'static, Result<Zeroizing<Vec<u8>>, Error>>;

/// Takes what a person may want to know during a call. Texts never hold a secret.
pub trait Report: Send + Sync {
    /// What is asked of whom, and how it went.
    fn verbose(&self, message: String);
    /// Something to know although the call goes on.
    fn warning(&self, message: String);
    /// How far the call is.
    fn progress(&self, message: String);
    /// Asks the host. It answers while its command lives; afterwards the answer is an error that may be tried again,
    /// by whoever else waits for the same.
    fn ask(&self, question: Question) -> Answer;
    /// The service asked for less: 429 or 503.
    fn pushed_back(&self) {}
    /// Whether a failed attempt may be repeated; `asked` says that the service named the time.
    fn may_retry(&self, asked: bool) -> bool {
        let _ = asked;
        true
    }
    /// Waits before the next attempt. Who reports for many lets others go on meanwhile.
    fn rest(&self, wait: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        wait
    }
}

/// Tells nobody, and has no answers.
pub struct Silent;

impl Report for Silent {
    fn verbose(&self, _: String) {}
    fn warning(&self, _: String) {}
    fn progress(&self, _: String) {}
    fn ask(&self, _: Question) -> Answer {
        let nobody = Error::new(
            ErrorKind::CredentialInvalid,
            "Nobody is there to answer.",
            "Ask from a command.",
        );
        ready(Err(nobody)).boxed()
    }
}

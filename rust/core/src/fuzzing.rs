//! The readers of bytes from outside that are no part of the interface, for `rust/fuzz` alone.

use crate::account::Account;
use crate::admin_consent;
use crate::clock::Clock;
use crate::error::Error;
use crate::guidance::TokenKind;
use crate::http::Answer;
use crate::loopback::{self, Answer as _, Expected};
use crate::sign_in::callback::Callback;
use crate::token::Token;
use crate::{access, credential, discovery, graph, oauth, partner_center, shelf};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

/// Who is said to have answered.
const HOST: &str = "login.example.com";

/// An answer as if it had come over the network; nothing for a status that HTTP does not have.
#[must_use]
pub fn answer(status: u16, retry_after: Option<String>, location: Option<String>, body: &[u8]) -> Option<Answer> {
    Some(Answer {
        status: reqwest::StatusCode::from_u16(status).ok()?,
        retry_after,
        request_id: None,
        location,
        body: Zeroizing::new(body.to_vec()),
    })
}

/// Reads a token endpoint's success.
///
/// # Errors
/// As that of the grant.
pub fn token_answer(answer: &Answer, account: &Account, now_unix: i64) -> Result<Token, Error> {
    oauth::read_token(answer, HOST, account, (now_unix, Duration::ZERO), String::new())
}

/// What each service's reader makes of a failure: the sign-in service, Partner Center, Graph, Azure, a managed identity.
#[must_use]
pub fn error_answers(answer: &Answer, now_unix: i64) -> [Error; 5] {
    let kind = TokenKind::Delegated;
    [
        oauth::read_error(answer, HOST, now_unix, String::new(), kind),
        partner_center::read_fault(answer, HOST, now_unix, kind),
        graph::refusal(answer, now_unix, HOST, kind),
        access::azure_refusal(answer, HOST),
        credential::managed_identity_refusal(answer, HOST),
    ]
}

/// Which of the other documents of services a body is: a device code, an issuer's tenant, a page of customers and its link.
#[must_use]
pub fn service_documents(answer: &Answer) -> [bool; 3] {
    [
        oauth::read_device_code(answer, HOST).is_ok(),
        discovery::tenant_of(answer, HOST, "contoso.example").is_ok(),
        partner_center::customers::is_page(answer),
    ]
}

/// The link to a list's next page, as far as it is followed from that address.
#[must_use]
pub fn next_page(from: &Url, link: &str) -> Option<Url> {
    graph::next_page(from, link)
}

/// Reads what a consent page brings back: its state, and the tenant or the refusal.
#[must_use]
pub fn consent_answer(query: &str) -> Option<(String, Option<Uuid>, Option<Error>)> {
    admin_consent::read_answer(query)
}

/// Reads what a sign-in brings back: its state, and whether it failed.
#[must_use]
pub fn sign_in_answer(query: &str) -> Option<(String, Option<Error>)> {
    let (state, callback) = Callback::read(query)?;
    let failed = callback.error.as_deref();
    Some((
        state,
        failed.map(|e| oauth::sign_in_error(e, &callback.error_description)),
    ))
}

/// Serves one connection of the loopback listener on port 8400; true when the answer with that state came.
pub async fn loopback_request(socket: impl AsyncRead + AsyncWrite + Unpin, state: &str) -> bool {
    let expected = Expected::<Callback>::default();
    let waiting = expected.expect(state);
    loopback::answer(socket, 8400, &expected, std::future::pending::<()>()).await;
    waiting.is_some_and(|mut waiting| waiting.try_recv().is_ok())
}

/// Reads a record of kept tokens that was opened: a token, or the newest refresh token of a line.
#[must_use]
pub fn kept_record(record: &[u8], clock: &dyn Clock) -> bool {
    shelf::is_record(record, clock)
}

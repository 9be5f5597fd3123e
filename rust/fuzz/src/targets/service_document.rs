//! Other documents of services: a device code, an issuer, a page of customers; and, in a line before it, a link to the next.

use super::first_line;
use partner_auth::fuzzing;
use url::Url;

/// A link leads to the same host or nowhere.
pub fn run(bytes: &[u8]) -> bool {
    let (link, body) = first_line(bytes);
    let from = Url::parse("https://graph.microsoft.com/v1.0/contracts").expect("an address");
    if let Some(next) = fuzzing::next_page(&from, link) {
        assert_eq!((next.scheme(), next.host_str()), ("https", Some("graph.microsoft.com")));
    }
    let answer = fuzzing::answer(200, None, None, body).expect("a status");
    fuzzing::service_documents(&answer).contains(&true)
}

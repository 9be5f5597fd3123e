//! Where the answer of a page goes: back to the client, in a query or in a form (OAuth 2.0 Form Post Response Mode).

use crate::entra_error::EntraError;
use crate::page;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use url::{Host, Url};

/// Where an answer goes.
#[derive(Debug)]
pub struct Reply {
    /// The client's address as it was written.
    pub redirect_uri: String,
    /// True for a form instead of a query.
    pub form_post: bool,
    /// The client's own word, which goes back to it.
    pub state: Option<String>,
}

/// True for an address on this machine that a client may listen at: `localhost` or 127.0.0.1, at any port.
pub fn is_loopback(redirect_uri: &str) -> bool {
    let Ok(uri) = Url::parse(redirect_uri) else {
        return false;
    };
    let local = match uri.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.octets() == [127, 0, 0, 1],
        _ => false,
    };
    let plain = uri.username().is_empty() && uri.password().is_none() && uri.fragment().is_none();
    matches!(uri.scheme(), "http" | "https") && local && plain
}

impl Reply {
    /// Sends an answer, with the client's state.
    pub fn send(&self, pairs: &[(&str, &str)]) -> Response {
        let mut pairs = pairs.to_vec();
        if let Some(state) = &self.state {
            pairs.push(("state", state));
        }
        if self.form_post {
            let body = format!(
                "<p>One more step leads back to the program that you came from.</p>\
                 <form method=\"post\" action=\"{}\">{}<p class=\"buttons\"><button id=\"next\" class=\"main\">Continue</button></p></form>",
                page::escape(&self.redirect_uri),
                page::hidden(&pairs)
            );
            return page::page(StatusCode::OK, "Continue", &body);
        }
        let location = Url::parse(&self.redirect_uri).ok().and_then(|mut uri| {
            uri.query_pairs_mut().extend_pairs(&pairs);
            HeaderValue::from_str(uri.as_str()).ok()
        });
        match location {
            Some(location) => {
                let headers = [
                    (LOCATION, location),
                    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
                ];
                (StatusCode::FOUND, headers).into_response()
            }
            // Only addresses that were read before get here.
            None => page::refusal("The redirect address can't be used."),
        }
    }

    /// Sends an error (RFC 6749 section 4.1.2.1).
    pub fn error(&self, error: &EntraError, correlation_id: &str, issuer: &str) -> Response {
        let description = error.description(correlation_id);
        let mut pairs = vec![("error", error.name()), ("error_description", &description)];
        if let Some(name) = error.sub_name() {
            pairs.push(("error_subcode", name));
        }
        if !issuer.is_empty() {
            pairs.push(("iss", issuer));
        }
        self.send(&pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_goes_to_this_machine_alone() {
        for good in [
            "http://localhost",
            "http://localhost:8400/",
            "https://127.0.0.1:1/a?b=c",
        ] {
            assert!(is_loopback(good), "{good}");
        }
        for bad in [
            "",
            "localhost:8400",
            "http://localhost.example/",
            "http://user@localhost/",
            "http://127.0.0.1.example/",
            "http://127.0.0.2/",
            "http://localhost/#x",
            "ftp://localhost/",
            "urn:ietf:wg:oauth:2.0:oob",
            "https://contoso.example/",
        ] {
            assert!(!is_loopback(bad), "{bad}");
        }
    }
}

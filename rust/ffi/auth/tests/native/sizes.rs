//! Texts of every length, with what no text should hold: taken or refused, and nothing else.

use crate::support::{account, drain, start, token_item};
use partner_auth_native::exports::*;
use partner_ffi::Status;
use serde_json::{Value, json};

const KIB: usize = 1024;
/// What an export takes at most.
const LIMIT: usize = KIB * KIB;

#[test]
fn a_field_of_any_length_is_an_answer_that_is_no_longer_for_it() {
    let account = account("http://127.0.0.1:9");
    for size in [0, 1, 4 * KIB, 64 * KIB, LIMIT - 4 * KIB] {
        for fill in ["x", "\0", "\u{1f600}", "\u{202e}", "\\", "\r\nHost: evil.example"] {
            let text: String = fill.chars().cycle().take(size / fill.len().max(1)).collect();
            let fields: [(&str, Value); 3] = [
                ("tenant", json!(text)),
                ("scopes", json!([text])),
                ("account", json!(text)),
            ];
            for (field, value) in fields {
                let mut item = token_item(0, &account);
                item[field] = value;
                let document = json!({ "throttleLimit": 8, "items": [item], "complete": true }).to_string();
                match start(pa_token_acquire, document.as_bytes()) {
                    Ok(operation) => {
                        let events = drain(operation);
                        assert_eq!(
                            events[0]["error"]["kind"], "InvalidInput",
                            "{field}: {size} of {fill:?}"
                        );
                        let said = events[0].to_string();
                        assert!(
                            said.len() < 16 * KIB,
                            "{field}: {size} of {fill:?} is answered by {} bytes",
                            said.len()
                        );
                    }
                    Err(status) => assert_eq!(status, Status::BadArgument.code(), "{field}: {size} of {fill:?}"),
                }
            }
        }
    }
}

#[test]
fn a_lone_surrogate_in_a_document_is_a_bad_argument() {
    let document =
        json!({ "throttleLimit": 8, "items": [token_item(0, &account("http://127.0.0.1:9"))], "complete": true });
    let whole = document.to_string();
    for surrogate in [r"\ud800", r"\udfff", r"\ud800x", r"\udc00\ud800"] {
        let spoiled = whole.replace("\"Graph\"", &format!("\"{surrogate}\""));
        assert_ne!(spoiled, whole);
        assert_eq!(
            start(pa_token_acquire, spoiled.as_bytes()),
            Err(Status::BadArgument.code()),
            "{surrogate}"
        );
    }
}

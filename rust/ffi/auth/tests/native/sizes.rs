//! Texts of every length, with what no text should hold: taken or refused, and nothing else.

use crate::support::{STARTS, account, drain, start, token_item};
use partner_auth_native::exports::*;
use partner_ffi::Status;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

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
fn a_lone_surrogate_in_any_field_of_any_document_is_a_bad_argument() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut fields = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().contains("Start.") {
            continue;
        }
        let document: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let mut texts = Vec::new();
        collect(&document, &mut texts);
        texts.sort();
        texts.dedup();
        fields += texts.len();
        for text in texts {
            let written = json!(text).to_string();
            for surrogate in [r"\ud800", r"\udfff", r"\ud800x", r"\udc00\ud800"] {
                let spoiled = document.to_string().replace(&written, &format!("\"{surrogate}\""));
                assert_ne!(spoiled, document.to_string());
                // One of them would take the document, but for what is spoiled.
                for (name, export) in STARTS.iter().filter(|(name, _)| !name.ends_with("_create")) {
                    assert_eq!(
                        start(*export, spoiled.as_bytes()),
                        Err(Status::BadArgument.code()),
                        "{name}: {spoiled}"
                    );
                }
            }
        }
    }
    assert!(fields > 100, "{fields} texts in all documents");
}

/// Every text of a document.
fn collect<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => texts.push(text),
        Value::Array(values) => values.iter().for_each(|one| collect(one, texts)),
        Value::Object(fields) => fields.values().for_each(|one| collect(one, texts)),
        _ => {}
    }
}

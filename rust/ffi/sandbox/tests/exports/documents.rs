//! The documents against files that the C# side reads too: whichever side drifts, its test fails.

use partner_sandbox_native::documents::*;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

#[test]
fn every_document_is_read_and_written_as_its_file_says() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        // `Type.case.json`: the C# test finds its class by the same rule.
        let kept = match name.split('.').next().unwrap() {
            "SandboxStart" => serde_json::to_value(serde_json::from_str::<SandboxStart>(&text).unwrap()),
            "OperationEvent" => serde_json::to_value(serde_json::from_str::<OperationEvent>(&text).unwrap()),
            _ => panic!("{name} is of no known document"),
        };
        assert_eq!(kept.unwrap(), serde_json::from_str::<Value>(&text).unwrap(), "{name}");
        count += 1;
    }
    assert_eq!(count, 4);
}

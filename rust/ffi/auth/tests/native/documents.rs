//! The documents against files that the C# side reads too: whichever side drifts, its test fails.

use partner_auth_native::documents::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

/// Reads a document and writes it again: nothing may be lost, and nothing may be there that the file lacks.
fn keep<T: DeserializeOwned + Serialize>(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_str::<T>(text)?)
}

#[test]
fn every_document_is_read_and_written_as_its_file_says() {
    let mut seen = BTreeSet::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // `Type.case.json`: the C# test finds its class by the same rule.
        let kind = name.split('.').next().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let kept = match kind {
            "TokenStart" => keep::<TokenStart>(&text),
            "InspectStart" => keep::<InspectStart>(&text),
            "CacheClearStart" => keep::<CacheClearStart>(&text),
            "CacheKeepStart" => keep::<CacheKeepStart>(&text),
            "CertificateStart" => keep::<CertificateStart>(&text),
            "AccountCheckStart" => keep::<AccountCheckStart>(&text),
            "ApplicationStart" => keep::<ApplicationStart>(&text),
            "ApplicationCheckStart" => keep::<ApplicationCheckStart>(&text),
            "ApplicationMakeStart" => keep::<ApplicationMakeStart>(&text),
            "SignInStart" => keep::<SignInStart>(&text),
            "RefreshTokenStart" => keep::<RefreshTokenStart>(&text),
            "ConnectStart" => keep::<ConnectStart>(&text),
            "AdminConsentStart" => keep::<AdminConsentStart>(&text),
            "ConsentStart" => keep::<ConsentStart>(&text),
            "AccessStart" => keep::<AccessStart>(&text),
            "AccessRepairStart" => keep::<AccessRepairStart>(&text),
            "FleetJoinStart" => keep::<FleetJoinStart>(&text),
            "FleetResultStart" => keep::<FleetResultStart>(&text),
            "GrantedStart" => keep::<GrantedStart>(&text),
            "RemovalStart" => keep::<RemovalStart>(&text),
            "ManifestStart" => keep::<ManifestStart>(&text),
            "JournalStart" => keep::<JournalStart>(&text),
            "JournalNoteStart" => keep::<JournalNoteStart>(&text),
            "SyncStart" => keep::<SyncStart>(&text),
            "CustomerStart" => keep::<CustomerStart>(&text),
            "EnvironmentStart" => keep::<EnvironmentStart>(&text),
            "ProfileStart" => keep::<ProfileStart>(&text),
            "RelationshipStart" => keep::<RelationshipStart>(&text),
            "ResolveStart" => keep::<ResolveStart>(&text),
            "TimelineStart" => keep::<TimelineStart>(&text),
            "OperationEvent" => keep::<OperationEvent>(&text),
            _ => panic!("{name} is of no known document"),
        };
        assert_eq!(kept.unwrap(), serde_json::from_str::<Value>(&text).unwrap(), "{name}");
        seen.insert(kind.to_owned());
    }
    assert_eq!(seen.len(), 31, "a document has no file: {seen:?}");
}

#[test]
fn an_unknown_field_is_refused() {
    let text = fs::read_to_string(folder().join("InspectStart.json")).unwrap();
    let more = text.replacen('{', "{\"surprise\": 1,", 1);
    assert!(
        keep::<InspectStart>(&more)
            .unwrap_err()
            .to_string()
            .contains("surprise")
    );
}

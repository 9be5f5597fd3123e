//! Properties that hold for every value: reading and writing are inverse, waits stay in their bounds, texts for people
//! stay harmless.

use partner_auth::error::{Retry, clean};
use partner_auth::relationships::RelationshipId;
use partner_auth::retry::{ATTEMPTS, retry_after, wait};
use partner_auth::{ClientId, Cloud, Error, ErrorKind, Scopes, Tenant};
use proptest::prelude::*;
use std::time::Duration;

const GUID: &str = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

fn scopes(given: &str) -> Option<String> {
    match Scopes::parse(&Cloud::known("AzureCloud").unwrap(), &[given.to_owned()]) {
        Ok(Scopes::Of(set)) => Some(set.joined()),
        _ => None,
    }
}

proptest! {
    #[test]
    fn a_tenant_reads_what_it_writes(text in prop_oneof![GUID.prop_map(String::from), "[a-zA-Z0-9-]{1,9}(\\.[a-zA-Z0-9-]{1,9}){1,3}", "\\PC{0,30}"]) {
        if let Ok(tenant) = Tenant::parse(&text) {
            prop_assert_eq!(Tenant::parse(&tenant.to_string()).unwrap(), tenant);
        }
    }

    #[test]
    fn an_application_reads_what_it_writes(text in GUID) {
        let id = ClientId::parse(&text).unwrap();
        prop_assert_eq!(id.to_string(), text.to_ascii_lowercase());
        prop_assert_eq!(ClientId::parse(&id.to_string()).unwrap(), id);
    }

    #[test]
    fn a_relationship_reads_what_it_writes(text in "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}-[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}") {
        let id = RelationshipId::parse(&text).unwrap().to_string();
        prop_assert_eq!(&RelationshipId::parse(&id).unwrap().to_string(), &id);
        prop_assert_eq!(id, text.to_ascii_lowercase());
    }

    #[test]
    fn scopes_read_what_they_write(names in prop::collection::vec("[A-Za-z]{1,9}\\.[A-Za-z.]{1,12}", 1..5)) {
        let given: Vec<String> = names.iter().map(|name| format!("https://graph.microsoft.com/{name}")).collect();
        let written = scopes(&given.join(" ")).unwrap();
        prop_assert_eq!(scopes(&written).unwrap(), written);
    }

    #[test]
    fn a_wait_stays_in_its_bounds_and_attempts_end(attempt in 1..10_u32, asked in 0..100_000_u64) {
        let soon = Error::new(ErrorKind::Network, "", "").retry(Retry::Soon);
        let told = Error::new(ErrorKind::Throttled, "", "").retry(Retry::After(Duration::from_secs(asked)));
        let (own, kept) = (wait(&soon, attempt), wait(&told, attempt));
        prop_assert_eq!(own.is_some(), attempt < ATTEMPTS);
        prop_assert_eq!(kept, (attempt < ATTEMPTS).then(|| Duration::from_secs(asked)));
        prop_assert!(own.is_none_or(|own| own <= Duration::from_secs(1 << (attempt - 1)).min(Duration::from_secs(20))));
    }

    #[test]
    fn a_wait_that_a_header_asks_for_is_an_hour_at_most(text in prop_oneof!["[0-9]{1,30}", "\\PC{0,40}", "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} GMT"], now in any::<i64>()) {
        prop_assert!(retry_after(&text, now).is_none_or(|wait| wait <= Duration::from_secs(3600)));
    }

    #[test]
    fn a_services_text_comes_out_short_and_without_controls(text in "(?s).{0,400}", long in 0..4000_usize) {
        let text = format!("{text}{}", "x\u{1b}[31m\u{202e}".repeat(long / 8));
        let shown = clean(&text);
        prop_assert!(shown.len() <= 1024 + 8, "{}", shown.len());
        prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
        prop_assert!(!shown.contains(['\u{202a}', '\u{202b}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}']), "{shown:?}");
    }
}

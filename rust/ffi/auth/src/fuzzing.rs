//! The requests as they come over the boundary, for `rust/fuzz` alone: read, turned into what the core takes, and not run.

use crate::documents::*;
use crate::{convert, environment, timeline};
use partner_ffi::{Event, buffer, event};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The document of a request as it is written again; nothing for bytes that are no such document.
type Reader = fn(&[u8]) -> Option<Event>;

/// Every document that a caller writes, by its name.
pub const REQUESTS: &[(&str, Reader)] = &[
    ("AccessRepairStart", again::<AccessRepairStart>),
    ("AccessStart", again::<AccessStart>),
    ("AccountCheckStart", account_check),
    ("AdminConsentStart", again::<AdminConsentStart>),
    ("ApplicationCheckStart", again::<ApplicationCheckStart>),
    ("ApplicationMakeStart", again::<ApplicationMakeStart>),
    ("ApplicationStart", again::<ApplicationStart>),
    ("CacheClearStart", again::<CacheClearStart>),
    ("CacheKeepStart", again::<CacheKeepStart>),
    ("CertificateStart", again::<CertificateStart>),
    ("ConnectStart", again::<ConnectStart>),
    ("ConsentItem", consent_item),
    ("ConsentStart", again::<ConsentStart>),
    ("CustomerStart", again::<CustomerStart>),
    ("EnvironmentStart", environment_start),
    ("FleetJoinStart", again::<FleetJoinStart>),
    ("FleetResultStart", again::<FleetResultStart>),
    ("GrantedStart", again::<GrantedStart>),
    ("InspectStart", again::<InspectStart>),
    ("JournalNoteStart", again::<JournalNoteStart>),
    ("JournalStart", again::<JournalStart>),
    ("ManifestStart", again::<ManifestStart>),
    ("ProfileStart", again::<ProfileStart>),
    ("RefreshTokenStart", again::<RefreshTokenStart>),
    ("RelationshipStart", again::<RelationshipStart>),
    ("RemovalStart", again::<RemovalStart>),
    ("ResolveStart", again::<ResolveStart>),
    ("SignInStart", again::<SignInStart>),
    ("SyncStart", again::<SyncStart>),
    ("TimelineStart", timeline_start),
    ("TokenItem", token_item),
    ("TokenStart", again::<TokenStart>),
];

fn again<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Option<Event> {
    with::<T>(bytes, |_| ())
}

fn with<T: DeserializeOwned + Serialize>(bytes: &[u8], convert: impl FnOnce(&T)) -> Option<Event> {
    let document: T = buffer::document(bytes).ok()?;
    convert(&document);
    Some(event::event(&document))
}

fn account_check(bytes: &[u8]) -> Option<Event> {
    with::<AccountCheckStart>(bytes, |start| drop(convert::account(&start.account)))
}

fn consent_item(bytes: &[u8]) -> Option<Event> {
    with::<ConsentItem>(bytes, |item| drop(convert::consent_request(item)))
}

fn environment_start(bytes: &[u8]) -> Option<Event> {
    with::<EnvironmentStart>(bytes, |start| drop(environment::cloud(&start.environment)))
}

fn timeline_start(bytes: &[u8]) -> Option<Event> {
    drop(timeline::read(bytes));
    again::<TimelineStart>(bytes)
}

fn token_item(bytes: &[u8]) -> Option<Event> {
    with::<TokenItem>(bytes, |item| drop(convert::token_request(item)))
}

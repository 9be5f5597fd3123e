//! The exports. Each is one call to something that does the work; all of them survive whatever they are called with.
#![expect(
    missing_docs,
    clippy::missing_safety_doc,
    reason = "the docs are on each export; what #[ffi] makes of it has none"
)]

mod consents;
mod credentials;
mod fleet;
mod knowledge;
mod operations;
mod partner;
mod tokens;

pub use consents::*;
pub use credentials::*;
pub use fleet::*;
use interoptopus::inventory::RustInventory;
use interoptopus::{ffi, function};
pub use knowledge::*;
pub use operations::*;
pub use partner::*;
pub use tokens::*;

/// The version of the boundary; the bindings refuse any other.
#[ffi]
pub fn pa_abi_version() -> u32 {
    partner_ffi::ABI_VERSION
}

/// What bindgen renders.
#[must_use]
pub fn inventory() -> RustInventory {
    RustInventory::new()
        .register(function!(pa_abi_version))
        .register(function!(pa_secret_create))
        .register(function!(pa_secret_close))
        .register(function!(pa_refresh_token_create))
        .register(function!(pa_refresh_token_close))
        .register(function!(pa_refresh_token_read))
        .register(function!(pa_account_check))
        .register(function!(pa_application_read))
        .register(function!(pa_application_check))
        .register(function!(pa_application_make))
        .register(function!(pa_certificate_open))
        .register(function!(pa_certificate_close))
        .register(function!(pa_sign_in))
        .register(function!(pa_token_acquire))
        .register(function!(pa_token_cached))
        .register(function!(pa_token_inspect))
        .register(function!(pa_token_cache_clear))
        .register(function!(pa_token_cache_keep))
        .register(function!(pa_connect_prepare))
        .register(function!(pa_manifest_open))
        .register(function!(pa_manifest_close))
        .register(function!(pa_journal_open))
        .register(function!(pa_journal_note))
        .register(function!(pa_journal_close))
        .register(function!(pa_consent_sync))
        .register(function!(pa_consent_read))
        .register(function!(pa_consent_remove))
        .register(function!(pa_consent_grant))
        .register(function!(pa_admin_consent))
        .register(function!(pa_customer_list))
        .register(function!(pa_environment_check))
        .register(function!(pa_profile_get))
        .register(function!(pa_relationship_list))
        .register(function!(pa_access_test))
        .register(function!(pa_access_repair))
        .register(function!(pa_fleet_join))
        .register(function!(pa_fleet_close))
        .register(function!(pa_fleet_results))
        .register(function!(pa_error_resolve))
        .register(function!(pa_timeline_read))
        .register(function!(pa_operation_next))
        .register(function!(pa_operation_feed))
        .register(function!(pa_operation_reply))
        .register(function!(pa_operation_refuse))
        .register(function!(pa_operation_finish))
        .register(function!(pa_operation_cancel))
        .register(function!(pa_operation_close))
        .validate()
}

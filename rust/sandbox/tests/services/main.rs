//! The sandbox as its clients see it.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

mod admin_consent;
mod app_role_assignments;
mod application_alone;
mod applications;
mod authorize;
mod certificate_assertion;
mod clients;
mod consents;
mod customers;
mod device_code;
mod discovery;
mod faults;
mod faults_on_demand;
mod graph;
mod lifetime;
mod managed_identity;
mod mfa;
mod pages;
mod permission_grants;
mod program;
mod refresh_token;
mod relationships;
mod service_principals;
mod support;

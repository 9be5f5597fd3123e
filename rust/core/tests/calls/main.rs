//! What the core is called for, against servers that answer as they are told: a file for each thing that is asked of it.

mod access;
mod access_many;
mod admin_consent;
mod application_check;
mod application_make;
mod authorities;
mod bad_servers;
mod both_sides;
mod bulk;
mod connect;
mod connect_checks;
mod consents;
mod consents_there;
mod credentials;
mod customer_sources;
mod customers;
mod device_code;
mod given_token;
mod guidance;
mod guidance_rows;
mod kept;
mod kept_limits;
mod lookups;
mod redirects;
mod relationships;
mod sign_in;
mod sign_in_listener;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

//! Entra ID, Partner Center and Microsoft Graph to practise against, on loopback.
//!
//! [`Sandbox::start`] begins one, [`Sandbox::document`] says where it is and what it accepts, and a [`Scenario`] says
//! which tenant has which fault. Its secrets begin with a mark that real clouds' clients refuse.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "a test that can't go on has failed"
    )
)]

mod accounts;
mod admin_consent;
mod answer;
mod application_certificate;
mod applications;
mod arrival;
mod assertions;
mod authorize;
mod azure;
mod certificate;
mod clock;
mod consents;
mod customers;
mod device;
mod directory;
mod discovery;
mod document;
mod entra_error;
mod error;
mod faults;
mod grants;
mod graph;
mod groups;
mod identity;
mod listening;
mod managed_identity;
mod moment;
mod object_ids;
mod page;
mod parameters;
mod partner;
mod partner_center;
mod permissions;
mod relationships;
mod requests;
mod resources;
mod roles;
mod sandbox;
mod scenario;
mod scope;
mod seal;
mod server;
mod sign_in;
mod state;
mod tenant;
mod token;
mod tokens;

pub use applications::ApplicationScenario;
pub use assertions::RegisteredCertificate;
pub use document::{Account, Certificate, Customer, Document, Environment, ManagedIdentity};
pub use error::Error;
pub use faults::Fault;
pub use groups::{AdminAgents, GroupName};
pub use partner::{APPLICATION_ID, PUBLIC_APPLICATION_ID, SECRET_MARK, TENANT_ID};
pub use relationships::{AssignmentScenario, AssignmentStatus, RelationshipScenario, Status};
pub use requests::Request;
pub use roles::RoleName;
pub use sandbox::{Options, Sandbox};
pub use scenario::{
    ConsentScenario, Domain, GraphScenario, LinkForm, PartnerCenterScenario, Scenario, SignInScenario, TenantScenario,
};

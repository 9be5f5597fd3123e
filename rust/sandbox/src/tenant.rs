//! A tenant: the partner's own or a customer's.

use crate::consents::Consents;
use crate::faults::Fault;
use crate::groups::AdminAgents;
use crate::relationships::{self, Relationship};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// How many subscriptions of Azure a tenant has when a scenario says nothing.
const AZURE_SUBSCRIPTIONS: u32 = 1;

/// A tenant.
#[derive(Debug)]
pub struct Tenant {
    /// Its id.
    pub id: Uuid,
    /// Its domain, in lower case.
    pub domain: String,
    /// Its display name.
    pub name: String,
    /// True for the partner's own.
    pub is_home: bool,
    /// What goes wrong there.
    pub fault: Option<Fault>,
    /// How many consents Partner Center still fails after one was deleted.
    pub failing_consents: AtomicU32,
    /// True when it wants users to have signed in with multifactor authentication.
    pub wants_mfa: bool,
    /// What it has agreed on with the partner.
    pub relationships: Vec<Relationship>,
    /// True for a customer that is in Microsoft Graph and not in Partner Center.
    pub is_gdap_only: bool,
    /// True when the partner's users are guests there, which leaves them without the roles of GDAP.
    pub has_guest: bool,
    /// How many subscriptions of Azure the partner's users see there.
    pub azure_subscriptions: u32,
    /// How long each answer about it takes.
    pub latency: Duration,
    consents: Mutex<Consents>,
    failed_once: AtomicBool,
}

impl Tenant {
    /// A tenant with the consents it has from the start.
    pub fn new(id: Uuid, domain: String, name: String, consents: Consents) -> Self {
        Self {
            id,
            domain,
            name,
            is_home: false,
            fault: None,
            failing_consents: AtomicU32::new(0),
            wants_mfa: false,
            relationships: Vec::new(),
            is_gdap_only: false,
            has_guest: false,
            azure_subscriptions: AZURE_SUBSCRIPTIONS,
            latency: Duration::ZERO,
            consents: Mutex::new(consents),
            failed_once: AtomicBool::new(false),
        }
    }

    /// Its consents, to be read or changed at once.
    pub fn consents(&self) -> MutexGuard<'_, Consents> {
        self.consents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The roles that a user of the partner has there at that time, Unix seconds.
    pub fn roles_of(&self, user: Uuid, agents: AdminAgents, now: i64) -> BTreeSet<Uuid> {
        if self.has_guest {
            return BTreeSet::new();
        }
        relationships::roles_of(&self.relationships, user, agents, now)
    }

    /// Takes as long as an answer about this tenant takes.
    pub async fn wait(&self) {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
    }

    /// True the first time alone: for faults that happen once.
    pub fn first_time(&self) -> bool {
        !self.failed_once.swap(true, Ordering::Relaxed)
    }

    /// The name of its SharePoint, which is the beginning of its domain.
    pub fn sharepoint(&self) -> &str {
        self.domain.split('.').next().unwrap_or_default()
    }
}

//! Sign-ins on another device (RFC 8628): the codes that are out, and what became of them.

mod code;
mod page;

pub use code::answer;
pub use page::answer as page;

use crate::clock::Clock;
use crate::identity::Identity;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// How much longer the interval is after a poll that came too fast, in seconds (RFC 8628 section 3.5).
const SLOWER: u64 = 5;

/// A sign-in that a device waits for.
pub struct Device {
    /// What the device polls with.
    pub device_code: String,
    /// What a person types.
    pub user_code: String,
    /// The client.
    pub client: Uuid,
    /// The client's name, for the page.
    pub client_name: String,
    /// What was asked for.
    pub scope: String,
    /// The tenant as the client named it.
    pub tenant: String,
    /// When it ends, Unix seconds.
    pub ends: u64,
    /// How long the client waits between two polls, in seconds.
    pub interval: u64,
    /// When it last polled, Unix milliseconds.
    pub polled: Option<u64>,
    /// What the person has done.
    pub decision: Option<Decision>,
}

/// What a person has done with a user code.
pub enum Decision {
    /// Cancelled.
    Declined,
    /// Signed in to that tenant.
    SignedIn(Identity, Uuid),
}

/// A sign-in that is done.
pub struct DeviceSignIn {
    /// Who signed in.
    pub identity: Identity,
    /// The tenant.
    pub tenant: Uuid,
    /// What was asked for.
    pub scope: String,
}

/// What a poll finds.
pub enum Poll {
    /// Nothing yet.
    Pending,
    /// It came before the interval was over.
    TooFast,
    /// The person declined.
    Declined,
    /// The code has ended.
    Ended,
    /// There is no such code, or it was redeemed already.
    Unknown,
    /// The code is another client's.
    Foreign,
    /// The person has signed in; the code is used up.
    SignedIn(DeviceSignIn),
}

/// The sign-ins that devices wait for, by device code.
#[derive(Default)]
pub struct Devices(Mutex<HashMap<String, Device>>);

impl Devices {
    /// Adds one. What ended a while ago is forgotten.
    pub fn add(&self, clock: &Clock, device: Device) {
        let mut devices = self.lock();
        let now = clock.now();
        devices.retain(|_, d| d.ends + 3600 > now);
        devices.insert(device.device_code.clone(), device);
    }

    /// Something about the sign-in with that user code, as long as it waits.
    pub fn waiting<T>(&self, clock: &Clock, user_code: &str, what: impl FnOnce(&mut Device) -> T) -> Option<T> {
        let wanted: String = user_code.chars().filter(char::is_ascii_alphanumeric).collect();
        let now = clock.now();
        let mut devices = self.lock();
        let mut waiting = devices.values_mut().filter(|d| d.ends > now && d.decision.is_none());
        waiting.find(|d| d.user_code.eq_ignore_ascii_case(&wanted)).map(what)
    }

    /// What a client's poll finds.
    pub fn poll(&self, clock: &Clock, device_code: &str, client: Uuid) -> Poll {
        let mut devices = self.lock();
        let Some(device) = devices.get_mut(device_code) else {
            return Poll::Unknown;
        };
        if device.client != client {
            return Poll::Foreign;
        }
        if device.ends <= clock.now() {
            return Poll::Ended;
        }
        let now = clock.millis();
        let last = device.polled.replace(now);
        if last.is_some_and(|last| now < last + device.interval * 1000) {
            device.interval += SLOWER;
            return Poll::TooFast;
        }
        match device.decision.take() {
            None => Poll::Pending,
            Some(Decision::Declined) => {
                device.decision = Some(Decision::Declined);
                Poll::Declined
            }
            Some(Decision::SignedIn(identity, tenant)) => {
                let scope = device.scope.clone();
                devices.remove(device_code);
                Poll::SignedIn(DeviceSignIn {
                    identity,
                    tenant,
                    scope,
                })
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Device>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

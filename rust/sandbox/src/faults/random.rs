//! Faults that come at random: any answer may be one, whatever it is about.

use super::{Fault, on_demand};
use crate::answer;
use crate::arrival::Arrival;
use crate::identity::Identity;
use crate::partner::USER_PRINCIPAL_NAME;
use crate::server::Shared;
use axum::extract::{Request, State as Extract};
use axum::middleware::Next;
use axum::response::Response;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Deserialize;
use std::sync::{Mutex, PoisonError};

/// How often, and what.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RandomFaults {
    /// How many of a hundred answers are one, 1 to 100.
    #[serde(deserialize_with = "percent")]
    pub percent: u32,
    /// The same seed draws the same faults in the same order.
    #[serde(default)]
    pub seed: u64,
    /// Which; when left out, each that an answer alone can be and that says nothing of the credential.
    #[serde(default = "usual")]
    pub faults: Vec<Fault>,
}

/// Draws faults.
#[derive(Debug)]
pub struct Lottery {
    wanted: RandomFaults,
    random: Mutex<StdRng>,
}

impl Lottery {
    /// With what a scenario wants.
    pub fn new(wanted: RandomFaults) -> Self {
        let random = Mutex::new(StdRng::seed_from_u64(wanted.seed));
        Self { wanted, random }
    }

    /// The fault of an answer, and whether its work is done before; nothing for most.
    fn draw(&self) -> Option<(&Fault, bool)> {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        if random.random_range(0..100) >= self.wanted.percent || self.wanted.faults.is_empty() {
            return None;
        }
        let fault = self
            .wanted
            .faults
            .get(random.random_range(0..self.wanted.faults.len()))?;
        Some((fault, random.random_range(0..2) == 0))
    }
}

/// Every answer passes here.
pub async fn pass(Extract(state): Shared, arrival: Arrival, request: Request, next: Next) -> Response {
    let drawn = state.lottery.as_ref().and_then(Lottery::draw);
    let Some((fault, is_after)) = drawn else {
        return next.run(request).await;
    };
    // An answer that is lost on its way: what was asked for has happened.
    if is_after && *fault == Fault::Reset {
        drop(next.run(request).await);
        return answer::reset();
    }
    match in_place(fault, &arrival) {
        Some(response) => {
            arrival.note(&state, None, None);
            response
        }
        None => next.run(request).await,
    }
}

/// The fault as an answer, where that service gives it.
fn in_place(fault: &Fault, arrival: &Arrival) -> Option<Response> {
    let instead = match fault.instead(|| true) {
        Ok(instead) => instead,
        Err(error) => Some(error.answer(arrival)),
    };
    if instead.is_some() || !arrival.path.ends_with("/oauth2/v2.0/token") {
        return instead;
    }
    if *fault == Fault::TenantNotFound {
        return Some(on_demand::entra(90002).answer(arrival));
    }
    let user = Identity {
        user: USER_PRINCIPAL_NAME.to_owned(),
        mfa: true,
        acrs: Vec::new(),
    };
    fault.refusal(&user).map(|error| error.answer(arrival))
}

fn usual() -> Vec<Fault> {
    vec![
        Fault::ThrottledOnce,
        Fault::Unavailable,
        Fault::HtmlPage,
        Fault::EmptyBody,
        Fault::CutJson,
        Fault::HugeBody,
        Fault::Reset,
        Fault::NoAccess,
        Fault::ConditionalAccess,
        Fault::ClaimsChallenge,
        Fault::MfaRequired,
        Fault::TenantNotFound,
        Fault::Guest,
        Fault::Loop,
    ]
}

fn percent<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let percent = u32::deserialize(deserializer)?;
    if (1..=100).contains(&percent) {
        Ok(percent)
    } else {
        let text = format!("faults come in 1 to 100 percent of answers, not in {percent}");
        Err(serde::de::Error::custom(text))
    }
}

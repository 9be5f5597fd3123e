//! `GET` and `POST /common/oauth2/deviceauth`: where a person types a user code and signs in.

use super::Decision;
use crate::arrival::Arrival;
use crate::discovery;
use crate::grants::{Place, user};
use crate::identity::Identity;
use crate::page::{self, Form};
use crate::parameters::Parameters;
use crate::server::Shared;
use crate::sign_in::{self, Progress, Prompt};
use crate::state::State;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;

/// The field of the user code.
const USER_CODE: &str = "user_code";
const TITLE: &str = "Sign in on another device";

/// Answers the page and its forms.
pub async fn answer(Extract(state): Shared, arrival: Arrival, body: Bytes) -> Response {
    arrival.note(&state, None, None);
    let form = Parameters::both(arrival.query.as_deref(), &body);
    let Some(user_code) = form.get(USER_CODE) else {
        return ask_code(&arrival, "");
    };
    let waiting = state.devices.waiting(&state.clock, user_code, |device| {
        (device.client_name.clone(), device.tenant.clone())
    });
    let Some((client, tenant)) = waiting else {
        return ask_code(
            &arrival,
            "That code is not valid, was used already or has ended. Check it, or start again.",
        );
    };
    let prompt = Prompt {
        title: TITLE,
        intro: &format!("Sign in to {client} on another device. Cancel unless you started it yourself."),
        action: &arrival.path,
        hidden: &[(USER_CODE, user_code)],
        hint: form.get("login_hint"),
    };
    match sign_in::progress(&state, &form, &prompt) {
        Progress::Ask(page) => page,
        Progress::Cancelled => decide(
            &state,
            user_code,
            Decision::Declined,
            "You cancelled the sign-in",
            "Nothing was signed in. You can close this page.",
        ),
        Progress::Done(signed_in) => {
            let identity = Identity {
                acrs: Vec::new(),
                ..signed_in.identity
            };
            match admit(&state, &tenant, &identity) {
                Ok(tenant) => decide(
                    &state,
                    user_code,
                    Decision::SignedIn(identity, tenant),
                    "You have signed in",
                    &format!("{client} goes on in its own window. You can close this page."),
                ),
                Err(error) => page::refusal(&error.description(&arrival.correlation_id())),
            }
        }
    }
}

fn admit(state: &State, name: &str, identity: &Identity) -> Result<uuid::Uuid, crate::entra_error::EntraError> {
    let tenant = Place::new(discovery::find(state, name)?, name).of_user(state, identity)?;
    user::enter(state, tenant, identity)?;
    Ok(tenant.id)
}

fn decide(state: &State, user_code: &str, decision: Decision, title: &str, text: &str) -> Response {
    let decided = state.devices.waiting(&state.clock, user_code, |device| {
        device.decision = Some(decision);
    });
    match decided {
        Some(()) => page::message(StatusCode::OK, title, text),
        None => page::message(StatusCode::BAD_REQUEST, TITLE, "That code has ended. Start again."),
    }
}

fn ask_code(arrival: &Arrival, problem: &str) -> Response {
    let field = page::field(USER_CODE, "Code", "text", "", "one-time-code", true);
    let text = "Enter the code that your device or program shows.";
    let form = Form {
        title: TITLE,
        text,
        problem,
        action: &arrival.path,
        hidden: &[],
        fields: &field,
        button: ("next", "Next"),
    };
    form.answer()
}

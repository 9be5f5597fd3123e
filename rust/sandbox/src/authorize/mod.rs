//! `GET` and `POST /{tenant}/oauth2/v2.0/authorize`: the code flow (RFC 6749 section 4.1.1), with a sign-in page.

mod reply;
mod request;

pub use reply::{Reply, is_loopback};
pub use request::foreign;

use crate::arrival::Arrival;
use crate::discovery;
use crate::entra_error::{EntraError, bad_request};
use crate::grants::{Code, Place, user};
use crate::identity::Identity;
use crate::page::{self, Form};
use crate::parameters::Parameters;
use crate::server::Shared;
use crate::sign_in::{self, FIELDS, Progress, Prompt, SignedIn};
use crate::state::State;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use request::{Asks, Refused, Request};
use uuid::Uuid;

const TITLE: &str = "Sign in";

/// Answers the page and its forms.
pub async fn answer(Extract(state): Shared, Path(name): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    let parameters = Parameters::both(arrival.query.as_deref(), &body);
    let tenant = discovery::find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), parameters.get("scope"));
    let correlation = arrival.correlation_id();
    let place = match tenant {
        Ok(tenant) => Place::new(tenant, &name),
        Err(error) => return page::refusal(&error.description(&correlation)),
    };
    place.tenant.wait().await;
    let request = match Request::read(&state, place, &parameters) {
        Ok(request) => request,
        Err(Refused::Page(error)) => return page::refusal(&error.description(&correlation)),
        Err(Refused::Redirect(refused)) => {
            let (reply, error) = *refused;
            return reply.error(&error, &correlation, &state.issuer(&place.tenant.id.to_string()));
        }
    };
    let answer = sign_in(&state, place, &request, &parameters, &arrival);
    answer.unwrap_or_else(|error| {
        let issuer = state.issuer(&place.tenant.id.to_string());
        request.reply.error(&error, &correlation, &issuer)
    })
}

fn sign_in(
    state: &State,
    place: Place<'_>,
    request: &Request,
    parameters: &Parameters,
    arrival: &Arrival,
) -> Result<Response, EntraError> {
    if request.asked.asks == Asks::Nothing {
        let text = "A silent sign-in request was sent but no user is signed in.";
        return Err(bad_request("login_required", 50058, text.to_owned()));
    }
    let kept = parameters.without(&FIELDS);
    let client = &request.client.name;
    let prompt = Prompt {
        title: TITLE,
        intro: &format!("{client} wants you to sign in."),
        action: &arrival.path,
        hidden: &kept,
        hint: request.asked.login_hint.as_deref(),
    };
    match sign_in::progress(state, parameters, &prompt) {
        Progress::Ask(page) => Ok(page),
        Progress::Cancelled => Err(cancelled()),
        Progress::Done(signed_in)
            if request.asked.asks == Asks::Consent && parameters.get("action") != Some("accept") =>
        {
            Ok(ask_consent(request, &prompt, &signed_in))
        }
        Progress::Done(signed_in) => grant(state, place, request, signed_in),
    }
}

/// The person has closed the page by its button.
pub fn cancelled() -> EntraError {
    let text = "User declined to consent to access the app.";
    bad_request("access_denied", 65004, text.to_owned()).suberror("cancel")
}

fn ask_consent(request: &Request, prompt: &Prompt<'_>, signed_in: &SignedIn) -> Response {
    let text = format!("{} wants: {}.", request.client.name, request.asked.scope);
    let mut kept = prompt.hidden.to_vec();
    kept.push(("session", &signed_in.session));
    let form = Form {
        title: "Permissions requested",
        text: &text,
        problem: "",
        action: prompt.action,
        hidden: &kept,
        fields: "",
        button: ("accept", "Accept"),
    };
    form.answer()
}

fn grant(state: &State, place: Place<'_>, request: &Request, signed_in: SignedIn) -> Result<Response, EntraError> {
    let identity = Identity {
        acrs: request.asked.acrs.clone(),
        ..signed_in.identity
    };
    let tenant = place.of_user(state, &identity)?;
    user::enter(state, tenant, &identity)?;
    let code = Code {
        id: Uuid::new_v4(),
        identity,
        client: request.client.id,
        tenant: tenant.id,
        redirect_uri: request.reply.redirect_uri.clone(),
        challenge: request.asked.challenge.clone(),
        nonce: request.asked.nonce.clone(),
        scope: request.asked.scope.clone(),
        issued: state.clock.now(),
    };
    let code = code.seal(&state.seals);
    let issuer = state.issuer(&tenant.id.to_string());
    Ok(request.reply.send(&[("code", &code), ("iss", &issuer)]))
}

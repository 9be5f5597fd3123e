//! What an authorization request asks for (RFC 6749 section 4.1.1, RFC 7636, OpenID Connect Core section 3.1.2.1).

use super::reply::{Reply, is_loopback};
use crate::entra_error::{EntraError, bad_request, missing_parameter};
use crate::grants::{Client, Place};
use crate::parameters::Parameters;
use crate::state::State;
use serde_json::Value;

/// An authorization request.
#[derive(Debug)]
pub struct Request {
    /// The client.
    pub client: Client,
    /// Where the answer goes.
    pub reply: Reply,
    /// What is asked.
    pub asked: Asked,
}

/// What a client asks of the person and of the service.
#[derive(Debug)]
pub struct Asked {
    /// The permissions.
    pub scope: String,
    /// The hash of the client's verifier.
    pub challenge: Option<String>,
    /// For the id token.
    pub nonce: Option<String>,
    /// What the person is asked.
    pub asks: Asks,
    /// The name that is filled in.
    pub login_hint: Option<String>,
    /// The authentication contexts that the claims ask for.
    pub acrs: Vec<String>,
}

/// What the person is asked: the parameter `prompt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Name and password.
    SignIn,
    /// Name and password, and then whether the permissions are granted.
    Consent,
    /// Nothing: nobody is ever signed in already, so this fails.
    Nothing,
}

/// Why a request is refused, and to whom it is said.
pub enum Refused {
    /// To the person: it is not known to whom else.
    Page(EntraError),
    /// To the client.
    Redirect(Box<(Reply, EntraError)>),
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// To the person when client or address are wrong, to the client for all else.
    pub fn read(state: &State, place: Place<'_>, parameters: &Parameters) -> Result<Self, Refused> {
        let client = Client::known(state, place.tenant, parameters).map_err(Refused::Page)?;
        let redirect_uri = parameters.require("redirect_uri").map_err(Refused::Page)?;
        if !is_loopback(redirect_uri) {
            return Err(Refused::Page(foreign(redirect_uri, &client)));
        }
        let reply = Reply {
            redirect_uri: redirect_uri.to_owned(),
            form_post: parameters.get("response_mode") == Some("form_post"),
            state: parameters.get("state").map(str::to_owned),
        };
        match read(parameters) {
            Ok(asked) => Ok(Self { client, reply, asked }),
            Err(error) => Err(Refused::Redirect(Box::new((reply, error)))),
        }
    }
}

fn read(parameters: &Parameters) -> Result<Asked, EntraError> {
    let invalid = |text: String| bad_request("invalid_request", 90023, text);
    if let Some(other) = parameters
        .get("response_mode")
        .filter(|m| !["query", "form_post"].contains(m))
    {
        let text = format!("'{other}' is not a supported value of 'response_mode'; use query or form_post.");
        return Err(bad_request("unsupported_response_mode", 70007, text));
    }
    match parameters.get("response_type") {
        Some("code") => {}
        None => return Err(missing_parameter("response_type")),
        Some(other) => {
            let text = format!("'{other}' is not a supported value of 'response_type'; use code.");
            return Err(bad_request("unsupported_response_type", 70005, text));
        }
    }
    let scope = parameters.require("scope")?.to_owned();
    let challenge = parameters.get("code_challenge").map(str::to_owned);
    if challenge.is_some() && parameters.get("code_challenge_method") != Some("S256") {
        return Err(invalid("The value of 'code_challenge_method' must be S256.".to_owned()));
    }
    let asks = match parameters.get("prompt") {
        None | Some("login" | "select_account") => Asks::SignIn,
        Some("consent") => Asks::Consent,
        Some("none") => Asks::Nothing,
        Some(other) => return Err(invalid(format!("Unsupported 'prompt' value '{other}'."))),
    };
    // An account that is chosen from a list is not filled in.
    let hint = parameters
        .get("login_hint")
        .filter(|_| parameters.get("prompt") != Some("select_account"));
    let (login_hint, nonce) = (hint.map(str::to_owned), parameters.get("nonce").map(str::to_owned));
    let acrs = match parameters.get("claims").map(serde_json::from_str::<Value>) {
        None => Vec::new(),
        Some(Ok(claims)) if claims.is_object() => contexts(&claims),
        Some(_) => return Err(invalid("The value of 'claims' is not a JSON object.".to_owned())),
    };
    Ok(Asked {
        scope,
        challenge,
        nonce,
        asks,
        login_hint,
        acrs,
    })
}

/// The authentication contexts of a claims parameter (OpenID Connect Core section 5.5).
fn contexts(claims: &Value) -> Vec<String> {
    let Some(acrs) = claims.pointer("/access_token/acrs") else {
        return Vec::new();
    };
    let several = acrs.get("values").and_then(Value::as_array).into_iter().flatten();
    let values = acrs.get("value").into_iter().chain(several);
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The client does not listen at that address.
pub fn foreign(redirect_uri: &str, client: &Client) -> EntraError {
    let text = format!(
        "The redirect URI '{redirect_uri}' specified in the request does not match the redirect URIs configured for the application '{}'. The sandbox takes http or https at localhost or 127.0.0.1, at any port.",
        client.id
    );
    bad_request("invalid_request", 50011, text)
}

//! Assertions that a certificate's key has signed (Microsoft identity platform, "Application authentication certificate
//! credentials").

use super::jwt::Jwt;
use super::registered::Signature;
use super::{in_time, malformed};
use crate::entra_error::{EntraError, invalid_client};
use crate::grants::Place;
use crate::state::State;
use uuid::Uuid;

/// The longest life of an assertion, in seconds; clients give it 5 to 10 minutes.
const LONGEST: u64 = 3600;

/// Checks an assertion.
///
/// # Errors
/// AADSTS700027 for certificate and signature, 700024 for its time, 700023 for audience and issuer, 50012 for one that
/// was used before, 50027 for what is none.
pub fn check(state: &State, place: Place<'_>, client: Uuid, assertion: &str) -> Result<(), EntraError> {
    let jwt = Jwt::read(assertion).ok_or_else(|| malformed("it does not have three parts in base64url"))?;
    let now = state.clock.now();
    signature(state, client, &jwt, now)?;

    let claim = |name| {
        jwt.text(name)
            .ok_or_else(|| malformed(&format!("it has no text '{name}'")))
    };
    let time = |name| {
        jwt.time(name)
            .ok_or_else(|| malformed(&format!("it has no number '{name}'")))
    };
    let (audience, id) = (claim("aud")?, claim("jti")?);
    let (begins, ends) = (time("nbf")?, time("exp")?);
    if !is_audience(state, place, audience) {
        let text = format!("Client assertion audience claim does not match Realm issuer. It is '{audience}'.");
        return Err(invalid_client(700_023, text));
    }
    let own = client.to_string();
    for name in ["iss", "sub"] {
        let given = claim(name)?;
        if !given.eq_ignore_ascii_case(&own) {
            let text = format!("Client assertion claim '{name}' is '{given}' and not the application '{own}'.");
            return Err(invalid_client(700_023, text));
        }
    }
    if ends.saturating_sub(begins) > LONGEST {
        let text = format!("Client assertion lives longer than {LONGEST} seconds.");
        return Err(invalid_client(700_024, text));
    }
    in_time(now, begins, ends)?;
    if !state.used_assertions.first_time(id, ends, now) {
        let text = "Authentication failed. The client assertion was used before.";
        return Err(invalid_client(50012, text.to_owned()));
    }
    Ok(())
}

fn signature(state: &State, client: Uuid, jwt: &Jwt<'_>, now: u64) -> Result<(), EntraError> {
    let invalid = |reason: String| {
        let text = format!("Client assertion contains an invalid signature. [Reason - {reason}] (app id '{client}')");
        Err(invalid_client(700_027, text))
    };
    let algorithm = match jwt.header("alg") {
        Some("PS256") => Signature::Ps256,
        Some("RS256") => Signature::Rs256,
        other => {
            return invalid(format!(
                "The algorithm '{}' is not supported.",
                other.unwrap_or_default()
            ));
        }
    };
    let Some(thumbprint) = jwt.header("x5t#S256").or(jwt.header("x5t")) else {
        return invalid("The header names no key by 'x5t#S256' or 'x5t'.".to_owned());
    };
    let Some(certificate) = state.certificates.iter().find(|c| c.is_named(thumbprint)) else {
        return invalid(format!(
            "The key was not found., Thumbprint of key used by client: '{thumbprint}'"
        ));
    };
    if !certificate.has_signed(algorithm, jwt.signed, &jwt.signature) {
        return invalid(format!(
            "The key was found, but it has not signed this., Thumbprint of key used by client: '{thumbprint}'"
        ));
    }
    if !certificate.is_valid(now) {
        return invalid(format!(
            "The key used is expired., Thumbprint of key used by client: '{thumbprint}'"
        ));
    }
    Ok(())
}

/// True for the token endpoint of the tenant, by whichever name, and for the tenant's issuer.
fn is_audience(state: &State, place: Place<'_>, audience: &str) -> bool {
    let tenant = place.tenant;
    let id = tenant.id.to_string();
    let names = [place.name, id.as_str(), tenant.domain.as_str()];
    names.iter().any(|name| {
        let endpoint = format!("{}/{name}/oauth2/v2.0/token", state.login);
        audience.eq_ignore_ascii_case(&endpoint) || audience.eq_ignore_ascii_case(&state.issuer(name))
    })
}

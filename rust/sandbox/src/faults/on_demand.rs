//! Faults that a scenario names by the service's own code. Shapes and statuses are those of the services; where their
//! words are not known, the text says whose wish the answer is.

use super::{Fault, POLICY};
use crate::entra_error::{EntraError, bad_request, invalid_client, invalid_grant};
use axum::http::StatusCode;

const WISH: &str = "The scenario of the sandbox asks for this answer.";

/// A fault by its code: `AADSTS50076`, `PartnerCenter 1002`, `Graph Authorization_RequestDenied`,
/// and one that counts: `consentFailsAfterDelete 3`.
pub fn parse(text: &str) -> Option<Fault> {
    let number = |digits: &str| {
        let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        all.then(|| digits.parse().ok()).flatten()
    };
    if let Some(digits) = text.strip_prefix("AADSTS") {
        return number(digits).map(Fault::Aadsts);
    }
    match text.split_once(' ')? {
        ("consentFailsAfterDelete", digits) => number(digits).map(Fault::ConsentFailsAfterDelete),
        ("PartnerCenter", digits) => number(digits).map(Fault::PartnerCenter),
        ("Graph", code) => {
            let letters = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            (letters && !code.is_empty()).then(|| Fault::Graph(code.to_owned()))
        }
        _ => None,
    }
}

/// An error of the sign-in service (Microsoft identity platform, "Authentication and authorization error codes").
pub fn entra(code: u32) -> EntraError {
    let text = WISH.to_owned();
    match code {
        // The application's credential.
        7_000_215
        | 7_000_218
        | 7_000_222
        | 700_025
        | 700_027
        | 700_024
        | 700_023
        | 700_030
        | 50012
        | 700_211..=700_229 => invalid_client(code, text),
        // The application itself.
        90099 | 700_016 | 700_038 | 70001 | 7_000_112 => bad_request("unauthorized_client", code, text),
        // The person has to do something.
        50072 | 50074 | 50076 | 50078 | 50079 => invalid_grant(code, text)
            .error("interaction_required")
            .suberror("basic_action"),
        50097 | 50131 | 50158 | 50161 | 50177 => invalid_grant(code, text).error("interaction_required"),
        65001 => invalid_grant(code, text).suberror("consent_required"),
        65004 | 530_034 => bad_request("access_denied", code, text),
        53000 | 53001 | 53003 => invalid_grant(code, text).suberror("message_only").claims(POLICY),
        // The refresh token.
        50055 => invalid_grant(code, text).suberror("user_password_expired"),
        50173 | 700_082 => invalid_grant(code, text).suberror("bad_token"),
        70043 => invalid_grant(code, text).suberror("token_expired"),
        700_007 => invalid_grant(code, text).suberror("client_mismatch"),
        // The request.
        90002 => bad_request("invalid_tenant", code, text),
        500_011 => bad_request("invalid_resource", code, text),
        70011 | 28000 | 28002 | 28003 => bad_request("invalid_scope", code, text),
        70003 => bad_request("unsupported_grant_type", code, text),
        9_002_313 | 900_144 | 90014 | 900_023 | 90023 => bad_request("invalid_request", code, text),
        50049 => bad_request("invalid_instance", code, text),
        // The device code.
        70016 => bad_request("authorization_pending", code, text),
        70018 => bad_request("bad_verification_code", code, text),
        70019 => bad_request("expired_token", code, text),
        70020 => bad_request("authorization_declined", code, text),
        // The service.
        90006 | 90012 | 90024 | 90033 | 90090 | 50033 | 50087 | 50088 => {
            bad_request("temporarily_unavailable", code, text).status(StatusCode::SERVICE_UNAVAILABLE)
        }
        90055 => bad_request("temporarily_unavailable", code, text).status(StatusCode::TOO_MANY_REQUESTS),
        _ => invalid_grant(code, text),
    }
}

/// Status and words of a code of Partner Center (Partner Center, "Error codes").
pub fn partner_center(code: u32) -> (StatusCode, &'static str) {
    match code {
        400 => (StatusCode::UNAUTHORIZED, "Access denied."),
        409 => (StatusCode::CONFLICT, "Permission entry already exists."),
        429 => (StatusCode::TOO_MANY_REQUESTS, ""),
        1000 => (StatusCode::NOT_FOUND, "Not found."),
        1002 => (StatusCode::FORBIDDEN, "Authorization Failed"),
        2000 => (StatusCode::BAD_REQUEST, "Customer id is required."),
        2032 => (StatusCode::FORBIDDEN, "Access denied."),
        10_001 => (StatusCode::UNAUTHORIZED, "Authentication failed. MFA required."),
        20_002 => (
            StatusCode::FORBIDDEN,
            "The partner id has no commerce relationship with the customer id.",
        ),
        60_003 => (StatusCode::NOT_FOUND, "Tenant not found."),
        800_001 => (StatusCode::UNAUTHORIZED, "The authorization token is missing."),
        800_003 => (StatusCode::SERVICE_UNAVAILABLE, "Unexpected service error."),
        _ => (StatusCode::BAD_REQUEST, WISH),
    }
}

/// Status and words of a code of Microsoft Graph (Microsoft Graph, "Error responses and resource types").
pub fn graph(code: &str) -> (StatusCode, &'static str) {
    match code {
        "Authorization_IdentityNotFound" => (
            StatusCode::UNAUTHORIZED,
            "The identity of the calling application could not be established.",
        ),
        "Authorization_RequestDenied" => (
            StatusCode::FORBIDDEN,
            "Insufficient privileges to complete the operation.",
        ),
        "InvalidAuthenticationToken" => (StatusCode::UNAUTHORIZED, WISH),
        "Request_MultipleObjectsWithSameKeyValue" => (StatusCode::CONFLICT, WISH),
        "Request_ResourceNotFound" => (StatusCode::NOT_FOUND, WISH),
        "TooManyRequests" => (StatusCode::TOO_MANY_REQUESTS, WISH),
        _ => (StatusCode::BAD_REQUEST, WISH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_fault_and_what_is_none_is_not() {
        assert_eq!(parse("AADSTS50076"), Some(Fault::Aadsts(50076)));
        assert_eq!(parse("PartnerCenter 1002"), Some(Fault::PartnerCenter(1002)));
        assert_eq!(
            parse("consentFailsAfterDelete 3"),
            Some(Fault::ConsentFailsAfterDelete(3))
        );
        let graph = Fault::Graph("Authorization_RequestDenied".to_owned());
        assert_eq!(parse("Graph Authorization_RequestDenied"), Some(graph));
        for bad in [
            "AADSTS",
            "AADSTS+1",
            "AADSTS 1",
            "AADSTS99999999999",
            "PartnerCenter",
            "PartnerCenter x",
            "Graph ",
            "Graph a b",
            "Graph \"\r\n",
            "Exchange 1",
            "noAccess",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}

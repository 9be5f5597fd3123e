//! A managed identity's tokens, and what the partner's application gets for them.

use crate::certificate_assertion::TYPE;
use crate::support::{Answer, Practice, claims};
use partner_sandbox::Options;
use serde_json::json;
use std::net::TcpStream;
use std::time::Duration;

const EXCHANGE: &str = "api://AzureADTokenExchange";
/// An identity that no application trusts; the README names it.
const STRANGER: &str = "77777777-ffff-4fff-8fff-666666666666";

async fn app_service(practice: &Practice, header: &str, query: &[(&str, &str)]) -> Answer {
    let url = &practice.document().managed_identity.endpoint;
    Answer::of(
        practice
            .client
            .get(url)
            .query(query)
            .header("X-IDENTITY-HEADER", header),
    )
    .await
}

async fn machine(practice: &Practice, header: &str, query: &[(&str, &str)]) -> Answer {
    let url = &practice.document().managed_identity.imds_endpoint;
    Answer::of(practice.client.get(url).query(query).header("Metadata", header)).await
}

/// A redemption with a token in place of the secret.
async fn redeem(practice: &Practice, token: &str) -> Answer {
    let changes = [
        ("client_secret", ""),
        ("client_assertion_type", TYPE),
        ("client_assertion", token),
    ];
    practice.redeem(practice.home(), &changes).await
}

#[tokio::test]
async fn app_service_gives_a_token_that_does_in_place_of_the_secret() {
    let practice = Practice::with(json!({})).await;
    let identity = &practice.document().managed_identity;
    let query = [("api-version", "2019-08-01"), ("resource", EXCHANGE)];
    let by_id = [query[0], query[1], ("client_id", identity.client_id.as_str())];
    for query in [&query[..], &by_id[..]] {
        let answer = app_service(&practice, &identity.header, query).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let body = answer.json();
        assert_eq!(
            (&body["resource"], &body["token_type"]),
            (&json!(EXCHANGE), &json!("Bearer"))
        );
        assert_eq!(body["client_id"], identity.client_id.as_str());
        let token = body["access_token"].as_str().unwrap();
        let jwt = claims(token.strip_prefix("partner-sandbox.").unwrap());
        assert_eq!(body["expires_on"], jwt["exp"].to_string());
        assert_eq!(redeem(&practice, token).await.status, 200);
    }
}

#[tokio::test]
async fn a_machine_gives_the_same_with_more_times() {
    let practice = Practice::with(json!({})).await;
    let query = [("api-version", "2018-02-01"), ("resource", EXCHANGE)];
    let body = machine(&practice, "true", &query).await.json();
    assert_eq!(body["expires_in"], "86400");
    assert!(body["expires_on"].is_string() && body["not_before"].is_string());
    assert_eq!(
        redeem(&practice, body["access_token"].as_str().unwrap()).await.status,
        200
    );
}

#[tokio::test]
async fn a_request_that_lacks_something_says_what() {
    let practice = Practice::with(json!({})).await;
    let header = practice.document().managed_identity.header.clone();
    let good = [("api-version", "1"), ("resource", EXCHANGE)];
    let unknown = [good[0], good[1], ("client_id", "99999999-9999-9999-9999-999999999999")];
    for (header, query, status, message) in [
        ("partner-sandbox.wrong", &good[..], 401, "X-IDENTITY-HEADER"),
        ("", &good[..], 401, "X-IDENTITY-HEADER"),
        (&header, &good[..1], 400, "resource"),
        (&header, &good[1..], 400, "api-version"),
        (&header, &unknown[..], 400, "client id"),
    ] {
        let answer = app_service(&practice, header, query).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.json()["statusCode"], status);
        assert!(
            answer.json()["message"].as_str().unwrap().contains(message),
            "{answer:?}"
        );
    }
    for (header, query) in [("false", &good[..]), ("true", &good[..1]), ("true", &unknown[..])] {
        let answer = machine(&practice, header, query).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]),
            (400, &json!("invalid_request"))
        );
    }
}

#[tokio::test]
async fn the_ready_token_does_until_it_ends() {
    let practice = Practice::with(json!({})).await;
    let token = practice.document().federated_token.clone();
    for _ in 0..2 {
        assert_eq!(redeem(&practice, &token).await.status, 200);
    }
    practice.sandbox.advance(Duration::from_secs(86_400 + 301));
    let ended = redeem(&practice, &token).await;
    assert_eq!((ended.status, ended.code()), (401, 700_024));
}

#[tokio::test]
async fn a_token_of_another_identity_audience_or_sandbox_is_refused() {
    let (practice, other) = (Practice::with(json!({})).await, Practice::with(json!({})).await);
    let header = practice.document().managed_identity.header.clone();
    let token = async |query: &[(&str, &str)]| {
        let answer = app_service(&practice, &header, query).await;
        answer.json()["access_token"].as_str().unwrap().to_owned()
    };
    let stranger = token(&[("api-version", "1"), ("resource", EXCHANGE), ("client_id", STRANGER)]).await;
    let audience = token(&[("api-version", "1"), ("resource", "https://graph.microsoft.com")]).await;
    let user = format!(
        "partner-sandbox.{}",
        practice
            .access_token(practice.home(), crate::support::GRAPH_SCOPE)
            .await
    );
    for (bad, code) in [
        (stranger.as_str(), 700_213),
        (&user, 700_213),
        (&audience, 700_212),
        (&other.document().federated_token, 50027),
        ("partner-sandbox.a.b.c", 50027),
    ] {
        let answer = redeem(&practice, bad).await;
        assert_eq!((answer.status, answer.code()), (401, code), "{bad}");
        assert!(!answer.text.contains("partner-sandbox."));
    }
}

#[tokio::test]
async fn beside_https_it_speaks_plain_http_and_has_nothing_else() {
    let practice = Practice::start(Options {
        https: true,
        ..Options::default()
    })
    .await;
    let identity = &practice.document().managed_identity;
    assert!(
        identity.endpoint.starts_with("http://127.0.0.1:") && identity.imds_endpoint.starts_with("http://127.0.0.1:")
    );
    let query = [("api-version", "2019-08-01"), ("resource", EXCHANGE)];
    let body = app_service(&practice, &identity.header, &query).await.json();
    assert_eq!(
        redeem(&practice, body["access_token"].as_str().unwrap()).await.status,
        200
    );
    let page = identity.endpoint.replace("/msi/token", "/common/oauth2/deviceauth");
    assert_eq!(Answer::of(practice.client.get(page)).await.status, 404);

    let address = identity
        .endpoint
        .trim_start_matches("http://")
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    practice.sandbox.stop().await;
    assert!(TcpStream::connect(address).is_err());
}

//! A sandbox from start to end.

use crate::support::{Practice, client};
use partner_sandbox::{Error, Options, Sandbox, Scenario};
use serde_json::json;
use std::net::TcpStream;

fn address(sandbox: &Sandbox) -> String {
    sandbox
        .document()
        .environment
        .login
        .split_once("://")
        .unwrap()
        .1
        .to_owned()
}

#[tokio::test]
async fn a_stopped_sandbox_is_silent_and_its_port_is_free_again() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let address = address(&sandbox);
    assert!(TcpStream::connect(&address).is_ok());
    sandbox.stop().await;
    assert!(TcpStream::connect(&address).is_err());
    let port = address.rsplit_once(':').unwrap().1.parse().ok();
    let again = Sandbox::start(Options {
        port,
        ..Options::default()
    })
    .await
    .unwrap();
    assert_eq!(self::address(&again), address);
}

#[tokio::test]
async fn a_dropped_sandbox_ends_too() {
    let practice = Practice::with(json!({ "latencyMs": 3_600_000 })).await;
    let waiting = practice.token_request(practice.home(), &[]).send();
    let waiting = tokio::spawn(waiting);
    while practice.sandbox.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(practice.sandbox);
    assert!(waiting.await.unwrap().is_err(), "the open connection was left open");
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let first = Sandbox::start(Options::default()).await.unwrap();
    let port: u16 = address(&first).rsplit_once(':').unwrap().1.parse().unwrap();
    let error = Sandbox::start(Options {
        port: Some(port),
        ..Options::default()
    })
    .await
    .err()
    .unwrap();
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn more_customers_than_it_takes_are_an_error() {
    let error = Sandbox::start(Options {
        customers: Some(100_001),
        ..Options::default()
    })
    .await
    .err()
    .unwrap();
    assert!(
        matches!(
            error,
            Error::TooManyCustomers {
                wanted: 100_001,
                most: 100_000
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn the_number_of_customers_is_the_options_then_the_scenarios_then_25() {
    let scenario = |text: &str| Some(Scenario::parse(text).unwrap());
    for (customers, text, count) in [
        (None, "{}", 25),
        (None, r#"{"customers": 3}"#, 3),
        (Some(7), r#"{"customers": 3}"#, 7),
        (Some(0), "{}", 0),
        (None, r#"{"tenants": [{"domain": "a.example"}]}"#, 1),
        (Some(5), r#"{"tenants": [{"domain": "a.example"}]}"#, 5),
        (Some(0), r#"{"tenants": [{"domain": "a.example"}]}"#, 1),
    ] {
        let options = Options {
            customers,
            scenario: scenario(text),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let listed = &sandbox.document().customers;
        assert_eq!(listed.len(), count, "{customers:?} {text}");
        if text.contains("a.example") {
            assert_eq!((listed[0].domain.as_str(), listed[0].name.as_str()), ("a.example", "A"));
        }
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_customers_and_other_secrets() {
    let start = |seed| {
        Sandbox::start(Options {
            seed: Some(seed),
            ..Options::default()
        })
    };
    let (one, two, three) = (
        start(7).await.unwrap(),
        start(7).await.unwrap(),
        start(8).await.unwrap(),
    );
    assert_eq!(one.document().customers, two.document().customers);
    assert_ne!(one.document().customers, three.document().customers);
    assert_ne!(one.document().client_secret, two.document().client_secret);
    assert_ne!(one.document().refresh_token, two.document().refresh_token);
}

#[tokio::test]
async fn its_document_has_the_names_that_scripts_read() {
    let sandbox = Sandbox::start(Options {
        customers: Some(1),
        ..Options::default()
    })
    .await
    .unwrap();
    let document = serde_json::to_value(sandbox.document()).unwrap();
    let names: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "accounts",
            "applicationId",
            "certificate",
            "clientSecret",
            "customerPassword",
            "customers",
            "environment",
            "federatedToken",
            "managedIdentity",
            "publicRefreshToken",
            "refreshToken",
            "tenantId",
            "userPrincipalName"
        ]
    );
    let login = document["environment"]["login"].as_str().unwrap();
    assert!(login.starts_with("http://127.0.0.1:"));
    assert_eq!(document["environment"]["graph"], format!("{login}/graph"));
    assert_eq!(
        document["environment"]["partnerCenter"],
        format!("{login}/partnercenter")
    );
    assert_eq!(
        (
            &document["environment"]["name"],
            &document["environment"]["caCertificate"]
        ),
        (&json!("Sandbox"), &json!(null))
    );
    for secret in [
        "clientSecret",
        "customerPassword",
        "federatedToken",
        "publicRefreshToken",
        "refreshToken",
    ] {
        assert!(document[secret].as_str().unwrap().starts_with("partner-sandbox."));
    }
}

#[tokio::test]
async fn over_https_its_own_authority_is_trusted_and_another_is_not() {
    let options = || Options {
        https: true,
        ..Options::default()
    };
    let practice = Practice::start(options()).await;
    assert!(practice.document().environment.login.starts_with("https://127.0.0.1:"));
    assert_eq!(practice.redeem(practice.home(), &[]).await.status, 200);
    let by_name = practice.document().environment.login.replace("127.0.0.1", "localhost");
    let url = format!("{by_name}/common/v2.0/.well-known/openid-configuration");
    assert_eq!(practice.client.get(url).send().await.unwrap().status(), 200);

    let other = Practice::start(options()).await;
    let stranger = client(other.document().environment.ca_certificate.as_deref());
    assert!(
        stranger
            .get(&practice.document().environment.login)
            .send()
            .await
            .unwrap_err()
            .is_connect()
    );
}

#[tokio::test]
async fn over_https_a_reset_ends_the_connection_too() {
    let scenario = Scenario::parse(r#"{"tenants": [{"domain": "a.example", "fault": "reset"}]}"#).unwrap();
    let practice = Practice::start(Options {
        https: true,
        scenario: Some(scenario),
        ..Options::default()
    })
    .await;
    let sent = practice.token_request("a.example", &[]).send().await;
    assert!(match sent {
        Err(_) => true,
        Ok(response) => response.bytes().await.is_err(),
    });
}

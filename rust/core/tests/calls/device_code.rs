//! The device code on a clock turned by hand.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use crate::support::person::{browser, request, success};
use crate::support::{CUSTOMER, Server, client, http};
use partner_auth::sign_in::{Way, sign_in};
use partner_auth::{ErrorKind, Report};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_device_code_is_asked_for_at_the_services_pace_until_it_is_decided() {
    let application = "99999999-2222-3333-4444-555555555555";
    for (last, kind) in [
        ("success", None),
        ("authorization_declined", Some(ErrorKind::SignInDeclined)),
        ("expired_token", Some(ErrorKind::Timeout)),
    ] {
        let server = Server::start(move |request, number| match number {
            0 => {
                assert!(request.starts_with(&format!("POST /{CUSTOMER}/oauth2/v2.0/devicecode")));
                http(200, r#"{"device_code":"d","user_code":"ABC","verification_uri":"https://v.example","expires_in":900,"interval":5,"message":"Enter ABC."}"#)
            }
            1 => http(400, r#"{"error":"authorization_pending","error_description":"AADSTS70016: x","error_codes":[70016]}"#),
            2 => http(400, r#"{"error":"slow_down","error_description":"x"}"#),
            _ if last == "success" => success("n", application),
            _ => http(400, &format!(r#"{{"error":"{last}","error_description":"x"}}"#)),
        })
        .await;
        let ((client, clock, _), (report, _urls)) = (client(), browser());
        let asked = request(&server, Way::Device);
        let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
        let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
        let mut waits = Vec::new();
        for _ in 0..3 {
            let wait = clock.sleeper(Duration::from_secs(60)).await;
            waits.push(wait.as_secs());
            clock.advance(wait);
        }
        let result = running.await.unwrap();
        assert_eq!(result.as_ref().err().map(partner_auth::Error::kind), kind);
        assert_eq!(waits, [5, 5, 10], "slow_down makes it slower");
        assert_eq!(*report.warnings.lock().unwrap(), ["Enter ABC."], "told once");
    }
}

#[tokio::test]
async fn a_device_code_that_nobody_enters_ends_on_this_machines_clock_too() {
    let server = Server::start(|_, number| match number {
        0 => http(200, r#"{"device_code":"d","user_code":"ABC","verification_uri":"https://v.example","expires_in":12,"interval":5}"#),
        // A service that never says that the code has ended.
        _ => http(400, r#"{"error":"authorization_pending","error_description":"AADSTS70016: x","error_codes":[70016]}"#),
    })
    .await;
    let ((client, clock, _), (report, _urls)) = (client(), browser());
    let asked = request(&server, Way::Device);
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    for _ in 0..3 {
        assert_eq!(clock.sleeper(Duration::from_secs(60)).await.as_secs(), 5);
        clock.advance(Duration::from_secs(5));
    }
    let error = running.await.unwrap().err().unwrap();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Timeout, 4));
}

#[tokio::test]
async fn a_device_code_whose_message_is_hostile_is_told_without_escape_codes() {
    let server = Server::start(|_, number| match number {
        0 => http(200, r#"{"device_code":"d","user_code":"ABC","verification_uri":"https://v.example","message":"Enter\r\n\u001b[2JABC.\u202e"}"#),
        _ => http(400, r#"{"error":"access_denied","error_description":"x"}"#),
    })
    .await;
    let ((client, clock, _), (report, _urls)) = (client(), browser());
    let asked = request(&server, Way::Device);
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let wait = clock.sleeper(Duration::from_secs(60)).await;
    clock.advance(wait);
    assert!(running.await.unwrap().is_err());
    assert_eq!(*report.warnings.lock().unwrap(), ["Enter [2JABC."]);
}

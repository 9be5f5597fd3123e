//! Who names another host is not followed there: neither by redirect nor by what a discovery document says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Server, account, client, graph, http, http_with, token};
use partner_auth::http::BODY_LIMIT;
use partner_auth::partner_center::consents::{self, ConsentRequest, Grant};
use partner_auth::partner_center::{Caller, customers, profile};
use partner_auth::{ClientId, Cloud, Error, ErrorKind, Report, Scopes, Tenant};
use reqwest::{Method, Request, Url};
use std::sync::Arc;
use std::time::Duration;

/// The redirects of RFC 9110 section 15.4; the last two would repeat a form with its secrets.
const STATUSES: [u16; 5] = [301, 302, 303, 307, 308];
const LIMIT: Duration = Duration::from_secs(100);

/// A server that must never be asked.
async fn elsewhere() -> (Server, String) {
    let server = Server::start(|_, _| token("stolen", 3600)).await;
    let address = server.address.replace("127.0.0.1", "localhost");
    (server, address)
}

/// Answers as a sign-in service does, and points whatever begins with `path` elsewhere.
async fn pointing(path: &'static str, status: u16, target: &str) -> Server {
    let location = format!("Location: {target}/x\r\n");
    Server::start(move |request, _| {
        let asked = request.split(' ').nth(1).unwrap();
        if asked.contains(path) {
            http_with(status, &location, "")
        } else {
            token("t", 3600)
        }
    })
    .await
}

fn assert_refused(what: &str, status: u16, error: &Error) {
    assert_eq!(error.kind(), ErrorKind::ServiceError, "{what} {status}: {error}");
    assert!(
        error.to_string().contains("points to localhost"),
        "{what} {status}: {error}"
    );
    assert_eq!(error.http_status(), Some(status), "{what}");
}

#[tokio::test]
async fn no_secret_follows_a_redirect_of_any_service() {
    let (target, address) = elsewhere().await;
    for status in STATUSES {
        let server = pointing("/oauth2/v2.0/token", status, &address).await;
        let (client, _, notes) = client();
        let asked = account(&server.cloud());
        assert_refused(
            "token",
            status,
            &client.acquire(&graph(&asked, CUSTOMER), notes).await.unwrap_err(),
        );
        assert!(server.request(0).contains("canary-secret"), "the secret was on its way");

        let server = pointing("openid-configuration", status, &address).await;
        let (client, _, notes) = crate::support::client();
        let asked = account(&server.cloud());
        let by_domain = graph(&asked, "contoso.example");
        assert_refused(
            "discovery",
            status,
            &client.acquire(&by_domain, notes).await.unwrap_err(),
        );
        assert_eq!(server.count(), 1, "no token was asked for");

        let server = pointing("/v1/", status, &address).await;
        let (client, _, notes) = crate::support::client();
        let asked = account(&server.cloud());
        let report: Arc<dyn Report> = notes.clone();
        let caller = Caller::new(&client, &asked, LIMIT, &report);
        let request = ConsentRequest {
            customer: Tenant::parse(CUSTOMER).unwrap(),
            application_id: ClientId::parse(CUSTOMER).unwrap(),
            display_name: None,
            grants: vec![Grant::parse("00000003-0000-0000-c000-000000000000", "User.Read").unwrap()],
        };
        assert_refused(
            "consent",
            status,
            &consents::grant(&caller, &request).await.unwrap_err(),
        );
        assert_refused("profile", status, &profile::get(&caller).await.unwrap_err());
        assert_refused(
            "customers",
            status,
            &customers::list(&caller, &mut |_| {}).await.unwrap_err(),
        );

        let server = pointing("/v1.0/", status, &address).await;
        let (client, _, notes) = crate::support::client();
        let asked = account(&server.cloud());
        let mut site = graph(&asked, CUSTOMER);
        site.scopes = Scopes::SharePoint;
        assert_refused("Graph", status, &client.acquire(&site, notes).await.unwrap_err());
    }
    assert_eq!(target.count(), 0, "somebody followed: {:?}", target.requests);
}

#[tokio::test]
async fn a_discovery_document_names_a_tenant_and_no_target() {
    let (target, address) = elsewhere().await;
    let document = serde_json::json!({
        "issuer": format!("{address}/{CUSTOMER}/v2.0"),
        "authorization_endpoint": format!("{address}/{CUSTOMER}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{address}/{CUSTOMER}/oauth2/v2.0/devicecode"),
        "token_endpoint": format!("{address}/{CUSTOMER}/oauth2/v2.0/token"),
        "cloud_instance_name": "localhost",
        "msgraph_host": "localhost",
    })
    .to_string();
    let server = Server::start(move |request, _| {
        if request.contains("openid-configuration") {
            http(200, &document)
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), "contoso.example");
    let acquired = client.acquire(&request, notes).await.unwrap();
    assert_eq!(acquired.token.access_token.expose(), "t");
    assert!(
        server
            .request(1)
            .starts_with(&format!("POST /{CUSTOMER}/oauth2/v2.0/token ")),
        "{}",
        server.request(1)
    );
    assert_eq!((server.count(), target.count()), (2, 0));
}

#[tokio::test]
async fn a_real_cloud_is_spoken_to_over_https_alone() {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let url = Url::parse(&server.address).unwrap();
    let (client, ..) = client();
    for cloud in ["AzureCloud", "AzureChinaCloud"] {
        let cloud = Cloud::known(cloud).unwrap();
        let request = Request::new(Method::GET, url.clone());
        assert!(client.http().send(&cloud, request, BODY_LIMIT).await.is_err());
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn an_issuer_whose_tenant_is_no_id_ends_the_request() {
    for issuer in [
        "https://login.example.com/..%2f..%2fevil/v2.0",
        "https://login.example.com",
        "x",
        "",
    ] {
        let document = serde_json::json!({ "issuer": issuer }).to_string();
        let server = Server::start(move |_, _| http(200, &document)).await;
        let (client, _, notes) = client();
        let error = client
            .acquire(&graph(&account(&server.cloud()), "contoso.example"), notes)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ServiceError, "{issuer}");
        assert_eq!(server.count(), 1, "{issuer}");
    }
}

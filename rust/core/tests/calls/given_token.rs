//! An access token that a person gave.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Server, account, client, graph, token};
use partner_auth::ErrorKind;
use partner_auth::guidance::TokenKind;
use std::sync::Arc;

/// An access token of that tenant and audience that ends at that time; nobody checks its signature.
fn given(tenant: &str, audience: &str, end: i64) -> Arc<partner_auth::Secret> {
    of_claims(&format!(
        r#"{{"tid":"{tenant}","aud":"{audience}","exp":{end},"scp":"User.Read"}}"#
    ))
}

fn of_claims(claims: &str) -> Arc<partner_auth::Secret> {
    use base64::Engine;
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
    Arc::new(partner_auth::Secret::new(format!("e30.{payload}.c2ln")))
}

#[tokio::test]
async fn a_given_access_token_serves_its_own_tenant_and_resource_and_asks_nobody() {
    let server = Server::start(|_, _| token("never", 3600)).await;
    let (client, _, notes) = client();
    let mut account = account(&server.cloud());
    account.refresh_token = None;
    account.access_token = Some(given(CUSTOMER, "https://graph.microsoft.com", i64::MAX));
    let request = graph(&account, CUSTOMER);
    let acquired = client.acquire(&request, notes.clone()).await.unwrap();
    assert_eq!(acquired.token.tenant_id.as_deref(), Some(CUSTOMER));

    let other_tenant = graph(&account, "22222222-2222-3333-4444-555555555555");
    let mut other_resource = request.clone();
    other_resource.scopes = partner_auth::Scopes::parse(&account.cloud, &["ExchangeOnline".into()]).unwrap();
    let mut ended = request.clone();
    ended.account.access_token = Some(given(CUSTOMER, "https://graph.microsoft.com", 1));
    for (request, kind) in [
        (other_tenant, ErrorKind::InvalidInput),
        (other_resource, ErrorKind::InvalidInput),
        (ended, ErrorKind::TokenExpired),
    ] {
        assert_eq!(client.acquire(&request, notes.clone()).await.unwrap_err().kind(), kind);
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_given_token_of_an_application_alone_counts_as_one() {
    let server = Server::start(|_, _| token("never", 3600)).await;
    let (client, _, notes) = client();
    let mut account = account(&server.cloud());
    account.refresh_token = None;
    let audience = "https://graph.microsoft.com";
    for (claims, app_only) in [
        (r#""idtyp":"app","roles":["User.Read.All"]"#, true),
        (r#""scp":"User.Read""#, false),
    ] {
        let text = format!(
            r#"{{"tid":"{CUSTOMER}","aud":"{audience}","exp":{},{claims}}}"#,
            i64::MAX
        );
        account.access_token = Some(of_claims(&text));
        assert_eq!(account.is_app_only(), app_only);
        let kind = if app_only {
            TokenKind::AppOnly
        } else {
            TokenKind::Delegated
        };
        assert_eq!(TokenKind::of(&account), kind);
        // It is served as it is, whatever scope was named.
        let mut request = graph(&account, CUSTOMER);
        request.scopes = partner_auth::Scopes::parse(&account.cloud, &[format!("{audience}/User.Read")]).unwrap();
        client.acquire(&request, notes.clone()).await.unwrap();
    }
    assert_eq!(server.count(), 0);
}

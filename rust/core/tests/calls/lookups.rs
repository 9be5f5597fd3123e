//! What is looked up before a token can be asked for: a domain's id, a SharePoint host.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Server, account, client, graph, http, token};
use std::sync::Arc;

/// Knows one tenant's domain, and gives tokens.
async fn service() -> Server {
    Server::start(|request, _| {
        if request.contains("openid-configuration") {
            http(
                200,
                &format!(r#"{{"issuer":"https://login.microsoftonline.com/{CUSTOMER}/v2.0"}}"#),
            )
        } else {
            token("t", 3600)
        }
    })
    .await
}

#[tokio::test]
async fn a_domain_is_resolved_once_and_shares_its_tokens_with_the_id() {
    let server = service().await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    client
        .acquire(&graph(&account, "contoso.example"), notes.clone())
        .await
        .unwrap();
    client
        .acquire(&graph(&account, "Contoso.example"), notes.clone())
        .await
        .unwrap();
    assert!(client.acquire(&graph(&account, CUSTOMER), notes).await.unwrap().cached);
    assert_eq!(server.count(), 2);
    assert!(
        server
            .request(1)
            .starts_with(&format!("POST /{CUSTOMER}/oauth2/v2.0/token"))
    );
}

#[tokio::test]
async fn callers_at_once_for_one_domain_ask_for_its_id_once() {
    let server = service().await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), "contoso.example");
    let callers = (0..20).map(|_| {
        let (client, request, notes) = (Arc::clone(&client), request.clone(), Arc::clone(&notes));
        async move { client.acquire(&request, notes).await }
    });
    for result in futures_util::future::join_all(callers).await {
        assert_eq!(result.unwrap().token.access_token.expose(), "t");
    }
    assert_eq!(server.count(), 2, "one for the id, one for the token");
}

#[tokio::test]
async fn sharepoint_is_asked_for_on_the_tenants_own_host_which_is_looked_up_once() {
    let server = Server::start(|request, _| {
        if request.contains("/sites/root") {
            http(200, r#"{"webUrl":"https://contoso.sharepoint.com"}"#)
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, _, notes) = client();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.scopes = partner_auth::Scopes::parse(&request.account.cloud, &["SharePoint".into()]).unwrap();
    let callers = (0..20).map(|_| {
        let (client, request, notes) = (Arc::clone(&client), request.clone(), Arc::clone(&notes));
        async move { client.acquire(&request, notes).await }
    });
    for result in futures_util::future::join_all(callers).await {
        result.unwrap();
    }
    assert!(client.cached(&request).is_some());
    assert_eq!(server.count(), 3, "a token for Graph, the host, a token for SharePoint");
    assert!(server.request(2).contains("contoso.sharepoint.com%2F.default"));
}

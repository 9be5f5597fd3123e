//! The guidance table in the errors of real calls: the words, and how they look at the kind of token.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Notes, Server, account, client, graph, http, refusal, token};
use partner_auth::guidance::{self, Guidance, TokenKind};
use partner_auth::oauth;
use partner_auth::partner_center::{Caller, profile};
use partner_auth::{Account, Error, Report, Scopes, Tenant};
use std::sync::Arc;
use std::time::Duration;

const HOME: &str = "22222222-2222-3333-4444-555555555555";

fn app_only(account: Account) -> Account {
    Account {
        refresh_token: None,
        home: Tenant::parse(HOME).unwrap(),
        ..account
    }
}

/// What asking Graph for a SharePoint host tells when Graph answers with that code.
async fn graph_says(status: u16, code: &'static str, account: impl Fn(Account) -> Account) -> Error {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"Said."}}}}"#);
    let server = Server::start(move |r, _| {
        if r.contains("/token") {
            token("t", 3600)
        } else {
            http(status, &body)
        }
    })
    .await;
    let (client, _, notes) = client();
    let mut request = graph(&account(crate::support::account(&server.cloud())), CUSTOMER);
    request.scopes = Scopes::parse(&request.account.cloud, &["SharePoint".into()]).unwrap();
    client.acquire(&request, notes).await.unwrap_err()
}

#[tokio::test]
async fn graphs_codes_mean_another_thing_for_an_app_only_token() {
    for code in ["Authorization_IdentityNotFound", "Authorization_RequestDenied"] {
        let row = guidance::of(&format!("Graph {code}")).unwrap();
        for (kind, error) in [
            (TokenKind::Delegated, graph_says(403, code, |a| a).await),
            (TokenKind::AppOnly, graph_says(403, code, app_only).await),
        ] {
            let advice = row.advice(kind);
            assert_eq!((error.kind(), error.service_code()), (row.kind, Some(code)));
            assert!(error.to_string().starts_with(&row.meaning), "{error}");
            assert_eq!(error.cause_known(), Some(advice.cause.as_str()), "{code} {kind:?}");
            assert!(
                error.remedy().ends_with(&advice.remedy),
                "{code} {kind:?}: {}",
                error.remedy()
            );
        }
    }
}

#[tokio::test]
async fn partner_centers_codes_mean_another_thing_for_an_app_only_token() {
    for (is_app_only, word) in [
        (false, "AdminAgents"),
        (true, "takes an application alone for few calls"),
    ] {
        let body = r#"{"code":1002,"description":"Authorization Failed","source":"PartnerFD"}"#;
        let server = Server::start(move |r, _| {
            if r.contains("/token") {
                token("t", 3600)
            } else {
                http(403, body)
            }
        })
        .await;
        let (client, _, notes) = client();
        let delegated = account(&server.cloud());
        let account = if is_app_only { app_only(delegated) } else { delegated };
        let report: Arc<dyn Report> = notes;
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        let error = profile::get(&caller).await.map(drop).unwrap_err();
        assert_eq!(error.to_string(), "Authorization Failed");
        assert!(
            error.remedy().contains(word) && error.cause_known().is_some(),
            "{}",
            error.remedy()
        );
    }
}

#[tokio::test]
async fn entras_errors_carry_the_words_of_the_table() {
    let code = |row: &'static Guidance| Some((row, row.code.strip_prefix("AADSTS")?.parse().ok()?));
    let rows: Vec<(&Guidance, u32)> = guidance::rows().filter_map(code).collect();
    let codes: Vec<u32> = rows.iter().map(|(_, code)| *code).collect();
    let server = Server::start(move |_, n| refusal(codes[n])).await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let Scopes::Of(scopes) = &request.scopes else {
        panic!("Graph has scopes of its own")
    };
    for (row, _) in rows {
        // One request each, without the attempts after one that may succeed later.
        let error = oauth::redeem(&client, &request.account, &request.tenant, scopes, &*notes)
            .await
            .map(drop)
            .unwrap_err();
        assert_eq!((error.kind(), error.service_code()), (row.kind, Some(&*row.code)));
        assert_eq!(error.to_string(), format!("{} ({})", row.meaning, row.code));
        let words = (error.cause_known(), error.remedy());
        assert_eq!(words, (Some(&*row.advice.cause), &*row.advice.remedy));
    }
}

async fn said(account: impl Fn(Account) -> Account, tenant: &str) -> bool {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes): (_, _, Arc<Notes>) = client();
    let request = graph(&account(crate::support::account(&server.cloud())), tenant);
    client.acquire(&request, notes.clone()).await.unwrap();
    let verbose = notes.verbose.lock().unwrap();
    verbose
        .iter()
        .any(|line| line.contains("app-only") && line.contains("not the home tenant"))
}

#[tokio::test]
async fn asking_for_an_app_only_token_of_another_tenant_is_told() {
    assert!(said(app_only, CUSTOMER).await);
    assert!(!said(app_only, HOME).await, "at home it may do what it was given");
    assert!(
        !said(
            |a| Account {
                refresh_token: a.refresh_token.clone(),
                ..app_only(a)
            },
            CUSTOMER
        )
        .await,
        "a user asks"
    );
    assert!(
        !said(
            |a| Account {
                home: Tenant::Organizations,
                ..app_only(a)
            },
            CUSTOMER
        )
        .await,
        "home is not known"
    );
}

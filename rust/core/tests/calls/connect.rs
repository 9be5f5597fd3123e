//! Parameters for the Connect commands: what is asked of whom.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::CUSTOMER;
use crate::support::connecting::{Caller, HOME, Issued, alone, asked, lookups, shown};
use partner_auth::Tenant;

#[tokio::test]
async fn exchange_gets_a_customer_by_id_and_nobody_else_is_asked() {
    let server = Issued::default().serve().await;
    let connection = Caller::new().connect(&asked(&server, "ExchangeOnline")).await.unwrap();
    let lines = shown(&connection);
    assert!(
        lines.contains(&format!("DelegatedOrganization={CUSTOMER}")),
        "{lines:?}"
    );
    assert!(lines.contains(&"AccessToken=https://outlook.office365.com".to_owned()));
    assert_eq!(connection.tenant_id.as_deref(), Some(CUSTOMER));
    assert_eq!(connection.expires_on, 4_000_003_600);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_users_own_tenant_is_named_by_the_user() {
    let server = Issued {
        tenant: HOME,
        ..Issued::default()
    }
    .serve()
    .await;
    let mut own = asked(&server, "ExchangeOnline");
    own.tenant = Tenant::Organizations;
    let lines = shown(&Caller::new().connect(&own).await.unwrap());
    assert!(
        lines.contains(&"UserPrincipalName=admin@partner.example".to_owned()),
        "{lines:?}"
    );
    assert!(!lines.join(" ").contains("Organization="), "{lines:?}");
}

#[tokio::test]
async fn an_application_alone_names_the_initial_domain() {
    let server = Issued {
        scopes: "Exchange.ManageAsApp",
        ..Issued::default()
    }
    .serve()
    .await;
    let lines = shown(&Caller::new().connect(&alone(&server, "ExchangeOnline")).await.unwrap());
    assert!(
        lines.contains(&"Organization=contoso.onmicrosoft.example".to_owned()),
        "{lines:?}"
    );
}

#[tokio::test]
async fn the_initial_domain_is_looked_up_once_per_tenant_and_not_at_all_when_it_is_named() {
    let server = Issued::default().serve().await;
    let caller = Caller::new();
    let mut request = asked(&server, "SecurityCompliance");
    for _ in 0..2 {
        let lines = shown(&caller.connect(&request).await.unwrap()).join(" ");
        assert!(
            lines.contains("DelegatedOrganization=contoso.onmicrosoft.example"),
            "{lines}"
        );
        assert!(
            lines.contains("https://login.microsoftonline.com/contoso.onmicrosoft.example"),
            "{lines}"
        );
    }
    assert_eq!(lookups(&server, "organization"), 1);
    assert!(caller.2.verbose.lock().unwrap().join(" ").contains("Windows only"));

    request.organization = Some("Named.onmicrosoft.example".into());
    let lines = shown(&Caller::new().connect(&request).await.unwrap()).join(" ");
    assert!(
        lines.contains("DelegatedOrganization=named.onmicrosoft.example"),
        "{lines}"
    );
    assert_eq!(lookups(&server, "organization"), 1);
}

#[tokio::test]
async fn teams_gets_the_graph_token_first_and_hears_which_scopes_its_page_lists_beside() {
    let server = Issued::default().serve().await;
    let caller = Caller::new();
    let connection = caller.connect(&asked(&server, "MicrosoftTeams")).await.unwrap();
    assert_eq!(
        shown(&connection),
        [
            "AccessTokens=https://graph.microsoft.com 48ac35b8-9aa8-4d74-927d-1f4a14a0b239".to_owned(),
            format!("TenantId={CUSTOMER}")
        ]
    );
    assert!(
        caller
            .2
            .verbose
            .lock()
            .unwrap()
            .join(" ")
            .contains("TeamSettings.ReadWrite.All")
    );
}

#[tokio::test]
async fn sharepoints_host_is_looked_up_once_per_tenant_and_a_url_goes_before_it() {
    let server = Issued::default().serve().await;
    let caller = Caller::new();
    let mut request = asked(&server, "SharePoint");
    for _ in 0..2 {
        let lines = shown(&caller.connect(&request).await.unwrap());
        assert!(
            lines.contains(&"Url=https://contoso.sharepoint.com".to_owned()),
            "{lines:?}"
        );
        assert!(
            lines.contains(&"AccessToken=https://contoso.sharepoint.com".to_owned()),
            "{lines:?}"
        );
    }
    assert_eq!(lookups(&server, "sites/root"), 1);

    request.url = Some("https://contoso-admin.sharepoint.com/sites/a/".into());
    let lines = shown(&Caller::new().connect(&request).await.unwrap());
    assert!(
        lines.contains(&"Url=https://contoso-admin.sharepoint.com/sites/a".to_owned()),
        "{lines:?}"
    );
    assert!(
        lines.contains(&"AccessToken=https://contoso-admin.sharepoint.com".to_owned()),
        "{lines:?}"
    );
    assert_eq!(lookups(&server, "sites/root"), 1);
}

#[tokio::test]
async fn azure_gets_the_users_name_or_the_applications_id() {
    let server = Issued::default().serve().await;
    let caller = Caller::new();
    let lines = shown(&caller.connect(&asked(&server, "Azure")).await.unwrap()).join(" ");
    assert!(lines.contains("AccountId=admin@partner.example"), "{lines}");
    let lines = shown(&caller.connect(&alone(&server, "Azure")).await.unwrap()).join(" ");
    assert!(lines.contains("AccountId=app"), "{lines}");
}

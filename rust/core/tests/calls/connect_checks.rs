//! Which tokens are handed to a Connect command, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::connecting::{Caller, HOME, Issued, alone, asked, given, lookups, request, shown};
use crate::support::{CUSTOMER, account};
use partner_auth::connect::{ConnectRequest, Source};
use partner_auth::{Cloud, ErrorKind, Tenant};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_token_of_another_tenant_or_for_another_resource_is_not_handed_out() {
    let wrong = [
        (
            Issued {
                tenant: HOME,
                ..Issued::default()
            },
            HOME,
        ),
        (
            Issued {
                audience: Some("https://graph.windows.net"),
                ..Issued::default()
            },
            "graph.windows.net",
        ),
    ];
    for (issued, named) in wrong {
        let server = issued.serve().await;
        let error = Caller::new().connect(&asked(&server, "Azure")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ServiceError);
        assert!(
            error.to_string().contains(named) && error.to_string().contains("not handed out"),
            "{error}"
        );
        assert_eq!(error.tenant_given(), Some(CUSTOMER));
        assert!(error.correlation_id().is_some());
    }
}

#[tokio::test]
async fn an_audience_may_be_written_in_each_of_its_ways() {
    for audience in [
        "https://management.azure.com/",
        "https://management.core.windows.net/",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013",
    ] {
        let server = Issued {
            audience: Some(audience),
            ..Issued::default()
        }
        .serve()
        .await;
        assert!(
            Caller::new().connect(&asked(&server, "Azure")).await.is_ok(),
            "{audience}"
        );
    }
}

#[tokio::test]
async fn a_token_without_the_scope_that_the_command_needs_says_what_to_grant() {
    let server = Issued {
        scopes: "https://outlook.office365.com/Mail.Read",
        ..Issued::default()
    }
    .serve()
    .await;
    for name in ["ExchangeOnline", "SecurityCompliance"] {
        let error = Caller::new().connect(&asked(&server, name)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConsentScopesMissing);
        assert_eq!(error.scopes_missing(), ["Exchange.Manage"]);
        assert!(
            error.remedy().contains("New-PartnerCustomerApplicationConsent"),
            "{}",
            error.remedy()
        );

        let error = Caller::new().connect(&alone(&server, name)).await.unwrap_err();
        assert_eq!(error.scopes_missing(), ["Exchange.ManageAsApp"]);
        assert!(error.remedy().contains("admin of that tenant"), "{}", error.remedy());
    }
    assert_eq!(lookups(&server, "organization"), 0, "what fails is not looked up for");
}

#[tokio::test]
async fn a_scope_with_its_audience_before_it_is_the_same_scope() {
    let server = Issued {
        scopes: "https://outlook.office365.com/Exchange.Manage",
        ..Issued::default()
    }
    .serve()
    .await;
    assert!(Caller::new().connect(&asked(&server, "ExchangeOnline")).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_is_refused_before_a_byte_is_sent() {
    let server = Issued::default().serve().await;
    let with = |name, organization: Option<&str>, url: Option<&str>| ConnectRequest {
        organization: organization.map(str::to_owned),
        url: url.map(str::to_owned),
        ..asked(&server, name)
    };
    for bad in [
        with("Graph", Some("contoso.com"), None),
        with("ExchangeOnline", Some("no domain"), None),
        with("ExchangeOnline", Some(CUSTOMER), None),
        with("ExchangeOnline", None, Some("https://contoso.sharepoint.com")),
        with("SharePoint", None, Some("http://contoso.sharepoint.com")),
        with("SharePoint", None, Some("https://user@contoso.sharepoint.com")),
        with("SharePoint", None, Some("https://127.0.0.1/")),
        with("SharePoint", None, Some("contoso.sharepoint.com")),
    ] {
        let error = Caller::new().connect(&bad).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{bad:?}");
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_cloud_in_which_a_command_takes_no_token_is_refused() {
    for (name, cloud) in [
        ("MicrosoftTeams", "AzureChinaCloud"),
        ("MicrosoftTeams", "AzureUSGovernment"),
        ("MicrosoftTeams", "AzureUSGovernmentDoD"),
        ("ExchangeOnline", "AzureUSGovernmentDoD"),
    ] {
        let account = account(&Arc::new(Cloud::known(cloud).unwrap()));
        let caller = Caller::new();
        let error = caller
            .connect(&request(Source::Account(account), name))
            .await
            .unwrap_err();
        assert!(error.to_string().contains(cloud), "{error}");
        assert!(caller.2.verbose.lock().unwrap().is_empty(), "somebody was asked");
    }
}

#[tokio::test]
async fn a_given_token_is_checked_and_nobody_is_asked() {
    let exchange = |scopes: &str, tenant: &str| {
        format!(
            r#"{{"tid":"{tenant}","aud":"https://outlook.office365.com","scp":"{scopes}","exp":4000003600,"upn":"u@p.example"}}"#
        )
    };
    let good = given(&exchange("Exchange.Manage", CUSTOMER), "ExchangeOnline");
    let caller = Caller::new();
    let lines = shown(&caller.connect(&good).await.unwrap()).join(" ");
    assert!(lines.contains(&format!("DelegatedOrganization={CUSTOMER}")), "{lines}");
    assert!(caller.2.warnings.lock().unwrap().is_empty());

    let mut own = good.clone();
    own.tenant = Tenant::Organizations;
    let lines = shown(&Caller::new().connect(&own).await.unwrap()).join(" ");
    assert!(lines.contains("UserPrincipalName=u@p.example"), "{lines}");

    for (claims, name, words) in [
        (exchange("Exchange.Manage", HOME), "ExchangeOnline", "-Tenant"),
        (exchange("Exchange.Manage", CUSTOMER), "Graph", "-AccessToken"),
        (exchange("Mail.Read", CUSTOMER), "ExchangeOnline", "Exchange.Manage"),
        (exchange("Exchange.Manage", CUSTOMER), "MicrosoftTeams", "-AccessToken"),
        (
            exchange("Exchange.Manage", CUSTOMER)
                .replace("outlook.office365.com", "ps.compliance.protection.outlook.com"),
            "SecurityCompliance",
            "-Organization",
        ),
    ] {
        let error = Caller::new().connect(&given(&claims, name)).await.unwrap_err();
        assert!(error.remedy().contains(words), "{name}: {error} {}", error.remedy());
    }
}

#[tokio::test]
async fn a_cached_token_with_less_life_than_a_session_needs_is_replaced() {
    let server = Issued::default().serve().await;
    let (caller, request) = (Caller::new(), asked(&server, "Graph"));
    for (turned, requests) in [(0, 1), (900, 1), (1, 2)] {
        caller.1.advance(Duration::from_secs(turned));
        caller.connect(&request).await.unwrap();
        assert_eq!(server.count(), requests, "after {turned} more seconds");
    }
}

#[tokio::test]
async fn a_given_token_near_its_end_comes_with_a_warning() {
    let claims =
        format!(r#"{{"tid":"{CUSTOMER}","aud":"https://graph.microsoft.com","scp":"User.Read","exp":4000000600}}"#);
    let caller = Caller::new();
    caller.connect(&given(&claims, "Graph")).await.unwrap();
    assert!(caller.2.warnings.lock().unwrap().join(" ").contains("10 more minutes"));
}

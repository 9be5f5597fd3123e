//! The partner's customers: pages, links, one by id, one by domain.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::{CUSTOMER, Server, account, client, http, token};
use partner_auth::partner_center::Caller;
use partner_auth::partner_center::customers::{by_domain, by_id, list};
use partner_auth::{ErrorKind, Report, Tenant};
use std::sync::Arc;
use std::time::Duration;

fn page(ids: std::ops::Range<u32>, next: Option<&str>) -> String {
    let items: Vec<String> = ids
        .map(|n| {
            format!(r#"{{"id":"{n}","companyProfile":{{"domain":"c{n}.example"}},"relationshipToPartner":"new"}}"#)
        })
        .collect();
    let link = |uri| {
        format!(
            r#","links":{{"next":{{"uri":"{uri}","method":"GET","headers":[{{"key":"MS-ContinuationToken","value":"more"}}]}}}}"#
        )
    };
    format!(
        r#"{{"totalCount":3,"items":[{}]{}}}"#,
        items.join(","),
        next.map(link).unwrap_or_default()
    )
}

fn report(notes: Arc<crate::support::Notes>) -> Arc<dyn Report> {
    notes
}

fn is_token(request: &str) -> bool {
    request.contains("/oauth2/v2.0/token")
}

#[tokio::test]
async fn pages_are_followed_whatever_the_form_of_their_link() {
    for link in [
        "customers?size=500&x=1",
        "/customers?size=500&x=1",
        "/v1/customers?size=500&x=1",
    ] {
        let server = Server::start(move |r, _| {
            if is_token(r) {
                token("t", 3600)
            } else if r.to_ascii_lowercase().contains("ms-continuationtoken: more") {
                http(200, &page(2..3, None))
            } else {
                http(200, &page(0..2, Some(link)))
            }
        })
        .await;
        let (client, _, notes) = client();
        let (account, report) = (account(&server.cloud()), report(notes));
        let mut ids = Vec::new();
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        list(&caller, &mut |c| ids.push(c.id)).await.unwrap();
        assert_eq!(ids, ["0", "1", "2"]);
        assert!(
            server.request(2).starts_with("GET /v1/customers?size=500&x=1 "),
            "{link}"
        );
    }
}

#[tokio::test]
async fn a_service_that_goes_round_in_circles_is_left() {
    let server = Server::start(|r, _| {
        if is_token(r) {
            token("t", 3600)
        } else {
            http(200, &page(0..1, Some("customers?x")))
        }
    })
    .await;
    let (client, _, notes) = client();
    let (account, report) = (account(&server.cloud()), report(notes));
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let mut count = 0;
    let error = list(&caller, &mut |_| count += 1).await.unwrap_err();
    assert_eq!((error.kind(), count), (ErrorKind::ServiceError, 2));
}

#[tokio::test]
async fn a_circle_of_several_pages_is_left_too() {
    let server = Server::start(|r, n| {
        if is_token(r) {
            token("t", 3600)
        } else {
            http(
                200,
                &page(0..1, Some(if n % 2 == 0 { "customers?a" } else { "customers?b" })),
            )
        }
    })
    .await;
    let (client, _, notes) = client();
    let (account, report) = (account(&server.cloud()), report(notes));
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let error = list(&caller, &mut |_| ()).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::ServiceError, 4));
}

#[tokio::test]
async fn a_list_may_hold_more_than_a_mebibyte_and_no_more_than_sixteen() {
    for (mebibytes, fits) in [(2, true), (17, false)] {
        let name = "x".repeat(mebibytes * 1024 * 1024);
        let body = format!(r#"{{"items":[{{"id":"1","companyProfile":{{"companyName":"{name}"}}}}]}}"#);
        let server = Server::start(move |r, _| {
            if is_token(r) {
                token("t", 3600)
            } else {
                http(200, &body)
            }
        })
        .await;
        let (client, _, notes) = client();
        let (account, report) = (account(&server.cloud()), report(notes));
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        let result = list(&caller, &mut |_| ()).await;
        assert_eq!(result.is_ok(), fits);
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::ServiceError);
            assert!(error.to_string().contains("more than 16 MiB"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_customer_that_is_none_of_ours_is_named() {
    let server = Server::start(|r, _| {
        if is_token(r) {
            token("t", 3600)
        } else {
            http(404, r#"{"code":1000,"description":"Not found"}"#)
        }
    })
    .await;
    let (client, _, notes) = client();
    let (account, report) = (account(&server.cloud()), report(notes));
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let error = by_id(&caller, &Tenant::parse(CUSTOMER).unwrap()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.tenant_given(), error.tenant_guid()),
        (ErrorKind::CustomerNotFound, Some(CUSTOMER), Some(CUSTOMER))
    );
}

#[tokio::test]
async fn a_domain_is_looked_up_in_the_contracts_first_and_then_filtered_for() {
    for known in [true, false] {
        let server = Server::start(move |r, _| {
            if is_token(r) {
                token("t", 3600)
            } else if r.contains("/contracts?") {
                let value = format!(r#"{{"customerId":"{CUSTOMER}"}}"#);
                http(200, &format!(r#"{{"value":[{}]}}"#, if known { value.as_str() } else { "" }))
            } else if r.contains("filter=") {
                assert!(r.contains("%22StartsWith%22") && !r.contains('+'), "{r}");
                http(200, r#"{"items":[{"id":"1","companyProfile":{"domain":"c.example.org"}},{"id":"2","companyProfile":{"domain":"C.example"}}]}"#)
            } else {
                http(200, r#"{"id":"3"}"#)
            }
        })
        .await;
        let (client, _, notes) = client();
        let (account, report) = (account(&server.cloud()), report(notes));
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        let mut ids = Vec::new();
        by_domain(&caller, "c.example", &mut |c| ids.push(c.id)).await.unwrap();
        assert_eq!(ids, [if known { "3" } else { "2" }]);
    }
}

#[tokio::test]
async fn a_domain_that_is_none_is_refused_before_a_byte_is_sent() {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes) = client();
    let (account, report) = (account(&server.cloud()), report(notes));
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    for bad in ["", "a' or 1 eq 1", "a/b", "a\r\nb"] {
        let error = by_domain(&caller, bad, &mut |_| ()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn an_answer_of_another_shape_is_an_error_and_not_a_partner_without_customers() {
    for body in [
        "{}",
        "[]",
        "<html></html>",
        "",
        r#"{"items":[{"id":"1"#,
        r#"{"items":null}"#,
    ] {
        let server = Server::start(move |r, _| if is_token(r) { token("t", 3600) } else { http(200, body) }).await;
        let (client, _, notes) = client();
        let (account, report) = (account(&server.cloud()), report(notes));
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        let all = list(&caller, &mut |_| ()).await.unwrap_err();
        let one = by_id(&caller, &Tenant::parse(CUSTOMER).unwrap()).await.unwrap_err();
        assert_eq!([all.kind(), one.kind()], [ErrorKind::ServiceError; 2], "{body}");
    }
}

//! Customers from several places at once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use crate::support::{Server, client, http, token};
use partner_auth::customer_sources::{CustomerSource, Found, Wanted, find};
use partner_auth::partner_center::Caller;
use partner_auth::{Error, ErrorKind, Report, Tenant};
use partner_sandbox::{Options, Sandbox, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const ALL: [CustomerSource; 3] = CustomerSource::ALL;

struct Practice(Sandbox);

impl Practice {
    async fn with(scenario: Value) -> Self {
        let options = Options {
            scenario: Some(Scenario::parse(&scenario.to_string()).unwrap()),
            ..Options::default()
        };
        Self(Sandbox::start(options).await.unwrap())
    }

    async fn find(&self, sources: &[CustomerSource], wanted: Wanted) -> (Vec<Found>, Vec<Error>) {
        let (client, _, notes) = client();
        let (account, report): (_, Arc<dyn Report>) = (crate::support::account_of(&self.0), notes);
        let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
        let mut found = Vec::new();
        let errors = find(&caller, sources, &wanted, &mut |f| found.push(f)).await;
        (found, errors)
    }

    fn tenant(&self, place: usize) -> Tenant {
        Tenant::parse(&self.0.document().customers[place].tenant_id).unwrap()
    }
}

fn listed(found: &[Found]) -> Vec<(&str, Vec<&str>)> {
    let mut listed = Vec::new();
    for f in found {
        let name = f.customer.company_profile.company_name.as_deref().unwrap();
        listed.push((name, f.sources.iter().map(|s| s.name()).collect()));
    }
    listed.sort();
    listed
}

fn three() -> Value {
    json!({ "graph": { "pageSize": 1 }, "tenants": [
        { "domain": "both.example" },
        { "domain": "gdap.example", "gdapOnly": true },
        { "domain": "sold.example", "relationships": [{ "status": "expired" }] },
    ] })
}

#[tokio::test]
async fn a_customer_comes_once_and_says_where_it_is_listed() {
    let practice = Practice::with(three()).await;
    let (found, errors) = practice.find(&ALL, Wanted::All).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(
        listed(&found),
        [
            ("Both", vec!["PartnerCenter", "Gdap", "Contracts"]),
            ("Gdap", vec!["Gdap"]),
            ("Sold", vec!["PartnerCenter", "Contracts"]),
        ]
    );
    let gdap = found.iter().find(|f| f.sources == [CustomerSource::Gdap]).unwrap();
    assert_eq!(
        (&gdap.customer.id, &gdap.customer.company_profile.domain),
        (&practice.tenant(1).to_string(), &None)
    );
}

#[tokio::test]
async fn what_one_source_does_not_say_is_anothers() {
    let practice = Practice::with(three()).await;
    let (found, _) = practice.find(&ALL[1..], Wanted::All).await;
    let both = found.iter().find(|f| f.sources == ALL[1..]).unwrap();
    assert_eq!(both.customer.company_profile.domain.as_deref(), Some("both.example"));
    assert_eq!(both.customer.relationship_to_partner.as_deref(), Some("reseller"));
    let (found, _) = practice.find(&ALL, Wanted::All).await;
    assert!(
        found[0].customer.commerce_id.is_some(),
        "what Partner Center says stays"
    );
}

#[tokio::test]
async fn one_source_gives_its_own_alone() {
    let practice = Practice::with(three()).await;
    for (source, count) in [
        (CustomerSource::PartnerCenter, 2),
        (CustomerSource::Gdap, 2),
        (CustomerSource::Contracts, 2),
    ] {
        let (found, errors) = practice.find(&[source], Wanted::All).await;
        assert_eq!((found.len(), errors.len()), (count, 0), "{source:?}");
        assert!(found.iter().all(|f| f.sources == [source]));
    }
    let (found, _) = practice
        .find(&[CustomerSource::Contracts], Wanted::Tenant(practice.tenant(0)))
        .await;
    assert_eq!(
        found[0].customer.company_profile.domain.as_deref(),
        Some("both.example")
    );
    assert_eq!(found[0].customer.relationship_to_partner.as_deref(), Some("reseller"));
}

#[tokio::test]
async fn one_customer_is_looked_for_in_all_places_and_missed_when_it_is_in_none() {
    let practice = Practice::with(three()).await;
    for wanted in [
        Wanted::Tenant(practice.tenant(1)),
        Wanted::Domain("GDAP.example".into()),
    ] {
        let (found, errors) = practice.find(&ALL, wanted).await;
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(listed(&found), [("Gdap", vec!["Gdap"])]);
    }
    for (sources, wanted) in [
        (
            &ALL[..],
            Wanted::Tenant(Tenant::parse("11111111-2222-3333-4444-555555555555").unwrap()),
        ),
        (&ALL[1..2], Wanted::Tenant(practice.tenant(2))),
        (&ALL[..1], Wanted::Tenant(practice.tenant(1))),
    ] {
        let (found, errors) = practice.find(sources, wanted.clone()).await;
        assert!(found.is_empty());
        assert_eq!(
            errors.iter().map(Error::kind).collect::<Vec<_>>(),
            [ErrorKind::CustomerNotFound],
            "{wanted:?}"
        );
    }
}

#[tokio::test]
async fn a_source_that_refuses_costs_the_others_nothing_and_says_what_an_indirect_reseller_does() {
    let practice = Practice::with(json!({ "customers": 3, "partnerCenter": { "indirectReseller": true } })).await;
    let (found, errors) = practice.find(&ALL, Wanted::All).await;
    assert_eq!(found.len(), 3);
    assert!(
        found
            .iter()
            .all(|f| f.sources == [CustomerSource::Gdap, CustomerSource::Contracts])
    );
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].kind(), ErrorKind::NoAccess);
    for words in ["-Source Gdap", "New-PartnerConsentUrl", "indirect reseller"] {
        assert!(errors[0].remedy().contains(words), "{}", errors[0].remedy());
    }
}

#[tokio::test]
async fn a_refusal_of_graph_names_the_permission() {
    let denied = r#"{"error":{"code":"Authorization_RequestDenied","message":"No."}}"#;
    let server = Server::start(move |r, _| match r {
        r if r.contains("/oauth2/") => token("t", 3600),
        r if r.contains("/v1/customers") => http(200, r#"{"items":[{"id":"1"}]}"#),
        _ => http(403, denied),
    })
    .await;
    let (client, _, notes) = client();
    let (account, report): (_, Arc<dyn Report>) = (crate::support::account(&server.cloud()), notes);
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let mut count = 0;
    let errors = find(&caller, &ALL, &Wanted::All, &mut |_| count += 1).await;
    assert_eq!((count, errors.len()), (1, 2));
    assert!(errors[0].remedy().contains("DelegatedAdminRelationship.Read.All"));
    assert!(errors[1].remedy().contains("Directory.Read.All"));
}

#[test]
fn a_source_goes_by_its_name_and_no_other() {
    for source in ALL {
        assert_eq!(CustomerSource::by_name(&source.name().to_lowercase()).unwrap(), source);
    }
    assert_eq!(
        CustomerSource::by_name("Gda").unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
}

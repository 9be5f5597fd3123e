//! Links for admin consent and their answers, against the sandbox's pages.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use crate::support::{Notes, graph};
use partner_auth::admin_consent::{
    ConsentAnswer, ConsentLink, ConsentLinkRequest, ConsentListener, ConsentScopes, RedirectUri,
};
use partner_auth::{
    Account, ClientCredential, ClientId, Cloud, Error, ErrorKind, PartnerClient, RefreshToken, Secret, Tenant,
};
use partner_sandbox::{Options, Sandbox, Scenario};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, header};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

const LIMIT: Duration = Duration::from_secs(3600);

/// A sandbox, and a person with a browser.
struct Practice {
    sandbox: Sandbox,
    cloud: Arc<Cloud>,
    browser: reqwest::Client,
}

impl Practice {
    async fn start() -> Self {
        let scenario = r#"{ "tenants": [{ "domain": "a.example" }, { "domain": "b.example" }] }"#;
        let options = Options {
            scenario: Some(Scenario::parse(scenario).unwrap()),
            ..Options::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let place = &sandbox.document().environment;
        let cloud = Cloud::sandbox("Sandbox", &place.login, &place.graph, &place.partner_center, None).unwrap();
        drop(rustls::crypto::ring::default_provider().install_default());
        Self {
            cloud: Arc::new(cloud),
            browser: reqwest::Client::builder().redirect(Policy::none()).build().unwrap(),
            sandbox,
        }
    }

    fn link(&self, tenant: &str, scopes: &[&str], redirect_uri: RedirectUri) -> ConsentLink {
        let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
        ConsentLink::new(ConsentLinkRequest {
            cloud: Arc::clone(&self.cloud),
            client_id: ClientId::parse(&self.sandbox.document().application_id).unwrap(),
            tenant: Tenant::parse(tenant).unwrap(),
            scopes: (!scopes.is_empty()).then(|| ConsentScopes::parse(&self.cloud, &scopes).unwrap()),
            redirect_uri,
            state: None,
        })
        .unwrap()
    }

    /// Signs in on the page of a link as that user and answers it; gives where the page sends the browser.
    async fn answer(&self, link: &ConsentLink, user: &str, password: &str, action: &str) -> String {
        let form = [("username", user), ("password", password), ("action", action)];
        let page = self.browser.post(&link.url).form(&form).send().await.unwrap();
        page.headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    /// What the administrator of that domain does with a link.
    async fn admin(&self, link: &ConsentLink, domain: &str, action: &str) -> String {
        let password = &self.sandbox.document().customer_password;
        self.answer(link, &format!("admin@{domain}"), password, action).await
    }

    async fn open(&self, address: &str) -> (StatusCode, String) {
        let page = self.browser.get(address).send().await.unwrap();
        (page.status(), page.text().await.unwrap())
    }

    fn account(&self) -> Account {
        let document = self.sandbox.document();
        let secret = |text: &str| Arc::new(Secret::new(text.to_owned()));
        Account {
            cloud: Arc::clone(&self.cloud),
            home: Tenant::Organizations,
            client_id: ClientId::parse(&document.application_id).unwrap(),
            credential: ClientCredential::Secret(secret(&document.client_secret)),
            access_token: None,
            refresh_token: Some(Arc::new(RefreshToken::new(secret(&document.refresh_token)))),
        }
    }
}

/// A client that listens, and what it was told.
struct Waiting {
    client: Arc<PartnerClient>,
    listener: Arc<ConsentListener>,
    notes: Arc<Notes>,
}

impl Waiting {
    async fn start() -> Self {
        let client = Arc::new(PartnerClient::default());
        Self {
            listener: Arc::new(ConsentListener::bind(&client, true).await.unwrap()),
            client,
            notes: Arc::default(),
        }
    }

    fn expect(&self, link: &ConsentLink) -> JoinHandle<Result<ConsentAnswer, Error>> {
        let awaited = self.listener.expect(link.clone()).unwrap();
        let (listener, notes) = (Arc::clone(&self.listener), Arc::clone(&self.notes));
        tokio::spawn(async move { listener.wait(awaited, LIMIT, &*notes).await })
    }

    fn warnings(&self) -> Vec<String> {
        self.notes.warnings.lock().unwrap().clone()
    }
}

#[tokio::test]
async fn a_consent_is_told_and_the_tenants_tokens_work_from_then_on() {
    let (practice, waiting) = (Practice::start().await, Waiting::start().await);
    let request = graph(&practice.account(), "a.example");
    let before = waiting
        .client
        .acquire(&request, waiting.notes.clone())
        .await
        .unwrap_err();
    assert_eq!(before.kind(), ErrorKind::ConsentMissing);

    let link = practice.link("a.example", &["User.Read Mail.Read"], waiting.listener.redirect_uri());
    let running = waiting.expect(&link);
    let back = practice.admin(&link, "a.example", "accept").await;
    let (status, page) = practice.open(&back).await;
    assert!(
        status == StatusCode::OK && page.contains("The consent was given."),
        "{page}"
    );
    let answer = running.await.unwrap().unwrap();
    assert!(answer.granted() && answer.is_tenant_asked == Some(true), "{answer:?}");
    assert_eq!(answer.scopes, ["Mail.Read", "User.Read"]);
    assert_eq!(answer.tenant_id, answer.answered_by);
    assert!(waiting.warnings().is_empty());
    let token = waiting.client.acquire(&request, waiting.notes.clone()).await.unwrap();
    assert_eq!(
        token.token.tenant_id.as_deref(),
        answer.tenant_id.map(|id| id.to_string()).as_deref()
    );
}

#[tokio::test]
async fn two_customers_that_answer_in_the_other_order_are_told_apart() {
    let (practice, waiting) = (Practice::start().await, Waiting::start().await);
    let redirect = waiting.listener.redirect_uri();
    let (first, second) = (
        practice.link("a.example", &[], redirect.clone()),
        practice.link("b.example", &[], redirect),
    );
    let (one, other) = (waiting.expect(&first), waiting.expect(&second));
    let back = practice.admin(&second, "b.example", "accept").await;
    assert_eq!(practice.open(&back).await.0, StatusCode::OK);
    let answer = other.await.unwrap().unwrap();
    assert!(answer.granted() && answer.is_tenant_asked == Some(true));

    // The answer counted: once more it is foreign, and so is what was never asked for.
    let changed = back.replace("state=", "state=x");
    for foreign in [back.as_str(), &changed, &back.replace("&state=", "&other=")] {
        let (status, page) = practice.open(foreign).await;
        assert!(
            status == StatusCode::BAD_REQUEST && page.contains("A link counts once."),
            "{page}"
        );
    }
    assert!(!one.is_finished());
    let back = practice.admin(&first, "a.example", "cancel").await;
    let (status, page) = practice.open(&back).await;
    assert!(
        status == StatusCode::OK && page.contains("The consent was not given."),
        "{page}"
    );
    let answer = one.await.unwrap().unwrap();
    let refusal = answer.refusal.unwrap();
    assert_eq!(
        (refusal.kind(), refusal.service_code()),
        (ErrorKind::SignInDeclined, Some("AADSTS65004"))
    );
    assert_eq!(refusal.tenant_given(), Some("a.example"));
}

#[tokio::test]
async fn who_is_no_administrator_is_told_why() {
    let (practice, waiting) = (Practice::start().await, Waiting::start().await);
    let link = practice.link("b.example", &["Graph"], waiting.listener.redirect_uri());
    let running = waiting.expect(&link);
    let back = practice.admin(&link, "a.example", "accept").await;
    practice.open(&back).await;
    let refusal = running.await.unwrap().unwrap().refusal.unwrap();
    assert_eq!(refusal.service_code(), Some("AADSTS50020"), "{refusal}");
    assert!(refusal.cause_known().is_some() && !refusal.remedy().is_empty());
}

#[tokio::test]
async fn an_answer_of_another_tenant_is_told_as_such() {
    let (practice, waiting) = (Practice::start().await, Waiting::start().await);
    let link = practice.link("a.example", &[], waiting.listener.redirect_uri());
    let running = waiting.expect(&link);
    let other = "99999999-9999-9999-9999-999999999999";
    let redirect = link.request.redirect_uri.as_str();
    let back = format!("{redirect}?admin_consent=True&tenant={other}&state={}", link.state);
    practice.open(&back).await;
    let answer = running.await.unwrap().unwrap();
    assert_eq!(answer.is_tenant_asked, Some(false));
    assert_eq!(answer.answered_by.unwrap().to_string(), other);
    assert_ne!(answer.tenant_id, answer.answered_by);
    assert!(
        waiting
            .warnings()
            .iter()
            .any(|w| w.contains("a.example") && w.contains(other))
    );
}

#[tokio::test]
async fn nobody_who_answers_in_time_is_a_timeout_and_a_late_answer_is_foreign() {
    let practice = Practice::start().await;
    let (client, clock, notes) = crate::support::client();
    let listener = ConsentListener::bind(&client, true).await.unwrap();
    let link = practice.link("a.example", &[], listener.redirect_uri());
    let awaited = listener.expect(link.clone()).unwrap();
    let answered = async {
        clock.sleeper(LIMIT).await;
        clock.advance(LIMIT);
    };
    let (result, ()) = tokio::join!(listener.wait(awaited, LIMIT, &*notes), answered);
    let error = result.unwrap_err();
    assert_eq!(
        (error.kind(), error.tenant_given()),
        (ErrorKind::Timeout, Some("a.example"))
    );
    assert!(error.remedy().contains("-TimeoutSec"));
    let late = format!(
        "{}?admin_consent=True&state={}",
        link.request.redirect_uri.as_str(),
        link.state
    );
    assert_eq!(practice.open(&late).await.0, StatusCode::BAD_REQUEST);
    assert!(listener.expect(link).is_ok(), "its state is free again");
}

#[tokio::test]
async fn a_state_is_expected_once_and_the_port_is_free_when_nobody_waits() {
    let practice = Practice::start().await;
    let client = Arc::new(PartnerClient::default());
    let listener = ConsentListener::bind(&client, true).await.unwrap();
    let link = practice.link("a.example", &[], listener.redirect_uri());
    let _first = listener.expect(link.clone()).unwrap();
    assert_eq!(
        listener.expect(link.clone()).err().unwrap().kind(),
        ErrorKind::InvalidInput
    );
    drop(listener);
    let address = link.request.redirect_uri.as_str();
    // The task ends at its next turn.
    while practice.browser.get(address).send().await.is_ok() {
        tokio::task::yield_now().await;
    }
}

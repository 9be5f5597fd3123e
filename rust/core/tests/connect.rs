//! Parameters for the Connect commands: what is asked of whom, and which tokens are handed out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partner_auth::connect::{ConnectRequest, Connection, Consumer, Parameter, Source, Value, parameters};
use partner_auth::{Account, Cloud, Error, ErrorKind, Report, Secret, Tenant};
use std::sync::Arc;
use std::time::Duration;
use support::{CUSTOMER, Notes, Reply, Server, TestClock, account, client, http};

const HOME: &str = "22222222-2222-3333-4444-555555555555";

/// What the service makes of a request for a token.
struct Issued {
    tenant: &'static str,
    audience: Option<&'static str>,
    scopes: &'static str,
}

impl Default for Issued {
    fn default() -> Self {
        Self {
            tenant: CUSTOMER,
            audience: None,
            scopes: "Exchange.Manage user_impersonation Sites.Read.All",
        }
    }
}

fn jwt(claims: &str) -> String {
    format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims))
}

impl Issued {
    /// A token for what was asked, of whoever asked.
    fn token(&self, request: &str) -> String {
        let body = request.split("\r\n\r\n").nth(1).unwrap();
        let field = |name: &str| {
            url::form_urlencoded::parse(body.as_bytes())
                .find(|(n, _)| n == name)
                .map(|(_, v)| v)
        };
        let asked = field("scope").unwrap();
        let asked = asked.split(' ').next().unwrap().strip_suffix("/.default").unwrap();
        let audience = self.audience.unwrap_or(asked);
        let (grant, scopes) = (field("grant_type").unwrap(), self.scopes);
        let whose = match &*grant {
            "client_credentials" => format!(r#""roles":["{scopes}"]"#),
            _ => format!(r#""scp":"{scopes}","upn":"admin@partner.example""#),
        };
        let claims = format!(
            r#"{{"tid":"{}","aud":"{audience}","appid":"app","oid":"object",{whose}}}"#,
            self.tenant
        );
        let home = URL_SAFE_NO_PAD.encode(format!(r#"{{"uid":"u","utid":"{HOME}"}}"#));
        format!(
            r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"{}","client_info":"{home}"}}"#,
            jwt(&claims)
        )
    }

    async fn serve(self) -> Server {
        Server::start(move |request, _| self.answer(request)).await
    }

    fn answer(&self, request: &str) -> Reply {
        if request.starts_with("POST") {
            return http(200, &self.token(request));
        }
        if request.starts_with("GET /v1.0/organization") {
            let domains = r#"{"name":"contoso.com"},{"name":"contoso.onmicrosoft.example","isInitial":true}"#;
            return http(
                200,
                &format!(r#"{{"value":[{{"id":"x","verifiedDomains":[{domains}]}}]}}"#),
            );
        }
        if request.starts_with("GET /v1.0/sites/root") {
            return http(200, r#"{"webUrl":"https://Contoso.sharepoint.com/"}"#);
        }
        let issuer = format!(r#"{{"issuer":"https://login.example/{CUSTOMER}/v2.0"}}"#);
        http(200, &issuer)
    }
}

fn request(source: Source, name: &str) -> ConnectRequest {
    ConnectRequest {
        source,
        tenant: Tenant::parse(CUSTOMER).unwrap(),
        consumer: Consumer::by_name(name).unwrap(),
        organization: None,
        url: None,
        minimum_lifetime: Duration::from_secs(2700),
        timeout: Duration::from_secs(100),
        force_refresh: false,
    }
}

fn asked(server: &Server, name: &str) -> ConnectRequest {
    request(Source::Account(account(&server.cloud())), name)
}

fn alone(server: &Server, name: &str) -> ConnectRequest {
    let account = Account {
        refresh_token: None,
        ..account(&server.cloud())
    };
    request(Source::Account(account), name)
}

fn given(claims: &str, name: &str) -> ConnectRequest {
    let cloud = Arc::new(Cloud::known("AzureCloud").unwrap());
    let token = Arc::new(Secret::new(jwt(claims)));
    request(Source::Given { cloud, token }, name)
}

/// A client of its own for each test, and what it was told.
struct Caller(Arc<partner_auth::PartnerClient>, Arc<TestClock>, Arc<Notes>);

impl Caller {
    fn new() -> Self {
        let (client, clock, notes) = client();
        Self(client, clock, notes)
    }

    async fn connect(&self, request: &ConnectRequest) -> Result<Connection, Error> {
        let report: Arc<dyn Report> = self.2.clone();
        parameters(&self.0, request, &report).await
    }
}

/// The parameters as text: names and values, tokens by their audience.
fn shown(connection: &Connection) -> Vec<String> {
    let token = |t: &Arc<partner_auth::Token>| t.audience.clone().unwrap();
    let value = |p: &Parameter| match &p.value {
        Value::Text(text) => text.clone(),
        Value::Secret(one) | Value::SecureSecret(one) => token(one),
        Value::Secrets(all) => all.iter().map(token).collect::<Vec<_>>().join(" "),
        Value::Switch(on) => on.to_string(),
    };
    connection
        .parameters
        .iter()
        .map(|p| format!("{}={}", p.name, value(p)))
        .collect()
}

fn lookups(server: &Server, path: &str) -> usize {
    let requests = server.requests.lock().unwrap();
    requests
        .iter()
        .filter(|r| r.starts_with(&format!("GET /v1.0/{path}")))
        .count()
}

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

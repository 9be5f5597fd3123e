//! A Connect command's parameters that are asked for, and a service that issues the tokens.

use super::{CUSTOMER, Notes, Reply, Server, TestClock, account, client, http};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partner_auth::connect::{ConnectRequest, Connection, Consumer, Parameter, Source, Value, parameters};
use partner_auth::{Account, Cloud, Error, Report, Secret, Tenant};
use std::sync::Arc;
use std::time::Duration;

pub const HOME: &str = "22222222-2222-3333-4444-555555555555";

/// What the service makes of a request for a token.
pub struct Issued {
    pub tenant: &'static str,
    pub audience: Option<&'static str>,
    pub scopes: &'static str,
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

pub fn jwt(claims: &str) -> String {
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

    pub async fn serve(self) -> Server {
        Server::start(move |request, _| self.answer(request)).await
    }

    pub fn answer(&self, request: &str) -> Reply {
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

pub fn request(source: Source, name: &str) -> ConnectRequest {
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

pub fn asked(server: &Server, name: &str) -> ConnectRequest {
    request(Source::Account(account(&server.cloud())), name)
}

pub fn alone(server: &Server, name: &str) -> ConnectRequest {
    let account = Account {
        refresh_token: None,
        ..account(&server.cloud())
    };
    request(Source::Account(account), name)
}

pub fn given(claims: &str, name: &str) -> ConnectRequest {
    let cloud = Arc::new(Cloud::known("AzureCloud").unwrap());
    let token = Arc::new(Secret::new(jwt(claims)));
    request(Source::Given { cloud, token }, name)
}

/// A client of its own for each test, and what it was told.
pub struct Caller(pub Arc<partner_auth::PartnerClient>, pub Arc<TestClock>, pub Arc<Notes>);

impl Caller {
    pub fn new() -> Self {
        let (client, clock, notes) = client();
        Self(client, clock, notes)
    }

    pub async fn connect(&self, request: &ConnectRequest) -> Result<Connection, Error> {
        let report: Arc<dyn Report> = self.2.clone();
        parameters(&self.0, request, &report).await
    }
}

/// The parameters as text: names and values, tokens by their audience.
pub fn shown(connection: &Connection) -> Vec<String> {
    let token = |t: &Arc<partner_auth::Token>| t.details.audience.clone().unwrap();
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

pub fn lookups(server: &Server, path: &str) -> usize {
    let requests = server.requests.lock().unwrap();
    requests
        .iter()
        .filter(|r| r.starts_with(&format!("GET /v1.0/{path}")))
        .count()
}

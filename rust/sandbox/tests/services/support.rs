//! A running sandbox and a client for it.

use partner_sandbox::{Account, Document, Options, Sandbox, Scenario};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method, RequestBuilder};
use serde_json::{Value, json};
use url::Url;

/// The Azure CLI, Microsoft's public client.
pub const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
/// Microsoft Graph's application id.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// Exchange Online's application id.
pub const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// Everything consented in Microsoft Graph.
pub const GRAPH_SCOPE: &str = "https://graph.microsoft.com/.default";
/// Partner Center's one scope.
pub const PARTNER_SCOPE: &str = "https://api.partnercenter.microsoft.com/user_impersonation";

/// A running sandbox and a client for it.
pub struct Practice {
    pub sandbox: Sandbox,
    pub client: Client,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Practice {
    /// A sandbox with a scenario.
    pub async fn with(scenario: Value) -> Self {
        let scenario = Some(Scenario::parse(&scenario.to_string()).unwrap());
        Self::start(Options {
            scenario,
            ..Options::default()
        })
        .await
    }

    /// A sandbox with one customer, `a.example`, that has this fault and all the usual consents.
    pub async fn with_fault(fault: &str) -> Self {
        Self::with(json!({ "tenants": [{ "domain": "a.example", "fault": fault, "consented": true }] })).await
    }

    pub async fn start(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let client = client(sandbox.document().environment.ca_certificate.as_deref());
        Self { sandbox, client }
    }

    pub fn document(&self) -> &Document {
        self.sandbox.document()
    }

    /// The tenant id of the customer with that place in the list.
    pub fn customer(&self, place: usize) -> &str {
        &self.document().customers[place].tenant_id
    }

    /// The partner's own tenant.
    pub fn home(&self) -> &str {
        &self.document().tenant_id
    }

    /// A token request; parameters that are empty are left out, and later ones replace earlier ones.
    pub fn token_request(&self, tenant: &str, changes: &[(&str, &str)]) -> RequestBuilder {
        let document = self.document();
        let mut form = vec![
            ("grant_type", "refresh_token"),
            ("client_id", &document.application_id),
            ("client_secret", &document.client_secret),
            ("refresh_token", &document.refresh_token),
            ("scope", GRAPH_SCOPE),
        ];
        for (name, value) in changes {
            form.retain(|(n, _)| n != name);
            form.push((name, value));
        }
        form.retain(|(_, value)| !value.is_empty());
        let url = format!("{}/{tenant}/oauth2/v2.0/token", document.environment.login);
        self.client.post(url).form(&form)
    }

    /// The answer to a token request.
    pub async fn redeem(&self, tenant: &str, changes: &[(&str, &str)]) -> Answer {
        Answer::of(self.token_request(tenant, changes)).await
    }

    /// An access token of the partner's user.
    pub async fn access_token(&self, tenant: &str, scope: &str) -> String {
        let answer = self.redeem(tenant, &[("scope", scope)]).await;
        answer.json()["access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("{answer:?}"))
            .to_owned()
    }

    /// The answer to a form of the sign-in service.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let url = format!("{}/{path}", self.document().environment.login);
        Answer::of(self.client.post(url).form(form)).await
    }

    /// A page of the sign-in service.
    pub async fn page(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        let url = format!("{}/{path}", self.document().environment.login);
        Answer::of(self.client.get(url).query(query)).await
    }

    /// The partner's user with multifactor authentication: what a sign-in form holds.
    pub fn admin(&self) -> Vec<(&str, &str)> {
        let account = &self.document().accounts[0];
        let mut form = password(account);
        form.push(("mfa_code", account.mfa_code.as_deref().unwrap()));
        form
    }

    /// The partner's user without.
    pub fn agent(&self) -> Vec<(&str, &str)> {
        password(&self.document().accounts[1])
    }

    /// `GET` from Microsoft Graph.
    pub async fn graph(&self, path: &str, token: &str) -> Answer {
        let url = format!("{}/v1.0/{path}", self.document().environment.graph);
        Answer::of(self.client.get(url).bearer_auth(token)).await
    }

    /// Any request to Microsoft Graph.
    pub async fn ask_graph(&self, method: Method, path: &str, token: &str, body: Value) -> Answer {
        let url = format!("{}/v1.0/{path}", self.document().environment.graph);
        let mut request = self.client.request(method, url).bearer_auth(token);
        if !body.is_null() {
            request = request.json(&body);
        }
        Answer::of(request).await
    }

    /// The object id of an application's service principal, by application id.
    pub async fn principal(&self, application: &str, token: &str) -> String {
        let path = format!("servicePrincipals?$filter=appId eq '{application}'&$select=id");
        let answer = self.graph(&path, token).await;
        let id = answer.json()["value"][0]["id"].as_str().map(str::to_owned);
        id.unwrap_or_else(|| panic!("{answer:?}"))
    }

    /// A request to Partner Center by the partner's user.
    pub async fn partner_center(&self, method: Method, path: &str) -> RequestBuilder {
        let token = self.access_token(self.home(), PARTNER_SCOPE).await;
        let url = format!("{}/v1/{path}", self.document().environment.partner_center);
        self.client.request(method, url).bearer_auth(token)
    }

    /// The answer to a read from Partner Center.
    pub async fn read(&self, path: &str) -> Answer {
        Answer::of(self.partner_center(Method::GET, path).await).await
    }

    /// The answer to a consent of any application for Microsoft Graph.
    pub async fn consent_for(&self, application: &str, customer: &str) -> Answer {
        let path = format!("customers/{customer}/applicationconsents");
        let body = json!({
            "applicationId": application,
            "applicationGrants": [{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }],
        });
        Answer::of(self.partner_center(Method::POST, &path).await.json(&body)).await
    }

    /// The answer to a consent of the partner's application for one resource.
    pub async fn consent(&self, customer: &str, resource: &str, scope: &str, headers: &[(&str, &str)]) -> Answer {
        let path = format!("customers/{customer}/applicationconsents");
        let body = json!({
            "applicationId": self.document().application_id,
            "applicationGrants": [{ "enterpriseApplicationId": resource, "scope": scope }],
        });
        let mut request = self.partner_center(Method::POST, &path).await.json(&body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request).await
    }
}

/// Name and password of an account.
pub fn password(account: &Account) -> Vec<(&str, &str)> {
    vec![
        ("username", account.user_principal_name.as_str()),
        ("password", account.password.as_str()),
    ]
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    pub fn header(&self, name: &'static str) -> &str {
        let value: Option<&HeaderValue> = self.headers.get(HeaderName::from_static(name));
        value.unwrap_or_else(|| panic!("no {name}: {self:?}")).to_str().unwrap()
    }

    /// The value of a hidden input.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        let after = self.text.split_once(&format!("name=\"{name}\" value=\""))?.1;
        after.split('"').next()
    }

    /// A parameter of the address that a redirect leads to.
    pub fn sent(&self, name: &str) -> Option<String> {
        assert_eq!(self.status, 302, "{self:?}");
        let location = Url::parse(self.header("location")).unwrap();
        location
            .query_pairs()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.into_owned())
    }

    /// The AADSTS code of an error.
    pub fn code(&self) -> u64 {
        self.json()["error_codes"][0]
            .as_u64()
            .unwrap_or_else(|| panic!("{self:?}"))
    }
}

/// A client that trusts a certificate authority and nothing else.
pub fn client(authority: Option<&str>) -> Client {
    // Another test of this process may have done it.
    drop(rustls::crypto::ring::default_provider().install_default());
    // Where a page sends its answer is what tests look at.
    let mut builder = Client::builder().no_proxy().redirect(Policy::none());
    if let Some(pem) = authority {
        builder = builder.tls_certs_only([Certificate::from_pem(pem.as_bytes()).unwrap()]);
    }
    builder.build().unwrap()
}

/// The claims of a token.
pub fn claims(token: &str) -> Value {
    use base64::Engine;
    let payload = token.split('.').nth(1).unwrap();
    let json = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .unwrap();
    serde_json::from_slice(&json).unwrap()
}

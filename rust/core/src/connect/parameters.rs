//! A command's parameters, filled in.

use super::consumer::{Access, Consumer, Kind};
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind};
use crate::token::Token;
use std::sync::Arc;

/// One parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: Value,
}

/// A parameter's value.
#[derive(Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A token, as text.
    Secret(Arc<Token>),
    /// A token, as SecureString.
    SecureSecret(Arc<Token>),
    /// Tokens in the command's order, as texts.
    Secrets(Vec<Arc<Token>>),
    /// On or off.
    Switch(bool),
}

/// What stands for the placeholders. What is not known is only missed where a parameter has it.
#[derive(Debug, Default)]
pub struct Facts {
    /// Whose token it is: a user's name, or an application's id.
    pub account: Option<String>,
    /// The customer, by domain or id.
    pub customer: Option<String>,
    /// The tenant's initial domain.
    pub initial_domain: Option<String>,
    /// The site's address.
    pub site: Option<String>,
    /// The tenant's id.
    pub tenant_id: Option<String>,
    /// The user's name.
    pub user: Option<String>,
}

/// The command's parameters for that access.
///
/// # Errors
/// `ServiceError` when the token does not tell what a parameter needs.
pub fn fill(
    consumer: &'static Consumer,
    access: Access,
    cloud: &Cloud,
    tokens: &[Arc<Token>],
    facts: &Facts,
) -> Result<Vec<Parameter>, Error> {
    let one = || {
        tokens
            .first()
            .map(Arc::clone)
            .ok_or_else(|| Error::internal("There is no token."))
    };
    let text = |template: &'static super::consumer::Template| {
        let text = template.text(cloud);
        facts.fill(text.ok_or_else(|| Error::internal(format!("{} has no value.", template.name)))?)
    };
    consumer
        .templates(access)
        .map(|template| {
            let value = match template.kind {
                Kind::Secret => Value::Secret(one()?),
                Kind::SecureSecret => Value::SecureSecret(one()?),
                Kind::Secrets => Value::Secrets(tokens.to_vec()),
                Kind::Switch => Value::Switch(text(template)? == "true"),
                Kind::Text => Value::Text(text(template)?),
            };
            let name = template.name.as_str();
            Ok(Parameter { name, value })
        })
        .collect()
}

impl Facts {
    fn fill(&self, template: &str) -> Result<String, Error> {
        let mut text = template.to_owned();
        for (placeholder, what, fact) in [
            ("{account}", "whom it acts for", &self.account),
            ("{customer}", "its tenant", &self.customer),
            ("{initialDomain}", "its tenant's initial domain", &self.initial_domain),
            ("{site}", "its site", &self.site),
            ("{tenantId}", "its tenant", &self.tenant_id),
            ("{user}", "its user", &self.user),
        ] {
            if text.contains(placeholder) {
                let fact = fact.as_deref().ok_or_else(|| {
                    Error::new(
                        ErrorKind::ServiceError,
                        format!("The token does not tell {what}."),
                        "Name the tenant with -Tenant and its initial domain with -Organization, or a site with -Url.",
                    )
                })?;
                text = text.replace(placeholder, fact);
            }
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use crate::secret::Secret;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    const CLOUDS: [&str; 4] = [
        "AzureCloud",
        "AzureChinaCloud",
        "AzureUSGovernment",
        "AzureUSGovernmentDoD",
    ];

    fn token(name: &str) -> Arc<Token> {
        let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"exp":99999999999,"tid":"{name}"}}"#));
        let token = Secret::new(format!("e30.{claims}.x"));
        Arc::new(Token::inspect(token, &SystemClock::default()).unwrap())
    }

    /// What a command is given, as one line: `Name=value`, a token as its tenant in angle brackets.
    fn line(name: &str, access: Access, cloud: &str) -> String {
        let facts = Facts {
            account: Some("account".into()),
            customer: Some("customer".into()),
            initial_domain: Some("c.example".into()),
            site: Some("https://c.sharepoint.com".into()),
            tenant_id: Some("id".into()),
            user: Some("user".into()),
        };
        let tokens = [token("one"), token("two")];
        let cloud = Cloud::known(cloud).unwrap();
        let consumer = Consumer::by_name(name).unwrap();
        let shown = |token: &Arc<Token>| format!("<{}>", token.tenant_id.as_deref().unwrap());
        let parts = fill(consumer, access, &cloud, &tokens, &facts).unwrap().into_iter();
        let parts = parts.map(|p| {
            let value = match p.value {
                Value::Text(text) => text,
                Value::Switch(on) => format!("${on}"),
                Value::Secret(token) => shown(&token),
                Value::SecureSecret(token) => format!("secure{}", shown(&token)),
                Value::Secrets(tokens) => tokens.iter().map(shown).collect(),
            };
            format!("{}={value}", p.name)
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// The lines of the clouds, which must differ in these values and in nothing else.
    fn check(name: &str, access: Access, expected: &str, by_cloud: &[&[&str]]) {
        for (cloud, values) in CLOUDS.iter().zip(by_cloud) {
            let mut wanted = expected.to_owned();
            for value in *values {
                wanted = wanted.replacen("{}", value, 1);
            }
            if !values.is_empty() {
                assert_eq!(line(name, access, cloud), wanted, "{cloud}");
            }
        }
    }

    #[test]
    fn every_command_gets_its_parameters_in_every_cloud() {
        use Access::{Application, Customer, Own};
        let graph = "AccessToken=secure<one> Environment={} NoWelcome=$true";
        check(
            "Graph",
            Customer,
            graph,
            &[&["Global"], &["China"], &["USGov"], &["USGovDoD"]],
        );

        let exchange: &[&[&str]] = &[&["O365Default"], &["O365China"], &["O365USGovGCCHigh"], &[]];
        let of = |who: &str| format!("AccessToken=<one> {who} ExchangeEnvironmentName={{}} ShowBanner=$false");
        check(
            "ExchangeOnline",
            Customer,
            &of("DelegatedOrganization=customer"),
            exchange,
        );
        check("ExchangeOnline", Application, &of("Organization=c.example"), exchange);
        check("ExchangeOnline", Own, &of("UserPrincipalName=user"), exchange);

        let at = |page: &'static str| -> [Vec<String>; 4] {
            [
                (
                    "ps.compliance.protection.outlook.com/powershell-liveid/",
                    "microsoftonline.com",
                ),
                (
                    "ps.compliance.protection.partner.outlook.cn/powershell-liveid",
                    "chinacloudapi.cn",
                ),
                (
                    "ps.compliance.protection.office365.us/powershell-liveid/",
                    "microsoftonline.us",
                ),
                (
                    "l5.ps.compliance.protection.office365.us/powershell-liveid/",
                    "microsoftonline.us",
                ),
            ]
            .map(|(service, login)| vec![service.to_owned(), format!("{login}/{page}")])
        };
        for (access, who, page) in [
            (Customer, "DelegatedOrganization=c.example", "c.example"),
            (Application, "Organization=c.example", "organizations"),
            (Own, "UserPrincipalName=user", "organizations"),
        ] {
            let uris = "ConnectionUri=https://{} AzureADAuthorizationEndpointUri=https://login.{} ShowBanner=$false";
            let values = at(page);
            let values: Vec<Vec<&str>> = values.iter().map(|v| v.iter().map(String::as_str).collect()).collect();
            let values: Vec<&[&str]> = values.iter().map(Vec::as_slice).collect();
            check(
                "SecurityCompliance",
                access,
                &format!("AccessToken=<one> {who} {uris}"),
                &values,
            );
        }

        let azure =
            "AccessToken=<one> AccountId=account Tenant=id Environment={} Scope=Process SkipContextPopulation=$true";
        let government: &[&str] = &["AzureUSGovernment"];
        check(
            "Azure",
            Customer,
            azure,
            &[&["AzureCloud"], &["AzureChinaCloud"], government, government],
        );

        assert_eq!(
            line("MicrosoftTeams", Customer, "AzureCloud"),
            "AccessTokens=<one><two> TenantId=id"
        );

        let sharepoint = "Url=https://c.sharepoint.com AccessToken=<one> AzureEnvironment={}";
        let clouds: &[&[&str]] = &[&["Production"], &["China"], &["USGovernmentHigh"], &["USGovernmentDoD"]];
        check("SharePoint", Customer, sharepoint, clouds);
    }

    #[test]
    fn what_a_token_does_not_tell_is_missed_where_it_is_needed_and_nowhere_else() {
        let cloud = Cloud::known("AzureCloud").unwrap();
        let empty = |name| {
            let consumer = Consumer::by_name(name).unwrap();
            fill(consumer, Access::Own, &cloud, &[token("one")], &Facts::default())
        };
        assert!(empty("Graph").is_ok());
        assert!(empty("ExchangeOnline").unwrap_err().to_string().contains("its user"));
    }
}

//! The partner's customers (Partner Center, "Get a list of customers", "Get a customer by ID").

use super::{Address, Call, Caller};
use crate::error::{Error, ErrorKind};
use crate::graph;
use crate::http::{Answer, BODY_LIMIT, LIST_LIMIT};
use crate::tenant::Tenant;
use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;
use uuid::Uuid;

/// How many customers one page asks for: the most the service gives.
const PAGE: u32 = 500;

/// A customer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Customer {
    /// Partner Center's id.
    pub id: String,
    /// Commerce id.
    pub commerce_id: Option<String>,
    /// Names and ids of the company.
    pub company_profile: CompanyProfile,
    /// `reseller` and so on. A text, so that a value that is new tomorrow is no failure.
    pub relationship_to_partner: Option<String>,
    /// Given when asked by id.
    pub allow_delegated_access: Option<bool>,
    /// Given when asked by id.
    pub associated_partner_id: Option<String>,
    /// Given when asked by id.
    pub billing_profile: Option<BillingProfile>,
}

/// The company behind a customer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CompanyProfile {
    /// Tenant id.
    pub tenant_id: Option<String>,
    /// Domain.
    pub domain: Option<String>,
    /// Name.
    pub company_name: Option<String>,
}

/// A customer's billing profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BillingProfile {
    /// Profile id.
    pub id: Option<String>,
    /// First name of the contact.
    pub first_name: Option<String>,
    /// Last name of the contact.
    pub last_name: Option<String>,
    /// E-mail of the contact.
    pub email: Option<String>,
    /// Culture.
    pub culture: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// Address.
    pub default_address: Option<Address>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "totalCount")]
    total_count: Option<u64>,
    items: Vec<Customer>,
    #[serde(default)]
    links: Links,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Links {
    next: Option<Link>,
}

#[derive(Deserialize, PartialEq)]
struct Link {
    uri: String,
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Deserialize, PartialEq)]
struct Header {
    key: String,
    value: String,
}

/// Reads all customers, page by page; `each` gets every customer as soon as its page is there.
///
/// # Errors
/// What Partner Center says, and the network's. Customers of earlier pages have been given by then.
pub async fn list(caller: &Caller<'_>, each: &mut (dyn FnMut(Customer) + Send)) -> Result<(), Error> {
    pages(caller, Call::get(format!("customers?size={PAGE}"), LIST_LIMIT), each).await
}

/// Reads one customer by Partner Center's id, which is its tenant's; a domain is resolved first.
///
/// # Errors
/// `CustomerNotFound`, what else Partner Center says, and the network's.
pub async fn by_id(caller: &Caller<'_>, customer: &Tenant) -> Result<Customer, Error> {
    let read = async {
        let id = caller.resolve(customer).await?;
        let answer = caller.send(&Call::get(format!("customers/{id}"), BODY_LIMIT)).await?;
        let found: Option<Customer> = serde_json::from_slice(&answer.body).ok();
        found
            .filter(|c| !c.id.is_empty())
            .ok_or_else(|| answer.unexpected("Partner Center"))
    };
    read.await
        .map_err(|e: Error| caller.client.about(e, &caller.account.cloud, customer))
}

/// Reads the customer of a domain: by the partner's contracts in Graph, then by Partner Center's own filter, which also
/// takes the beginning of a domain.
///
/// # Errors
/// `CustomerNotFound` when neither knows it, what else the services say, and the network's.
pub async fn by_domain(
    caller: &Caller<'_>,
    domain: &str,
    each: &mut (dyn FnMut(Customer) + Send),
) -> Result<(), Error> {
    let domain = domain.trim_matches(' ').to_ascii_lowercase();
    let plain = !domain.is_empty()
        && domain
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
    if !plain {
        return Err(Error::input(
            format!("'{}' is no domain.", crate::error::clean(&domain)),
            "Give one of the customer's domains, for example contoso.onmicrosoft.com.",
        ));
    }
    let contract =
        graph::contract_by_domain(caller.client, caller.account, &domain, caller.timeout, caller.report).await;
    match contract {
        Ok(Some(contract)) => {
            if let Ok(id) = Uuid::try_parse(&contract.customer_id) {
                return by_id(caller, &Tenant::Id(id)).await.map(each);
            }
        }
        Ok(None) => {}
        // An application without Contracts.Read still finds the customer by the filter.
        Err(error) => caller.report.verbose(format!(
            "Microsoft Graph did not tell the customer of {domain}: {error}"
        )),
    }
    let mut found = Vec::new();
    let filter = json!({ "Field": "Domain", "Value": domain, "Operator": "StartsWith" }).to_string();
    let query: String = form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    // Partner Center reads the query as a URI, where a plus is no space.
    let path = format!("customers?size={PAGE}&filter={}", query.replace('+', "%20"));
    pages(caller, Call::get(path, LIST_LIMIT), &mut |c| found.push(c)).await?;
    let exact = |c: &Customer| {
        c.company_profile
            .domain
            .as_deref()
            .is_some_and(|d| d.eq_ignore_ascii_case(&domain))
    };
    if found.iter().any(exact) {
        found.retain(exact);
    }
    if found.is_empty() {
        return Err(Error::new(
            ErrorKind::CustomerNotFound,
            format!("No customer has the domain {domain}."),
            "Check the spelling; Partner Center knows the domain a customer was created with.",
        )
        .tenant(&domain));
    }
    found.into_iter().for_each(each);
    Ok(())
}

async fn pages(caller: &Caller<'_>, first: Call, each: &mut (dyn FnMut(Customer) + Send)) -> Result<(), Error> {
    let mut call = first;
    let mut followed: Vec<Link> = Vec::new();
    let mut count = 0_u64;
    loop {
        let answer = caller.send(&call).await?;
        let page = page(&answer)?;
        drop(answer);
        for customer in page.items {
            count += 1;
            each(customer);
        }
        let total = page.total_count.map(|t| format!(" of {t}")).unwrap_or_default();
        caller.report.progress(format!("{count}{total} customers read"));
        let Some(link) = page.links.next else { return Ok(()) };
        if followed.contains(&link) {
            return Err(Error::new(
                ErrorKind::ServiceError,
                "Partner Center names the same next page again and again.",
                "Run the command again; if it stays so, ask for customers by id or by domain.",
            ));
        }
        call = follow(&link)?;
        followed.push(link);
    }
}

fn page(answer: &Answer) -> Result<Page, Error> {
    serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected("Partner Center"))
}

/// Whether an answer is a page whose link, where it has one, can be followed.
pub(crate) fn is_page(answer: &Answer) -> bool {
    page(answer).is_ok_and(|page| page.links.next.is_none_or(|link| follow(&link).is_ok()))
}

/// The call for a page's link. Its address has come in three forms: `customers?..`, `/customers?..`, `/v1/customers?..`.
fn follow(link: &Link) -> Result<Call, Error> {
    let refused = || {
        Error::new(
            ErrorKind::ServiceError,
            format!(
                "Partner Center's link to the next page can't be followed: '{}'.",
                crate::error::clean(&link.uri)
            ),
            "Run the command again; if it stays so, ask for customers by id or by domain.",
        )
    };
    if Url::parse(&link.uri).is_ok() || link.uri.starts_with("//") {
        return Err(refused());
    }
    let path = link.uri.trim_start_matches('/');
    let path = path.strip_prefix("v1/").unwrap_or(path);
    if !path.starts_with("customers?") {
        return Err(refused());
    }
    let mut call = Call::get(path.to_owned(), LIST_LIMIT);
    for header in &link.headers {
        // Only Partner Center's own headers: a link has no business with Authorization or Host.
        if header.key.to_ascii_lowercase().starts_with("ms-") {
            let name = HeaderName::from_bytes(header.key.as_bytes()).map_err(|_| refused())?;
            call.headers
                .push((name, HeaderValue::from_str(&header.value).map_err(|_| refused())?));
        }
    }
    Ok(call)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(uri: &str, key: &str) -> Link {
        Link {
            uri: uri.into(),
            headers: vec![Header {
                key: key.into(),
                value: "token".into(),
            }],
        }
    }

    #[test]
    fn the_three_forms_of_link_lead_to_the_same_page() {
        for prefix in ["", "/", "/v1/", "v1/"] {
            let call = follow(&link(
                &format!("{prefix}customers?size=500&seekOperation=Next"),
                "MS-ContinuationToken",
            ));
            let call = call.unwrap();
            assert_eq!(call.path, "customers?size=500&seekOperation=Next");
            assert_eq!(call.headers.len(), 1);
        }
    }

    #[test]
    fn a_link_leads_nowhere_else_and_sets_no_foreign_header() {
        for bad in [
            "https://evil.example/customers?x",
            "//evil.example/customers?x",
            "../../x",
            "/v1/orders?x",
            "@evil",
        ] {
            assert!(follow(&link(bad, "MS-ContinuationToken")).is_err(), "{bad}");
        }
        assert!(
            follow(&link("customers?x", "Authorization"))
                .unwrap()
                .headers
                .is_empty()
        );
    }

    #[test]
    fn a_relationship_that_is_new_tomorrow_is_no_failure() {
        let customer: Customer =
            serde_json::from_str(r#"{"id":"1","relationshipToPartner":"expired","x":{}}"#).unwrap();
        assert_eq!(customer.relationship_to_partner.as_deref(), Some("expired"));
    }
}

//! The partner's customers (Partner Center, "Get a list of customers", "Get a customer by ID").

use super::fault::PartnerFault;
use super::{admit, customer, finish};
use crate::arrival::Arrival;
use crate::scenario::LinkForm;
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::extract::{Path, Query, State as Extract};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The header that leads to the next page.
const CONTINUATION: &str = "MS-ContinuationToken";

/// The query of a list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListQuery {
    size: Option<String>,
    filter: Option<String>,
    seek_operation: Option<String>,
}

/// Where a list goes on: what the continuation token holds.
#[derive(Deserialize, Serialize)]
struct Place {
    start: usize,
    filter: Option<String>,
}

/// A filter (Partner Center, "Get a list of customers filtered by a search field").
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    field: String,
    value: String,
    operator: String,
}

/// `GET /v1/customers`.
pub async fn list(Extract(state): Shared, Query(query): Query<ListQuery>, arrival: Arrival) -> Response {
    let home = state.home();
    arrival.note(&state, home, None);
    if let Some(home) = home {
        home.wait().await;
    }
    let result = admit(&state, &arrival).and_then(|_| page(&state, &query, &arrival));
    finish(&arrival, result)
}

/// `GET /v1/customers/{id}`.
pub async fn by_id(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival) -> Response {
    let tenant = state.tenant(&id);
    arrival.note(&state, tenant, None);
    if let Some(tenant) = tenant {
        tenant.wait().await;
    }
    let result = admit(&state, &arrival)
        .and_then(|_| customer(&state, &id))
        .map(|tenant| {
            let mut customer = item(tenant);
            if let Some(fields) = customer.as_object_mut() {
                fields.insert("allowDelegatedAccess".to_owned(), json!(true));
                fields.insert("billingProfile".to_owned(), billing_profile(tenant));
            }
            Json(customer).into_response()
        });
    finish(&arrival, result)
}

fn page(state: &State, query: &ListQuery, arrival: &Arrival) -> Result<Response, PartnerFault> {
    let most = state.partner_center.page_size;
    let size = match query.size.as_deref().map(str::parse::<u32>) {
        None => most,
        Some(Ok(size)) if size > 0 => size.min(most),
        Some(_) => {
            return Err(PartnerFault::bad_request(
                "The size of a page must be a positive number.",
            ));
        }
    };
    let place = match query.seek_operation.as_deref() {
        None => Place {
            start: 0,
            filter: query.filter.clone(),
        },
        Some(_) => arrival
            .header(CONTINUATION)
            .and_then(read_place)
            .ok_or_else(|| PartnerFault::bad_request("The continuation token is missing or invalid."))?,
    };
    let filter = place.filter.as_deref().map(read_filter).transpose()?;
    let customers: Vec<&Tenant> = state
        .customers()
        .filter(|c| !c.is_gdap_only && filter.as_ref().is_none_or(|f| f.takes(c)))
        .collect();
    let count = usize::try_from(size).unwrap_or(usize::MAX);
    let items: Vec<Value> = customers
        .iter()
        .skip(place.start)
        .take(count)
        .map(|c| item(c))
        .collect();
    let end = place.start.saturating_add(count);
    let mut body = json!({
        "totalCount": customers.len(),
        "items": items,
        "links": { "self": { "uri": "/v1/customers", "method": "GET", "headers": [] } },
        "attributes": { "objectType": "Collection" },
    });
    if end < customers.len() {
        let next = Place {
            start: end,
            filter: place.filter,
        };
        if let Some(links) = body.pointer_mut("/links").and_then(Value::as_object_mut) {
            links.insert("next".to_owned(), link(state.partner_center.link_form, size, &next));
        }
    }
    Ok(Json(body).into_response())
}

fn link(form: LinkForm, size: u32, place: &Place) -> Value {
    let start = match form {
        LinkForm::Bare => "",
        LinkForm::Slash => "/",
        LinkForm::Versioned => "/v1/",
    };
    let token = URL_SAFE_NO_PAD.encode(json!(place).to_string());
    json!({
        "uri": format!("{start}customers?size={size}&seekOperation=Next"),
        "method": "GET",
        "headers": [{ "key": CONTINUATION, "value": token }],
    })
}

fn read_place(token: &str) -> Option<Place> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}

fn read_filter(text: &str) -> Result<Filter, PartnerFault> {
    let filter: Filter = serde_json::from_str(text)
        .map_err(|_| PartnerFault::bad_request("The filter must be JSON with Field, Value and Operator."))?;
    let known = ["domain", "companyname"].contains(&filter.field.to_ascii_lowercase().as_str());
    let starts_with = ["startswith", "starts_with"].contains(&filter.operator.to_ascii_lowercase().as_str());
    if known && starts_with {
        Ok(filter)
    } else {
        Err(PartnerFault::bad_request(
            "The filter takes the fields Domain and CompanyName and the operator StartsWith.",
        ))
    }
}

impl Filter {
    fn takes(&self, customer: &Tenant) -> bool {
        let text = if self.field.eq_ignore_ascii_case("domain") {
            &customer.domain
        } else {
            &customer.name
        };
        text.to_lowercase().starts_with(&self.value.to_lowercase())
    }
}

fn item(customer: &Tenant) -> Value {
    json!({
        "id": customer.id,
        "commerceId": crate::customers::tenant_id(0, &customer.domain),
        "companyProfile": {
            "tenantId": customer.id,
            "domain": customer.domain,
            "companyName": customer.name,
            "attributes": { "objectType": "CustomerCompanyProfile" },
        },
        "relationshipToPartner": "reseller",
        "attributes": { "objectType": "Customer" },
    })
}

fn billing_profile(customer: &Tenant) -> Value {
    json!({
        "id": customer.id,
        "firstName": "Sandbox",
        "lastName": "Customer",
        "email": format!("admin@{}", customer.domain),
        "culture": "en-US",
        "language": "en",
        "companyName": customer.name,
        "defaultAddress": { "country": "US", "city": "Redmond", "state": "WA", "addressLine1": "1 Loopback Way" },
        "attributes": { "objectType": "CustomerBillingProfile" },
    })
}

//! The partner's contracts (Microsoft Graph, "List contracts").

use super::{Query as Asked, answer};
use crate::arrival::Arrival;
use crate::server::Shared;
use crate::tenant::Tenant;
use axum::extract::{Query, State as Extract};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::HashMap;

/// `GET /v1.0/contracts`: only a partner's tenant has contracts, and a customer with GDAP alone has none.
pub async fn list(Extract(state): Shared, Query(query): Query<HashMap<String, String>>, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["Directory."], |caller| {
        let asked = Asked::read(&query, &["customerId", "defaultDomainName"])?;
        let customers = state.customers().filter(|c| caller.tenant.is_home && !c.is_gdap_only);
        Ok(asked.page(&state, "contracts", &query, customers, contract))
    })
    .await
}

fn contract(customer: &Tenant) -> Value {
    json!({
        "id": crate::customers::tenant_id(0, &customer.domain),
        "contractType": "ResellerPartner",
        "customerId": customer.id,
        "defaultDomainName": customer.domain,
        "displayName": customer.name,
    })
}

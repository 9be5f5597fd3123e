//! Customers with an active GDAP relationship (Microsoft Graph, "List delegatedAdminCustomers").

use super::customer;
use crate::error::Error;
use crate::graph::{self, pages_at_home};
use crate::partner_center::Caller;
use crate::partner_center::customers::Customer;
use crate::relationships;
use futures_util::TryStreamExt;
use serde::Deserialize;
use uuid::Uuid;

/// The most customers on one page that Graph gives.
const PAGE: u32 = 300;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: String,
    tenant_id: Option<String>,
    display_name: Option<String>,
}

/// Reads them page by page, or the one of that id.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub async fn list(caller: &Caller<'_>, id: Option<Uuid>, each: &mut (dyn FnMut(Customer) + Send)) -> Result<(), Error> {
    if let Some(id) = id {
        return one(caller, id, each).await;
    }
    let path = format!("/v1.0/tenantRelationships/delegatedAdminCustomers?$top={PAGE}");
    let mut read = std::pin::pin!(pages_at_home::<Wire>(caller, &path));
    let mut count = 0_usize;
    while let Some(page) = read.try_next().await.map_err(denied)? {
        count += page.len();
        for wire in page {
            each(customer(wire.tenant_id.unwrap_or(wire.id), wire.display_name, None));
        }
        caller.report.progress(format!("{count} customers with GDAP read"));
    }
    Ok(())
}

/// One customer is asked for by its relationships: the list of customers has no filter that is documented.
async fn one(caller: &Caller<'_>, id: Uuid, each: &mut (dyn FnMut(Customer) + Send)) -> Result<(), Error> {
    if let Some(active) = relationships::active(caller, id).await.map_err(denied)? {
        each(customer(id.to_string(), active.customer_name, None));
    }
    Ok(())
}

fn denied(error: Error) -> Error {
    graph::needing(
        error,
        "Listing customers with GDAP",
        "DelegatedAdminRelationship.Read.All",
    )
}

//! Customers with a contract (Microsoft Graph, "List contracts"): their names are those of the contract's creation.

use super::customer;
use crate::error::Error;
use crate::graph::{self, Contract, pages_at_home};
use crate::partner_center::Caller;
use crate::partner_center::customers::Customer;
use futures_util::TryStreamExt;
use uuid::Uuid;

/// Reads them page by page, or the one of that id.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub async fn list(caller: &Caller<'_>, id: Option<Uuid>, each: &mut (dyn FnMut(Customer) + Send)) -> Result<(), Error> {
    let filter = id
        .map(|id| format!("?$filter=customerId eq '{id}'"))
        .unwrap_or_default();
    let path = format!("/v1.0/contracts{filter}");
    let mut read = std::pin::pin!(pages_at_home::<Contract>(caller, &path));
    let mut count = 0_usize;
    while let Some(page) = read.try_next().await.map_err(denied)? {
        count += page.len();
        page.into_iter().map(of).for_each(&mut *each);
        caller.report.progress(format!("{count} contracts read"));
    }
    Ok(())
}

fn of(contract: Contract) -> Customer {
    let relationship = match contract.contract_type.as_deref() {
        Some("ResellerPartner") => Some("reseller"),
        Some("SyndicationPartner") => Some("syndication"),
        _ => None,
    };
    Customer {
        relationship_to_partner: relationship.map(str::to_owned),
        ..customer(
            contract.customer_id,
            contract.display_name,
            contract.default_domain_name,
        )
    }
}

fn denied(error: Error) -> Error {
    graph::needing(error, "Listing contracts", "Directory.Read.All")
}

//! A customer's consent is taken back.

use super::{Place, granted};
use crate::directory::service_principals;
use crate::error::Error;
use crate::partner_center::consents;

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// True when there was a consent.
    pub consent: bool,
    /// True when there was a service principal that was deleted.
    pub service_principal: bool,
}

/// Takes an application's consent back, and drops the customer's cached tokens.
///
/// Partner Center leaves the application's service principal, with its own permissions, in the customer's directory.
/// `with_service_principal` deletes it first, while tokens can still do that.
///
/// # Errors
/// Those of Partner Center and of Graph.
pub async fn remove(place: &Place<'_>, with_service_principal: bool) -> Result<Removed, Error> {
    let work = Box::pin(async {
        let mut removed = Removed {
            consent: false,
            service_principal: false,
        };
        if with_service_principal {
            let graph = place.graph();
            if let Some(there) = service_principals::of(&graph, place.application).await? {
                // Its grants go with it.
                removed.consent = !granted::read(place, &[]).await?.is_empty();
                service_principals::delete(&graph, &there.id).await?;
                removed.service_principal = true;
                place.drop_tokens();
            }
        }
        if !removed.service_principal {
            removed.consent = consents::delete(&place.partner_center(), place.application, &place.customer).await?;
            place.drop_tokens();
        }
        Ok(removed)
    });
    place
        .client
        .within(place.timeout, work)
        .await
        .map_err(|e| place.about(e))
}

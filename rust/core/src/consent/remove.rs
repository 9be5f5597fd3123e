//! A customer's consent is taken back.

use super::Place;
use super::granted::{self, Seen};
use crate::directory::service_principals;
use crate::error::{Error, ErrorKind};
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
            let granted = granted::read(place, &[]).await?;
            if let Some(there) = &granted.service_principal {
                // Its grants go with it.
                removed.consent = !granted.is_empty();
                service_principals::delete(&place.graph(), &there.id).await?;
                removed.service_principal = true;
                place.drop_tokens().await;
            } else if granted.seen == Seen::Tokens {
                return Err(Error::new(
                    ErrorKind::NoAccess,
                    "The application may not read the customer's directory, where its service principal is.",
                    "Leave -IncludeServicePrincipal out, or consent to Application.ReadWrite.All and Directory.Read.All first.",
                ));
            }
        }
        if !removed.service_principal {
            removed.consent = consents::delete(&place.partner_center(), place.application, &place.customer).await?;
            place.drop_tokens().await;
        }
        Ok(removed)
    });
    place
        .client
        .within(place.timeout, work)
        .await
        .map_err(|e| place.about(e))
}

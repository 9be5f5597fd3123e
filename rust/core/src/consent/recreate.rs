//! A consent that can't be extended: written down, deleted, and posted anew with all scopes.

use super::Place;
use super::apply;
use super::journal::{Entry, Journal, Scopes, Step, VERSION};
use crate::client_id::ClientId;
use crate::error::Error;
use crate::partner_center::consents;

/// Deletes the consent and posts `scopes`. They are in the journal before anything is deleted.
///
/// # Errors
/// Those of the journal, before anything is done, and of Partner Center.
pub async fn recreate(
    place: &Place<'_>,
    display_name: Option<&str>,
    scopes: &Scopes,
    journal: &dyn Journal,
) -> Result<(), Error> {
    let begun = Step::Recreate {
        scopes: scopes.clone(),
        display_name: display_name.map(str::to_owned),
    };
    journal.write(entry(place, begun)).await?;
    consents::delete(&place.partner_center(), place.application, &place.customer).await?;
    place.drop_tokens();
    journal.write(entry(place, Step::Deleted)).await?;
    post(place, display_name, scopes).await
}

/// Posts scopes, service by service; what is there already stays.
///
/// # Errors
/// Those of Partner Center.
pub async fn post(place: &Place<'_>, display_name: Option<&str>, scopes: &Scopes) -> Result<(), Error> {
    for (resource, names) in scopes {
        apply::create(place, display_name, ClientId::parse(resource)?, names)
            .await
            .map_err(|e| {
                e.advise_first(
                    "The consent was deleted and is not whole again: run the same command with the same -ResumePath, which brings it back first.",
                )
            })?;
    }
    Ok(())
}

/// A line about this customer.
pub fn entry(place: &Place<'_>, step: Step) -> Entry {
    Entry {
        version: VERSION,
        time: place.client.clock().unix(),
        application: place.application.to_string(),
        tenant: Some(place.customer.to_string()),
        step,
    }
}

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
    // What can't be posted must not be known only after the deletion.
    for resource in scopes.keys() {
        ClientId::parse(resource)?;
    }
    let scopes = scopes.clone();
    journal
        .write(entry(place, Step::Recreate { scopes: scopes.clone() }))
        .await?;
    consents::delete(&place.partner_center(), place.application, &place.customer).await?;
    place.drop_tokens().await;
    journal.write(entry(place, Step::Deleted)).await?;
    post(place, display_name, &scopes).await.map(drop)
}

/// Posts scopes, each service for itself, and gives those that were not there.
///
/// # Errors
/// The first of Partner Center, after every service was tried: one that is refused costs no other its consent.
pub async fn post(place: &Place<'_>, display_name: Option<&str>, scopes: &Scopes) -> Result<Scopes, Error> {
    let mut created = Scopes::new();
    let mut refused = None;
    for (resource, names) in scopes {
        match apply::create(place, display_name, ClientId::parse(resource)?, names).await {
            Ok(true) => {
                created.insert(resource.clone(), names.clone());
            }
            Ok(false) => {}
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    match refused {
        None => Ok(created),
        Some(error) => Err(error.advise_first(
            "The consent was deleted and is not whole again: run the same command with the same -ResumePath, which brings it back first.",
        )),
    }
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

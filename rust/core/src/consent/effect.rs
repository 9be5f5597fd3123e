//! Whether what was granted counts: a consent takes a moment until tokens have it.

use super::Place;
use super::granted::{self, scopes_of};
use super::journal::Scopes;
use crate::client_id::ClientId;
use crate::error::{Error, ErrorKind};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a consent may take until it counts.
const MOST: Duration = Duration::from_secs(60);
/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_secs(5);
/// The application is being created in the tenant.
const BEING_CREATED: &str = "AADSTS650051";

/// Waits until tokens have these scopes.
///
/// # Errors
/// `ConsentMissing` when they have not within a minute, and those of the tokens.
pub async fn wait(place: &Place<'_>, wanted: &[(ClientId, BTreeSet<String>)]) -> Result<(), Error> {
    let clock = place.client.clock();
    let ends = place.ends.min(clock.elapsed().saturating_add(MOST));
    let mut rest: Vec<&(ClientId, BTreeSet<String>)> = wanted.iter().collect();
    loop {
        place.drop_tokens().await;
        let mut missing = Vec::new();
        for grant in rest {
            let have = match scopes_of(place, grant.0).await {
                Err(error) if error.service_code() == Some(BEING_CREATED) => None,
                answer => answer?,
            };
            let has = |name: &String| have.iter().flatten().any(|h| h.eq_ignore_ascii_case(name));
            if !grant.1.iter().all(has) {
                missing.push(grant);
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        rest = missing;
        if clock.elapsed().saturating_add(PAUSE) > ends {
            let names: Vec<String> = rest.iter().map(|g| crate::permissions::name_of(g.0)).collect();
            return Err(Error::new(
                ErrorKind::ConsentMissing,
                format!("What was granted for {} does not count yet.", names.join(", ")),
                "A consent can take longer than a minute: run the command again later.",
            ));
        }
        place
            .report
            .progress(format!("Waiting until the consent of {} counts", place.customer));
        clock.sleep(PAUSE).await;
    }
}

/// Looks in the directory whether these scopes are granted: for an application that is not the one that asks.
///
/// # Errors
/// `ConsentMissing` when they are not, and those of Graph.
pub async fn read_back(place: &Place<'_>, wanted: &Scopes) -> Result<(), Error> {
    let granted = granted::read(place, &[]).await?;
    let missing = wanted.iter().find(|(resource, scopes)| {
        let there = granted.services.iter().find(|s| s.resource == **resource);
        let has = |name: &String| there.is_some_and(|t| t.scopes.iter().any(|h| h.eq_ignore_ascii_case(name)));
        !scopes.iter().all(has)
    });
    match missing {
        None => Ok(()),
        Some((resource, _)) => Err(Error::new(
            ErrorKind::ConsentMissing,
            format!("What was granted for {resource} can't be read back."),
            "Run the command again later.",
        )),
    }
}

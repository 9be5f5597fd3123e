//! Which groups have which roles of a relationship (Microsoft Graph, "List accessAssignments").

use super::wire::AccessDetails;
use super::{Assignment, PATH, names};
use crate::error::Error;
use crate::graph::{pages_at_home, segment};
use crate::partner_center::Caller;
use futures_util::TryStreamExt;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: String,
    #[serde(default)]
    status: Option<String>,
    access_container: Option<AccessContainer>,
    access_details: Option<AccessDetails>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AccessContainer {
    access_container_id: Option<String>,
}

/// The assignments of a relationship, with the names of roles and groups where those can be read.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub async fn list(caller: &Caller<'_>, relationship: &str) -> Result<Vec<Assignment>, Error> {
    let path = format!("{PATH}/{}/accessAssignments", segment(relationship)?);
    let mut read = std::pin::pin!(pages_at_home::<Wire>(caller, &path));
    let mut found = Vec::new();
    while let Some(page) = read.try_next().await? {
        for wire in page {
            let group_id = wire.access_container.and_then(|c| c.access_container_id);
            let mut roles = wire.access_details.unwrap_or_default().roles();
            names::name_roles(caller, &mut roles).await;
            found.push(Assignment {
                id: wire.id,
                status: wire.status.unwrap_or_default(),
                group_name: match &group_id {
                    Some(id) => names::group(caller, id).await,
                    None => None,
                },
                group_id,
                roles,
            });
        }
    }
    Ok(found)
}

//! A new secret of an application ("application: addPassword").

use crate::error::Error;
use crate::graph::{Graph, segment};
use crate::secret::Secret;
use serde::Deserialize;
use serde_json::json;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// Its name among the application's secrets.
const NAME: &str = "PartnerAuth";

/// A secret, which is told once.
#[derive(Debug)]
pub struct NewSecret {
    /// The secret.
    pub text: Secret,
    /// Its end, ISO 8601.
    pub ends_on: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    secret_text: String,
    end_date_time: String,
}

/// Makes a secret that is good for so many days. It needs Application.ReadWrite.All.
pub(super) async fn create(graph: &Graph<'_>, application: &str, days: u32, now_unix: i64) -> Result<NewSecret, Error> {
    let path = format!("/v1.0/applications/{}/addPassword", segment(application)?);
    let ends = OffsetDateTime::from_unix_timestamp(now_unix)
        .ok()
        .and_then(|now| now.checked_add(Duration::days(days.into())))
        .and_then(|end| end.format(&Rfc3339).ok())
        .ok_or_else(|| Error::input("A secret can't live that long.", "Give fewer days."))?;
    let body = json!({ "passwordCredential": { "displayName": NAME, "endDateTime": ends } });
    let added: Added = graph.post_once(&path, &body).await?;
    Ok(NewSecret {
        text: Secret::new(added.secret_text),
        ends_on: added.end_date_time,
    })
}

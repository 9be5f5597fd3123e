//! The names behind ids: of roles (Microsoft Graph, "List roleDefinitions") and of groups ("Get group"). They are asked
//! once for a while and not for each relationship; what may not be read is not asked for again meanwhile.

use super::Role;
use super::roles::built_in;
use crate::error::{Error, ErrorKind};
use crate::graph::{Graph, pages_at_home};
use crate::known::Known;
use crate::partner_center::Caller;
use crate::turns::Turns;
use futures_util::TryStreamExt;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long a name is believed.
const BELIEVED: Duration = Duration::from_secs(600);
/// The most names of groups that are remembered.
const CAPACITY: usize = 10_000;

/// Whose directory, and who reads it: the sign-in service, the partner's tenant, the application.
type Reader = (String, String, String);
type RoleNames = Arc<HashMap<Uuid, String>>;

/// What was found, and when: on the clock that never runs backwards.
#[derive(Clone)]
struct Found<T>(Duration, T);

impl<T> Found<T> {
    fn now(caller: &Caller<'_>, found: T) -> Self {
        Self(caller.client.clock().elapsed(), found)
    }

    fn believed(self, caller: &Caller<'_>) -> Option<T> {
        (caller.client.clock().elapsed() < self.0.saturating_add(BELIEVED)).then_some(self.1)
    }
}

/// Names by id.
pub struct DirectoryNames {
    roles: Known<Reader, Found<RoleNames>>,
    groups: Known<(Reader, Uuid), Found<Option<String>>>,
    turns: Turns<(Reader, Option<Uuid>)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleDefinition {
    id: String,
    template_id: Option<String>,
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    display_name: Option<String>,
}

impl Default for DirectoryNames {
    fn default() -> Self {
        Self {
            roles: Known::new(CAPACITY),
            groups: Known::new(CAPACITY),
            turns: Turns::default(),
        }
    }
}

/// Fills in the names of roles: Graph's, which are today's, or those of the table.
pub async fn name_roles(caller: &Caller<'_>, roles: &mut [Role]) {
    if roles.is_empty() {
        return;
    }
    let names = all_roles(caller).await;
    for role in roles {
        let Ok(id) = Uuid::try_parse(&role.id) else { continue };
        let known = names.get(&id).map(String::as_str);
        role.name = known.or_else(|| built_in(id)).map(str::to_owned);
    }
}

async fn all_roles(caller: &Caller<'_>) -> RoleNames {
    let (names, reader) = (caller.client.names(), reader(caller));
    if let Some(known) = names.roles.get(&reader).and_then(|found| found.believed(caller)) {
        return known;
    }
    let _turn = names.turns.take(&(reader.clone(), None)).await;
    if let Some(known) = names.roles.get(&reader).and_then(|found| found.believed(caller)) {
        return known;
    }
    let read = read_roles(caller).await;
    let keep = read.as_ref().map_or_else(may_not, |_| true);
    let found = read.map(Arc::new).unwrap_or_else(|error| {
        caller.report.verbose(format!(
            "Names of roles are those of the module's own table, as Graph's can't be read (RoleManagement.Read.Directory or Directory.Read.All): {error}"
        ));
        Arc::default()
    });
    if keep {
        names.roles.insert(reader, Found::now(caller, Arc::clone(&found)));
    }
    found
}

async fn read_roles(caller: &Caller<'_>) -> Result<HashMap<Uuid, String>, Error> {
    let path = "/v1.0/roleManagement/directory/roleDefinitions?$select=id,templateId,displayName";
    let mut read = std::pin::pin!(pages_at_home::<RoleDefinition>(caller, path));
    let mut found = HashMap::new();
    while let Some(page) = read.try_next().await? {
        for role in page {
            let id = role.template_id.as_deref().unwrap_or(&role.id);
            if let (Ok(id), Some(name)) = (Uuid::try_parse(id), role.display_name) {
                found.insert(id, name);
            }
        }
    }
    Ok(found)
}

/// A group's name; nothing where it may not be read or the group is gone.
pub async fn group(caller: &Caller<'_>, id: &str) -> Option<String> {
    let id = Uuid::try_parse(id).ok()?;
    let (names, reader) = (caller.client.names(), reader(caller));
    let key = (reader.clone(), id);
    if let Some(known) = names.groups.get(&key).and_then(|found| found.believed(caller)) {
        return known;
    }
    let _turn = names.turns.take(&(reader, Some(id))).await;
    if let Some(known) = names.groups.get(&key).and_then(|found| found.believed(caller)) {
        return known;
    }
    let graph = Graph::new(
        caller.client,
        caller.account,
        &caller.account.home,
        caller.timeout,
        caller.report,
    );
    let read: Result<Group, Error> = graph.get(&format!("/v1.0/groups/{id}?$select=displayName")).await;
    let keep = read
        .as_ref()
        .map_or_else(|e| may_not(e) || e.http_status() == Some(404), |_| true);
    let found = read
        .map_err(|error| {
            caller.report.verbose(format!(
                "The name of the group {id} can't be read (GroupMember.Read.All): {error}"
            ));
        })
        .ok()
        .and_then(|group| group.display_name);
    if keep {
        names.groups.insert(key, Found::now(caller, found.clone()));
    }
    found
}

fn may_not(error: &Error) -> bool {
    error.kind() == ErrorKind::NoAccess
}

fn reader(caller: &Caller<'_>) -> Reader {
    let account = caller.account;
    (
        account.cloud.login().to_owned(),
        account.home.to_string(),
        account.client_id.to_string(),
    )
}

//! GDAP: what customers and the partner have agreed on (Microsoft Graph, "delegatedAdminRelationship resource type").

mod assignments;
mod names;
mod roles;
mod wire;

pub use names::DirectoryNames;
pub use roles::{BUILT_IN, BuiltInRole, built_in};

use crate::error::Error;
use crate::graph::{self, Graph, pages_at_home};
use crate::partner_center::Caller;
use crate::tenant::Tenant;
use futures_util::StreamExt;
use futures_util::future::{Either, ready};
use futures_util::stream;
use std::fmt;
use uuid::Uuid;

/// The most relationships on one page that Graph gives.
const PAGE: u32 = 300;
/// How many relationships' groups are read at once.
const AT_ONCE: usize = 8;
/// What a call needs.
const PERMISSION: &str = "DelegatedAdminRelationship.Read.All";
const PATH: &str = "/v1.0/tenantRelationships/delegatedAdminRelationships";
/// How the name of a relationship begins that Microsoft made (Partner Center, "Microsoft-led transition from DAP to GDAP").
const MICROSOFT_LED: &str = "MLT_";

/// Which relationships.
#[derive(Clone, Debug, Default)]
pub struct RelationshipQuery {
    /// Those of one customer; of all when left out.
    pub customer: Option<Tenant>,
    /// The one with this id.
    pub id: Option<RelationshipId>,
    /// Those that are as far as one of these says, in Graph's words; all when empty.
    pub statuses: Vec<String>,
    /// True to leave out which groups have which roles, which is a call per relationship.
    pub skip_assignments: bool,
}

/// The id of a relationship: two GUIDs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationshipId(String);

/// A relationship. Times are ISO 8601, as Graph writes them.
#[derive(Clone, Debug, Default)]
pub struct Relationship {
    /// Its id.
    pub id: String,
    /// Display name, as the partner wrote it.
    pub name: String,
    /// How far it is, in Graph's words: a word that is new tomorrow is no failure.
    pub status: String,
    /// The customer's tenant id; nothing as long as no customer has seen it.
    pub customer_id: Option<String>,
    /// The customer's name, as the customer wrote it.
    pub customer_name: Option<String>,
    /// How long it lasts, ISO 8601.
    pub duration: Option<String>,
    /// By how much it is extended at its end, ISO 8601; a length of zero is not at all.
    pub auto_extend_duration: Option<String>,
    /// When it was made.
    pub created_on: Option<String>,
    /// When it was changed last.
    pub last_modified_on: Option<String>,
    /// When it became active.
    pub activated_on: Option<String>,
    /// When it ends.
    pub ends_on: Option<String>,
    /// The roles that the customer gives away.
    pub roles: Vec<Role>,
    /// Which groups have which of them; nothing when that was not read.
    pub assignments: Option<Vec<Assignment>>,
    /// The indirect provider's tenant, where the partner is an indirect reseller.
    pub indirect_provider_tenant_id: Option<String>,
    /// True when the indirect reseller has not agreed yet.
    pub partner_consent_pending: Option<bool>,
}

/// A role of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its template's id.
    pub id: String,
    /// Its name, where it is known.
    pub name: Option<String>,
}

/// Roles for a group of the partner.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Its id.
    pub id: String,
    /// How far it is, in Graph's words.
    pub status: String,
    /// The group's object id in the partner's tenant.
    pub group_id: Option<String>,
    /// The group's name, where it may be read.
    pub group_name: Option<String>,
    /// The roles.
    pub roles: Vec<Role>,
}

impl RelationshipId {
    /// Reads an id.
    ///
    /// # Errors
    /// `InvalidInput` for what is not two GUIDs with a hyphen between them.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let trimmed = text.trim_matches(' ');
        let guid = |part: Option<&str>| part.is_some_and(|p| p.len() == 36 && Uuid::try_parse(p).is_ok());
        let both = guid(trimmed.get(..36)) && guid(trimmed.get(37..)) && trimmed.get(36..37) == Some("-");
        if both {
            return Ok(Self(trimmed.to_ascii_lowercase()));
        }
        Err(Error::input(
            format!("'{}' is no id of a relationship.", crate::error::clean(text)),
            "Give two GUIDs with a hyphen between them, as Get-PartnerDelegatedAdminRelationship shows them.",
        ))
    }
}

impl fmt::Display for RelationshipId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Relationship {
    /// True when Microsoft made it in place of older delegated access.
    #[must_use]
    pub fn is_microsoft_led(&self) -> bool {
        self.name.starts_with(MICROSOFT_LED)
    }

    /// True when it is extended at its end; nothing when Graph does not say.
    #[must_use]
    pub fn auto_extends(&self) -> Option<bool> {
        let duration = self.auto_extend_duration.as_deref()?;
        Some(duration.bytes().any(|b| (b'1'..=b'9').contains(&b)))
    }

    /// False where no group can have roles any more, or yet.
    fn may_have_assignments(&self) -> bool {
        !["created", "approvalPending", "approved", "expired", "terminated"].contains(&self.status.as_str())
    }
}

/// Reads relationships page by page; `each` gets every one as soon as it is whole, while later pages are still read.
///
/// # Errors
/// `InvalidInput` for what can't be asked; those of a Graph token for the partner's tenant and of Graph itself. What was
/// read before has been given by then.
pub async fn list(
    caller: &Caller<'_>,
    query: &RelationshipQuery,
    each: &mut (dyn FnMut(Relationship) + Send),
) -> Result<(), Error> {
    if let Some(id) = &query.id {
        let relationship = whole(caller, query, by_id(caller, id).await?).await;
        if takes(query, &relationship) {
            each(relationship);
        }
        return Ok(());
    }
    let path = path(caller, query).await?;
    let read = pages_at_home::<wire::Relationship>(caller, &path);
    let relationships = read.flat_map(|page| match page {
        Ok(page) => stream::iter(page.into_iter().map(|r| Ok(Relationship::from(r))).collect::<Vec<_>>()),
        Err(error) => stream::iter(vec![Err(error)]),
    });
    let mut found = std::pin::pin!(
        relationships
            .filter(|r| ready(r.as_ref().map_or(true, |r| takes(query, r))))
            .map(|relationship| match relationship {
                Ok(relationship) => Either::Left(async { Ok(whole(caller, query, relationship).await) }),
                Err(error) => Either::Right(ready(Err(error))),
            })
            .buffered(AT_ONCE)
    );
    let mut count = 0_u64;
    while let Some(relationship) = found.next().await {
        each(relationship.map_err(denied)?);
        count += 1;
        caller.report.progress(format!("{count} relationships read"));
    }
    Ok(())
}

/// An active relationship of a customer, if there is one, without the names of its roles and without its groups.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub(crate) async fn active(caller: &Caller<'_>, customer: Uuid) -> Result<Option<Relationship>, Error> {
    let path = path_of(Some(customer), None);
    let mut read = std::pin::pin!(pages_at_home::<wire::Relationship>(caller, &path));
    while let Some(page) = read.next().await {
        let found = page?.into_iter().map(Relationship::from).find(|r| r.status == "active");
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// All relationships, or those of a customer, without the names of their roles and without their groups.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub(crate) async fn of(caller: &Caller<'_>, customer: Option<Uuid>) -> Result<Vec<Relationship>, Error> {
    let path = path_of(customer, None);
    let mut read = std::pin::pin!(pages_at_home::<wire::Relationship>(caller, &path));
    let mut found = Vec::new();
    while let Some(page) = read.next().await {
        found.extend(page.map_err(denied)?.into_iter().map(Relationship::from));
    }
    Ok(found)
}

/// The relationship with the names of its roles and with its groups, where it can have any.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub(crate) async fn with_groups(caller: &Caller<'_>, mut relationship: Relationship) -> Result<Relationship, Error> {
    names::name_roles(caller, &mut relationship.roles).await;
    if relationship.may_have_assignments() {
        let assignments = assignments::list(caller, &relationship.id).await;
        relationship.assignments = Some(assignments.map_err(denied)?);
    }
    Ok(relationship)
}

async fn by_id(caller: &Caller<'_>, id: &RelationshipId) -> Result<Relationship, Error> {
    let graph = Graph::new(
        caller.client,
        caller.account,
        &caller.account.home,
        caller.timeout,
        caller.report,
    );
    let found: Result<wire::Relationship, Error> = graph.get(&format!("{PATH}/{id}")).await;
    found
        .map(Relationship::from)
        .map_err(|error| match error.http_status() {
            Some(404) => error.message(format!("The partner has no relationship with the id {id}.")),
            _ => denied(error),
        })
}

/// The address of the list.
async fn path(caller: &Caller<'_>, query: &RelationshipQuery) -> Result<String, Error> {
    let Some(customer) = &query.customer else {
        let [status] = query.statuses.as_slice() else {
            return Ok(path_of(None, None));
        };
        return Ok(path_of(None, Some(status)));
    };
    let id = caller.customer_id(customer).await;
    let id = id.map_err(|e| caller.client.about(e, &caller.account.cloud, customer))?;
    Ok(path_of(Some(id), None))
}

/// The address of a list that Graph filters by one thing alone; the rest is left to us.
fn path_of(customer: Option<Uuid>, status: Option<&str>) -> String {
    let filter = match (customer, status) {
        (Some(id), _) => format!("&$filter=customer/tenantId eq '{id}'"),
        // Only what can be one of Graph's words: it stands in the address.
        (None, Some(status)) if status.bytes().all(|b| b.is_ascii_alphabetic()) => {
            format!("&$filter=status eq '{status}'")
        }
        (None, _) => String::new(),
    };
    format!("{PATH}?$top={PAGE}{filter}")
}

fn takes(query: &RelationshipQuery, relationship: &Relationship) -> bool {
    let is = |status: &String| status.eq_ignore_ascii_case(&relationship.status);
    query.statuses.is_empty() || query.statuses.iter().any(is)
}

/// The relationship with the names of its roles, and its groups. Those are extras: without them the rest is as good.
async fn whole(caller: &Caller<'_>, query: &RelationshipQuery, mut relationship: Relationship) -> Relationship {
    names::name_roles(caller, &mut relationship.roles).await;
    if query.skip_assignments || !relationship.may_have_assignments() {
        return relationship;
    }
    match assignments::list(caller, &relationship.id).await {
        Ok(assignments) => relationship.assignments = Some(assignments),
        Err(error) => caller.report.warning(format!(
            "The groups of the relationship {} can't be read: {error}",
            crate::error::clean(&relationship.id)
        )),
    }
    relationship
}

fn denied(error: Error) -> Error {
    graph::needing(error, "Reading GDAP relationships", PERMISSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_two_guids_and_nothing_else() {
        let guid = "11111111-2222-3333-4444-555555555555";
        let id = format!("{guid}-{guid}");
        assert_eq!(RelationshipId::parse(&id.to_uppercase()).unwrap().to_string(), id);
        for bad in [
            "",
            guid,
            &format!("{guid}/{guid}"),
            &format!("{guid}-{guid}-"),
            &format!("{guid}-{guid}/../x"),
            "é",
        ] {
            assert!(RelationshipId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_length_of_zero_is_no_extension() {
        for (duration, extends) in [("PT0S", false), ("P0D", false), ("P180D", true)] {
            let relationship = Relationship {
                auto_extend_duration: Some(duration.into()),
                ..Relationship::default()
            };
            assert_eq!(relationship.auto_extends(), Some(extends), "{duration}");
        }
        assert_eq!(Relationship::default().auto_extends(), None);
    }
}

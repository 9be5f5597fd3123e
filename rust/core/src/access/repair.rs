//! What repairs a step: a command of this module or of `Microsoft.Graph.Identity.Partner`, or a request.

use crate::relationships::{Assignment, Relationship, RelationshipId};
use serde_json::{Value, json};
use uuid::Uuid;

/// How long a new relationship lasts: the most that can be asked for (Microsoft Graph, "Create
/// delegatedAdminRelationship").
const LONGEST: &str = "P730D";
/// By how much it is extended at its end: the one length that there is.
const EXTENSION: &str = "P180D";
/// A relationship with this role is never extended by itself.
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

/// What repairs a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repair {
    /// A command line.
    pub command: Option<String>,
    /// The method of a request.
    pub method: Option<&'static str>,
    /// Its path at Microsoft Graph, from the version on.
    pub path: Option<String>,
    /// Its body.
    pub body: Option<String>,
}

impl Repair {
    /// A command line.
    pub fn command(line: impl Into<String>) -> Self {
        Self {
            command: Some(line.into()),
            ..Self::default()
        }
    }

    fn request(method: &'static str, path: String, body: Option<&Value>) -> Self {
        Self {
            command: None,
            method: Some(method),
            path: Some(path),
            body: body.map(Value::to_string),
        }
    }

    /// Asks a customer for a relationship: with the roles of the one that ended, or with those that are wanted.
    pub fn new_relationship(customer: Uuid, roles: &[String], today: i64) -> Self {
        let mut body = json!({
            // It is told apart from every other of the partner's, and has 50 characters at most.
            "displayName": format!("GDAP {customer} {today}"),
            "duration": LONGEST,
            "customer": { "tenantId": customer.to_string() },
            "accessDetails": { "unifiedRoles": unified(roles) },
        });
        if let Some(fields) = body.as_object_mut()
            && !roles.iter().any(|r| r == GLOBAL_ADMINISTRATOR)
        {
            fields.insert("autoExtendDuration".to_owned(), EXTENSION.into());
        }
        let path = "/v1.0/tenantRelationships/delegatedAdminRelationships".to_owned();
        let command = "New-MgTenantRelationshipDelegatedAdminRelationship -BodyParameter $body";
        Self::request("POST", path, Some(&body)).with_command(command)
    }

    /// Locks a draft, so that the customer can approve it.
    pub fn lock(relationship: &Relationship) -> Self {
        let Ok(id) = RelationshipId::parse(&relationship.id) else {
            return Self::default();
        };
        let path = format!("/v1.0/tenantRelationships/delegatedAdminRelationships/{id}/requests");
        let command = format!(
            "New-MgTenantRelationshipDelegatedAdminRelationshipRequest -DelegatedAdminRelationshipId {id} -BodyParameter $body"
        );
        Self::request("POST", path, Some(&json!({ "action": "lockForApproval" }))).with_command(&command)
    }

    /// The command line with the body that it takes.
    fn with_command(self, command: &str) -> Self {
        let body = self.body.as_deref().unwrap_or("{}");
        Self {
            command: Some(format!("$body = '{body}' | ConvertFrom-Json -AsHashtable; {command}")),
            ..self
        }
    }

    /// Gives a group of the partner roles of a relationship. The group is the reader's to choose.
    pub fn new_assignment(relationship: &Relationship, roles: &[String]) -> Self {
        let body = json!({
            "accessContainer": {
                "accessContainerId": "<object id of a security group of the partner>",
                "accessContainerType": "securityGroup",
            },
            "accessDetails": { "unifiedRoles": unified(roles) },
        });
        let Ok(id) = RelationshipId::parse(&relationship.id) else {
            return Self::default();
        };
        let path = format!("/v1.0/tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments");
        let command = format!(
            "New-MgTenantRelationshipDelegatedAdminRelationshipAccessAssignment -DelegatedAdminRelationshipId {id} -BodyParameter $body"
        );
        Self::request("POST", path, Some(&body)).with_command(&command)
    }

    /// Puts the user into a group that has roles.
    pub fn join_group(assignment: &Assignment, user: &str, graph: &str) -> Option<Self> {
        let group = Uuid::try_parse(assignment.group_id.as_deref()?).ok()?;
        let body = json!({ "@odata.id": format!("{graph}/v1.0/directoryObjects/{user}") });
        let path = format!("/v1.0/groups/{group}/members/$ref");
        Some(Self::request("POST", path, Some(&body)))
    }

    /// Deletes the guest account; the customer's administrator does.
    pub fn delete_guest(user: &str) -> Self {
        Self::request("DELETE", format!("/v1.0/users/{user}"), None)
    }

    /// Brings the customer's consent to the manifest.
    pub fn sync(customer: &str) -> Self {
        Self::command(format!(
            "Sync-PartnerCustomerApplicationConsent -CustomerId {customer} -Manifest FILE"
        ))
    }
}

fn unified(roles: &[String]) -> Vec<Value> {
    roles.iter().map(|id| json!({ "roleDefinitionId": id })).collect()
}

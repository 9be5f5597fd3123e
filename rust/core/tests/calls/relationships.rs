//! GDAP relationships: pages, filters, names, groups, and what a failure costs.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Notes, Reply, Server, account, client, http, token};
use partner_auth::partner_center::Caller;
use partner_auth::relationships::{BUILT_IN, Relationship, RelationshipId, RelationshipQuery, list};
use partner_auth::{Account, Error, ErrorKind, Report, Tenant};
use partner_sandbox::{Options, Sandbox, Scenario};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

const READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const GROUP: &str = "77777777-2222-3333-4444-555555555555";
const LIST: &str = "/delegatedAdminRelationships?";

fn relationship(name: &str, status: &str) -> serde_json::Value {
    json!({
        "id": format!("{CUSTOMER}-{CUSTOMER}"),
        "displayName": name,
        "status": status,
        "customer": { "tenantId": CUSTOMER, "displayName": "Contoso" },
        "accessDetails": { "unifiedRoles": [{ "roleDefinitionId": READER }] },
        "autoExtendDuration": "P180D",
        "endDateTime": "2030-01-01T00:00:00Z",
    })
}

fn page(relationships: &[serde_json::Value], next: Option<&str>) -> String {
    let mut page = json!({ "value": relationships });
    if let Some(next) = next {
        page["@odata.nextLink"] = json!(next);
    }
    page.to_string()
}

/// Answers everything beside the list of relationships.
fn other(request: &str) -> Reply {
    let assignment = json!({ "value": [{
        "id": "a", "status": "active",
        "accessContainer": { "accessContainerId": GROUP, "accessContainerType": "securityGroup" },
        "accessDetails": { "unifiedRoles": [{ "roleDefinitionId": READER }] },
    }] });
    if request.contains("/oauth2/v2.0/token") {
        token("t", 3600)
    } else if request.contains("/accessAssignments") {
        http(200, &assignment.to_string())
    } else if request.contains("/roleDefinitions") {
        let role = json!({ "id": READER, "templateId": READER, "displayName": "Reader of Everything" });
        http(200, &json!({ "value": [role] }).to_string())
    } else if request.contains("/groups/") {
        http(200, r#"{"displayName":"Admins"}"#)
    } else {
        panic!("{request}")
    }
}

async fn read(
    server: &Server,
    query: &RelationshipQuery,
    each: &mut (dyn FnMut(Relationship) + Send),
) -> (Result<(), Error>, Arc<Notes>) {
    let (client, _, notes) = client();
    let (account, report): (_, Arc<dyn Report>) = (account(&server.cloud()), notes.clone());
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    // The test's clock stands still: what waits or goes on for ever ends here.
    let work = tokio::time::timeout(Duration::from_secs(30), list(&caller, query, each));
    (work.await.unwrap(), notes)
}

async fn all(server: &Server, query: &RelationshipQuery) -> (Vec<Relationship>, Arc<Notes>) {
    let mut found = Vec::new();
    let (result, notes) = read(server, query, &mut |r| found.push(r)).await;
    result.unwrap();
    (found, notes)
}

fn lists(server: &Server) -> Vec<String> {
    let requests = server.requests.lock().unwrap();
    let first = |r: &String| r.lines().next().unwrap_or_default().to_owned();
    requests.iter().filter(|r| r.contains(LIST)).map(first).collect()
}

#[tokio::test]
async fn a_relationship_comes_with_names_of_roles_and_groups_that_are_asked_once() {
    let server = Server::start(|r, _| {
        if r.contains(LIST) {
            http(
                200,
                &page(
                    &[relationship("One", "active"), relationship("MLT_Two", "active")],
                    None,
                ),
            )
        } else {
            other(r)
        }
    })
    .await;
    let (found, _) = all(&server, &RelationshipQuery::default()).await;
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].roles[0].name.as_deref(), Some("Reader of Everything"));
    let assignment = &found[0].assignments.as_ref().unwrap()[0];
    assert_eq!(assignment.group_name.as_deref(), Some("Admins"));
    assert_eq!(assignment.roles[0].name.as_deref(), Some("Reader of Everything"));
    assert_eq!(
        [found[0].is_microsoft_led(), found[1].is_microsoft_led()],
        [false, true]
    );
    assert_eq!(
        server.count(),
        6,
        "a token, a list, the roles, two lists of assignments, one group"
    );
}

#[tokio::test]
async fn the_first_come_before_the_last_page_is_read() {
    let gate: Arc<Notify> = Arc::default();
    let (held, opened) = (Arc::clone(&gate), Arc::clone(&gate));
    let address: Arc<Mutex<String>> = Arc::default();
    let at = Arc::clone(&address);
    let server = Server::start(move |r, _| {
        if r.contains("skiptoken") {
            let last = http(200, &page(&[relationship("Two", "active")], None));
            let Reply::Bytes(bytes) = last else { panic!() };
            Reply::After(Arc::clone(&held), bytes)
        } else if r.contains(LIST) {
            let next = format!("{}/v1.0/x/delegatedAdminRelationships?$skiptoken=1", at.lock().unwrap());
            http(200, &page(&[relationship("One", "active")], Some(&next)))
        } else {
            other(r)
        }
    })
    .await;
    address.lock().unwrap().clone_from(&server.address);
    let mut names = Vec::new();
    let (result, _) = read(&server, &RelationshipQuery::default(), &mut |r| {
        names.push(r.name);
        // The second page is held back until the first has come through.
        opened.notify_one();
    })
    .await;
    result.unwrap();
    assert_eq!(names, ["One", "Two"]);
}

#[tokio::test]
async fn a_page_leads_to_no_other_host_and_in_no_circle_and_costs_nothing_that_came_before() {
    for link in [
        "https://evil.example/v1.0/x",
        "http://127.0.0.1:1/v1.0/x",
        "{same}",
        "nowhere",
    ] {
        let address: Arc<Mutex<String>> = Arc::default();
        let at = Arc::clone(&address);
        let server = Server::start(move |r, _| {
            if r.contains(LIST) {
                let link = link.replace(
                    "{same}",
                    &format!("{}/v1.0/x/delegatedAdminRelationships?x", at.lock().unwrap()),
                );
                http(200, &page(&[relationship("One", "expired")], Some(&link)))
            } else {
                other(r)
            }
        })
        .await;
        address.lock().unwrap().clone_from(&server.address);
        let mut count = 0;
        let (result, _) = read(&server, &RelationshipQuery::default(), &mut |_| count += 1).await;
        assert_eq!(result.unwrap_err().kind(), ErrorKind::ServiceError, "{link}");
        assert!(count >= 1 && lists(&server).len() <= 2, "{link}: {count}");
    }
}

#[tokio::test]
async fn graph_filters_by_what_it_is_known_to_filter_by_and_the_rest_is_ours() {
    let customer = Some(Tenant::parse(CUSTOMER).unwrap());
    let active = vec!["Active".to_owned()];
    let two = vec!["expired".to_owned(), "approvalPending".to_owned()];
    for (customer, statuses, filter, count) in [
        (None, vec![], None, 3),
        (None, active.clone(), Some("$filter=status%20eq%20%27Active%27"), 1),
        (None, two, None, 1),
        (
            customer,
            active,
            Some("$filter=customer/tenantId%20eq%20%2711111111-2222-3333-4444-555555555555%27"),
            1,
        ),
    ] {
        let server = Server::start(|r, _| {
            if r.contains(LIST) {
                let all = ["active", "expired", "notYetInvented"].map(|s| relationship("x", s));
                http(200, &page(&all, None))
            } else {
                other(r)
            }
        })
        .await;
        let query = RelationshipQuery {
            customer,
            statuses,
            skip_assignments: true,
            ..RelationshipQuery::default()
        };
        let (found, _) = all(&server, &query).await;
        assert_eq!(found.len(), count, "{query:?}");
        let asked = lists(&server)[0].clone();
        assert!(asked.contains("$top=300"), "{asked}");
        assert_eq!(asked.contains("$filter"), filter.is_some(), "{asked}");
        assert!(asked.contains(filter.unwrap_or_default()), "{asked}");
        if count == 3 {
            assert_eq!(found[2].status, "notYetInvented");
        }
    }
}

#[tokio::test]
async fn names_that_may_not_be_read_are_those_of_the_table_or_none_and_are_not_asked_for_again() {
    let denied = r#"{"error":{"code":"Authorization_RequestDenied","message":"No."}}"#;
    let server = Server::start(move |r, _| {
        if r.contains(LIST) {
            let unknown = json!({ "unifiedRoles": [{ "roleDefinitionId": CUSTOMER }, { "roleDefinitionId": READER }] });
            let mut second = relationship("Two", "active");
            second["accessDetails"] = unknown;
            http(200, &page(&[relationship("One", "active"), second], None))
        } else if r.contains("/roleDefinitions") || r.contains("/groups/") {
            http(403, denied)
        } else {
            other(r)
        }
    })
    .await;
    let (found, notes) = all(&server, &RelationshipQuery::default()).await;
    assert_eq!(found[0].roles[0].name.as_deref(), Some("Global Reader"));
    assert_eq!(
        (found[1].roles[0].name.as_deref(), found[1].roles[0].id.as_str()),
        (None, CUSTOMER)
    );
    assert_eq!(found[1].assignments.as_ref().unwrap()[0].group_name, None);
    assert_eq!(server.count(), 6);
    let verbose = notes.verbose.lock().unwrap().join("\n");
    assert!(
        verbose.contains("RoleManagement.Read.Directory") && verbose.contains("GroupMember.Read.All"),
        "{verbose}"
    );
}

#[tokio::test]
async fn a_refusal_names_the_permission_and_groups_that_fail_cost_the_relationship_nothing() {
    let denied = r#"{"error":{"code":"Authorization_RequestDenied","message":"No."}}"#;
    let server = Server::start(move |r, _| if r.contains(LIST) { http(403, denied) } else { other(r) }).await;
    let (result, _) = read(&server, &RelationshipQuery::default(), &mut |_| ()).await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAccess);
    assert!(
        error.remedy().contains("DelegatedAdminRelationship.Read.All"),
        "{}",
        error.remedy()
    );

    let server = Server::start(move |r, _| match r {
        r if r.contains(LIST) => http(200, &page(&[relationship("One", "active")], None)),
        r if r.contains("/accessAssignments") => http(403, denied),
        r => other(r),
    })
    .await;
    let (found, notes) = all(&server, &RelationshipQuery::default()).await;
    assert!(found[0].assignments.is_none());
    assert!(notes.warnings.lock().unwrap()[0].contains("can't be read"));
}

#[tokio::test]
async fn one_is_read_by_its_id_and_one_that_is_not_there_is_named() {
    let id = format!("{CUSTOMER}-{CUSTOMER}");
    let wanted = RelationshipQuery {
        id: Some(RelationshipId::parse(&id).unwrap()),
        ..RelationshipQuery::default()
    };
    let one = format!("/delegatedAdminRelationships/{id} ");
    let server = Server::start(move |r, _| {
        if r.contains(&one) {
            http(200, &relationship("One", "terminated").to_string())
        } else {
            other(r)
        }
    })
    .await;
    let (found, _) = all(&server, &wanted).await;
    assert_eq!((found.len(), found[0].status.as_str()), (1, "terminated"));
    assert!(found[0].assignments.is_none(), "what has ended has no groups");

    let gone = r#"{"error":{"code":"Request_ResourceNotFound","message":"No."}}"#;
    let server = Server::start(move |r, _| {
        if r.contains("/oauth2/") {
            other(r)
        } else {
            http(404, gone)
        }
    })
    .await;
    let (result, _) = read(&server, &wanted, &mut |_| ()).await;
    let error = result.unwrap_err();
    assert!(error.to_string().contains(&id), "{error}");
}

/// A sandbox, and an account there.
async fn practice(scenario: serde_json::Value) -> (Sandbox, Account) {
    let scenario = Scenario::parse(&scenario.to_string()).unwrap();
    let options = Options {
        scenario: Some(scenario),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let account = crate::support::account_of(&sandbox);
    (sandbox, account)
}

#[tokio::test]
async fn the_sandbox_and_the_core_speak_the_same_graph() {
    let (sandbox, account) = practice(json!({ "graph": { "pageSize": 2 }, "customers": 5, "tenants": [
        { "domain": "a.example", "relationships": [
            { "roles": ["Global Reader"], "assignments": [{ "group": "GDAP Engineers", "status": "error" }] },
            { "status": "unknownFutureValue", "indirectProvider": CUSTOMER, "partnerConsentPending": true },
        ] },
    ] }))
    .await;
    let (client, _, notes) = client();
    let report: Arc<dyn Report> = notes;
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let mut found = Vec::new();
    list(&caller, &RelationshipQuery::default(), &mut |r| found.push(r))
        .await
        .unwrap();
    assert_eq!(found.len(), 6);
    let first = &found[0];
    assert_eq!(
        first.customer_id.as_deref(),
        Some(sandbox.document().customers[0].tenant_id.as_str())
    );
    let assignment = &first.assignments.as_ref().unwrap()[0];
    assert_eq!(
        (
            assignment.group_name.as_deref(),
            assignment.status.as_str(),
            assignment.roles[0].name.as_deref()
        ),
        (Some("GDAP Engineers"), "error", Some("Global Reader"))
    );
    assert_eq!(
        (found[1].status.as_str(), found[1].partner_consent_pending),
        ("unknownFutureValue", Some(true))
    );
    assert_eq!(found[1].indirect_provider_tenant_id.as_deref(), Some(CUSTOMER));
    let names = found
        .iter()
        .flat_map(|r| &r.roles)
        .map(|r| (r.id.as_str(), r.name.as_deref()));
    for (id, name) in names {
        assert_eq!(BUILT_IN.iter().find(|r| r.id == id).map(|r| r.name.as_str()), name);
    }
}

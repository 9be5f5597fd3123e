//! GDAP: what Microsoft Graph tells of relationships, and what they let the partner's users do.

use crate::support::{GRAPH, GRAPH_SCOPE, Practice, claims};
use serde_json::{Value, json};

const RELATIONSHIPS: &str = "tenantRelationships/delegatedAdminRelationships";
const CUSTOMERS: &str = "tenantRelationships/delegatedAdminCustomers";

/// A sandbox with one customer, `a.example`, that has all the usual consents and what else is said of it.
async fn customer(more: Value) -> Practice {
    let mut tenant = json!({ "domain": "a.example", "consented": true });
    tenant
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    Practice::with(json!({ "tenants": [tenant] })).await
}

async fn home(practice: &Practice) -> String {
    practice.access_token(practice.home(), GRAPH_SCOPE).await
}

/// What Graph lists, page by page, and how many pages there were.
async fn all(practice: &Practice, path: &str) -> (Vec<Value>, usize) {
    let token = home(practice).await;
    let (mut values, mut pages, mut path) = (Vec::new(), 0, path.to_owned());
    loop {
        let page = practice.graph(&path, &token).await.json();
        values.extend(page["value"].as_array().unwrap_or_else(|| panic!("{page}")).clone());
        pages += 1;
        let Some(next) = page["@odata.nextLink"].as_str() else {
            return (values, pages);
        };
        let start = format!("{}/v1.0/", practice.document().environment.graph);
        path = next.strip_prefix(&start).unwrap_or_else(|| panic!("{next}")).to_owned();
    }
}

#[tokio::test]
async fn nothing_said_is_an_active_relationship_through_a_group_of_the_user() {
    let practice = customer(json!({})).await;
    let token = home(&practice).await;
    let (found, _) = all(&practice, RELATIONSHIPS).await;
    let one = &found[0];
    assert_eq!((found.len(), &one["status"]), (1, &json!("active")));
    assert_eq!(one["customer"]["tenantId"], practice.customer(0));
    assert_eq!(
        (&one["duration"], &one["autoExtendDuration"]),
        (&json!("P730D"), &json!("P180D"))
    );
    let roles = one["accessDetails"]["unifiedRoles"].as_array().unwrap();
    assert_eq!(roles.len(), 12);

    let id = one["id"].as_str().unwrap();
    assert_eq!(
        practice.graph(&format!("{RELATIONSHIPS}/{id}"), &token).await.json()["id"],
        id
    );
    let (assignments, _) = all(&practice, &format!("{RELATIONSHIPS}/{id}/accessAssignments")).await;
    assert_eq!(assignments[0]["status"], "active");
    let group = assignments[0]["accessContainer"]["accessContainerId"].as_str().unwrap();
    let named = practice.graph(&format!("groups/{group}"), &token).await.json();
    assert_eq!(named["displayName"], "GDAP Administrators");
    let mine = practice.graph("me/memberOf", &token).await.json();
    assert!(mine["value"].as_array().unwrap().iter().any(|g| g["id"] == group));

    let (roles, _) = all(&practice, "roleManagement/directory/roleDefinitions?$top=999").await;
    assert!(
        roles
            .iter()
            .any(|r| r["templateId"] == "f2ef992c-3afb-46b9-b7cf-a126ee74c451" && r["displayName"] == "Global Reader")
    );
}

#[tokio::test]
async fn pages_are_as_large_as_asked_and_lead_to_the_next() {
    let practice = Practice::with(json!({ "customers": 7, "graph": { "pageSize": 5 } })).await;
    for (path, pages) in [
        (RELATIONSHIPS.to_owned(), 2),
        (format!("{RELATIONSHIPS}?$top=3"), 3),
        (format!("{RELATIONSHIPS}?$top=300&$filter=status eq 'active'"), 2),
        (CUSTOMERS.to_owned(), 2),
        ("contracts".to_owned(), 2),
    ] {
        let (found, count) = all(&practice, &path).await;
        assert_eq!((found.len(), count), (7, pages), "{path}");
    }
    let token = home(&practice).await;
    for bad in [
        "$top=301",
        "$top=0",
        "$top=x",
        "$skiptoken=x",
        "$filter=displayName eq 'x'",
    ] {
        assert_eq!(
            practice.graph(&format!("{RELATIONSHIPS}?{bad}"), &token).await.status,
            400,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_filter_names_status_and_customer() {
    let practice = Practice::with(json!({ "tenants": [
        { "domain": "a.example", "relationships": [{}, { "status": "approvalPending" }] },
        { "domain": "b.example" },
    ] }))
    .await;
    let id = practice.customer(0);
    for (filter, count) in [
        ("status eq 'active'".to_owned(), 2),
        (format!("customer/tenantId eq '{id}'"), 2),
        (format!("status eq 'active' and customer/tenantId eq '{id}'"), 1),
        ("status eq 'expired'".to_owned(), 0),
    ] {
        let (found, _) = all(&practice, &format!("{RELATIONSHIPS}?$filter={filter}")).await;
        assert_eq!(found.len(), count, "{filter}");
    }
}

#[tokio::test]
async fn a_scenario_says_how_far_a_relationship_is() {
    let practice = customer(json!({ "relationships": [
        { "name": "One", "status": "approvalPending" },
        { "status": "expired" },
        { "daysLeft": 5, "roles": ["Global Administrator"] },
        { "microsoftLed": true },
        { "indirectProvider": "aaaaaaaa-2222-4333-8444-555555555555", "partnerConsentPending": true },
    ] }))
    .await;
    let (found, _) = all(&practice, RELATIONSHIPS).await;
    let field = |name: &str| -> Vec<Value> { found.iter().map(|r| r[name].clone()).collect() };
    assert_eq!(
        field("status"),
        ["approvalPending", "expired", "active", "active", "active"]
    );
    assert_eq!(field("autoExtendDuration"), ["P180D", "PT0S", "PT0S", "PT0S", "P180D"]);
    assert_eq!(
        (&found[0]["displayName"], &found[0]["endDateTime"]),
        (&json!("One"), &Value::Null)
    );
    assert!(found[3]["displayName"].as_str().unwrap().starts_with("MLT_"));
    assert_eq!(
        found[4]["indirectProviderTenantId"],
        "aaaaaaaa-2222-4333-8444-555555555555"
    );
    assert_eq!(found[4]["isPartnerConsentPending"], true);
    assert!(found[0].get("indirectProviderTenantId").is_none());
}

#[tokio::test]
async fn a_token_carries_the_roles_that_are_in_force() {
    let reader = json!({ "relationships": [{ "roles": ["Global Reader"] }] });
    let practice = customer(reader).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    assert_eq!(claims(&token)["wids"], json!(["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]));
    assert!(claims(&home(&practice).await).get("wids").is_none());
    let refused = practice.consent(practice.customer(0), GRAPH, "User.Read", &[]).await;
    assert_eq!((refused.status, &refused.json()["code"]), (403, &json!(1002)));
}

#[tokio::test]
async fn without_a_role_in_force_nobody_gets_in() {
    for relationships in [
        json!([]),
        json!([{ "status": "approvalPending" }]),
        json!([{ "status": "terminated" }]),
        json!([{ "daysLeft": -1 }]),
        json!([{ "assignments": [] }]),
        json!([{ "assignments": [{ "status": "pending" }] }]),
        json!([{ "assignments": [{ "group": "GDAP Others" }] }]),
        json!([{ "assignments": [{ "group": "GDAP Engineers" }] }]),
    ] {
        let practice = customer(json!({ "relationships": relationships })).await;
        let answer = practice.redeem("a.example", &[]).await;
        assert_eq!((answer.status, answer.code()), (400, 50020), "{relationships}");
    }
}

#[tokio::test]
async fn a_nested_group_is_among_the_users_and_gives_no_role() {
    let practice = customer(json!({})).await;
    let token = home(&practice).await;
    let names = |answer: Value| -> Vec<String> {
        let groups = answer["value"].as_array().unwrap().clone();
        groups
            .iter()
            .map(|g| g["displayName"].as_str().unwrap().to_owned())
            .collect()
    };
    let direct = names(practice.graph("me/memberOf", &token).await.json());
    let every = names(practice.graph("me/transitiveMemberOf", &token).await.json());
    assert!(!direct.contains(&"GDAP Engineers".to_owned()) && every.contains(&"GDAP Engineers".to_owned()));
    assert!(!every.contains(&"GDAP Others".to_owned()) && every.contains(&"AdminAgents".to_owned()));
}

#[tokio::test]
async fn a_guest_gets_in_as_another_object_and_without_roles() {
    let practice = customer(json!({ "guest": true })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let at_home = home(&practice).await;
    assert!(claims(&token).get("wids").is_none());
    assert_ne!(claims(&token)["oid"], claims(&at_home)["oid"]);
    assert_eq!(practice.graph("me", &token).await.json()["userType"], "Guest");
    assert_eq!(practice.graph("me", &at_home).await.json()["userType"], "Member");

    let usual = customer(json!({})).await;
    let token = usual.access_token("a.example", GRAPH_SCOPE).await;
    assert_eq!(usual.graph("me", &token).await.status, 404);
}

#[tokio::test]
async fn a_relationship_ends_with_the_clock() {
    let practice = customer(json!({ "relationships": [{ "daysLeft": 1 }] })).await;
    assert_eq!(practice.redeem("a.example", &[]).await.status, 200);
    practice.sandbox.advance(std::time::Duration::from_secs(24 * 60 * 60));
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 50020);
    let (found, _) = all(&practice, &format!("{RELATIONSHIPS}?$filter=status eq 'expired'")).await;
    assert_eq!(found.len(), 1);
}

#[tokio::test]
async fn a_customer_with_gdap_alone_is_in_graph_and_not_in_partner_center() {
    let practice = customer(json!({ "gdapOnly": true })).await;
    assert_eq!(practice.read("customers").await.json()["totalCount"], 0);
    assert_eq!(
        practice
            .read(&format!("customers/{}", practice.customer(0)))
            .await
            .status,
        404
    );
    assert_eq!(all(&practice, "contracts").await.0.len(), 0);
    let (found, _) = all(&practice, CUSTOMERS).await;
    assert_eq!(found[0]["tenantId"], practice.customer(0));
}

#[tokio::test]
async fn an_indirect_reseller_has_no_partner_center() {
    let practice = Practice::with(json!({ "customers": 1, "partnerCenter": { "indirectReseller": true } })).await;
    let answer = practice.read("customers").await;
    assert_eq!((answer.status, &answer.json()["code"]), (403, &json!(2032)));
    assert_eq!(all(&practice, CUSTOMERS).await.0.len(), 1);
}

#[tokio::test]
async fn graph_reads_relationships_in_the_partners_tenant_with_the_permission_alone() {
    let practice = customer(json!({})).await;
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }]);
    let few = Practice::with(json!({ "tenants": [{ "domain": "a.example", "consents": consents }] })).await;
    let token = few.access_token("a.example", GRAPH_SCOPE).await;
    for path in [
        RELATIONSHIPS,
        CUSTOMERS,
        "groups/55555555-eeee-4eee-8eee-000000000001",
        "roleManagement/directory/roleDefinitions",
    ] {
        assert_eq!(few.graph(path, &token).await.status, 403, "{path}");
    }
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    assert_eq!(practice.graph(RELATIONSHIPS, &token).await.json()["value"], json!([]));
}

//! Roles of the application on its own, by Microsoft Graph, and what its tokens show of them.

use crate::support::{EXCHANGE, GRAPH, GRAPH_SCOPE, Practice, claims};
use reqwest::Method;
use serde_json::{Value, json};

const MANAGE_AS_APP: &str = "dc50a0fb-09a3-484d-be87-e023b12c6440";

async fn roles(practice: &Practice) -> Value {
    let alone = [
        ("grant_type", "client_credentials"),
        ("refresh_token", ""),
        ("scope", "https://outlook.office365.com/.default"),
    ];
    let body = practice.redeem("a.example", &alone).await.json();
    claims(body["access_token"].as_str().unwrap())["roles"].clone()
}

#[tokio::test]
async fn an_assigned_role_shows_in_the_applications_next_token() {
    let tenants = json!([{ "domain": "a.example", "consented": true }]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let client = practice.principal(&practice.document().application_id, &token).await;
    let exchange = practice.principal(EXCHANGE, &token).await;
    let path = format!("servicePrincipals/{client}/appRoleAssignments");
    assert_eq!(practice.graph(&path, &token).await.json()["value"], json!([]));
    assert_eq!(roles(&practice).await, Value::Null);

    let body = json!({ "principalId": client, "resourceId": exchange, "appRoleId": MANAGE_AS_APP });
    let made = practice.ask_graph(Method::POST, &path, &token, body.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["principalType"], &made["resourceDisplayName"]),
        (&json!("ServicePrincipal"), &json!("Office 365 Exchange Online"))
    );
    assert_eq!(roles(&practice).await, json!(["Exchange.ManageAsApp"]));
    let listed = practice.graph(&path, &token).await.json();
    assert_eq!(listed["value"][0]["id"], made["id"]);

    let again = practice.ask_graph(Method::POST, &path, &token, body).await;
    assert_eq!(
        (again.status, &again.json()["error"]["message"]),
        (400, &json!("Permission being assigned already exists on the object"))
    );

    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(
        practice
            .ask_graph(Method::DELETE, &one, &token, Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(roles(&practice).await, Value::Null);
    assert_eq!(
        practice
            .ask_graph(Method::DELETE, &one, &token, Value::Null)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_role_of_another_service_or_for_another_principal_is_refused() {
    let tenants = json!([{ "domain": "a.example", "consented": true }]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let client = practice.principal(&practice.document().application_id, &token).await;
    let exchange = practice.principal(EXCHANGE, &token).await;
    let path = format!("servicePrincipals/{client}/appRoleAssignments");
    for body in [
        json!({}),
        json!({ "principalId": client, "resourceId": exchange, "appRoleId": "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30" }),
        json!({ "principalId": exchange, "resourceId": exchange, "appRoleId": MANAGE_AS_APP }),
    ] {
        let answer = practice.ask_graph(Method::POST, &path, &token, body.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (400, &json!("Request_BadRequest")),
            "{body}"
        );
    }
    assert_eq!(roles(&practice).await, Value::Null);
}

#[tokio::test]
async fn at_home_the_application_has_the_usual_roles_from_the_start() {
    let practice = Practice::with(json!({})).await;
    let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    let client = practice.principal(&practice.document().application_id, &token).await;
    let path = format!("servicePrincipals/{client}/appRoleAssignments");
    let listed = practice.graph(&path, &token).await.json();
    let has = |id: &str| listed["value"].as_array().unwrap().iter().any(|a| a["appRoleId"] == id);
    assert!(has(MANAGE_AS_APP), "{listed}");
}

#[tokio::test]
async fn what_a_user_writes_needs_a_role_there_and_graphs_own_roles_need_more() {
    let graph_role = "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30";
    for (role, exchange_status, graph_status) in [
        ("Directory Readers", 403, 403),
        ("Exchange Administrator", 403, 403),
        ("Cloud Application Administrator", 201, 403),
        ("Application Administrator", 201, 403),
        ("Privileged Role Administrator", 201, 201),
        ("Global Administrator", 201, 201),
    ] {
        let relationships = json!([{ "roles": [role] }]);
        let tenants = json!([{ "domain": "a.example", "consented": true, "relationships": relationships }]);
        let practice = Practice::with(json!({ "tenants": tenants })).await;
        let token = practice.access_token("a.example", GRAPH_SCOPE).await;
        let client = practice.principal(&practice.document().application_id, &token).await;
        let path = format!("servicePrincipals/{client}/appRoleAssignments");
        for (service, id, status) in [
            (EXCHANGE, MANAGE_AS_APP, exchange_status),
            (GRAPH, graph_role, graph_status),
        ] {
            let resource = practice.principal(service, &token).await;
            let body = json!({ "principalId": client, "resourceId": resource, "appRoleId": id });
            let answer = practice.ask_graph(Method::POST, &path, &token, body).await;
            assert_eq!(answer.status, status, "{role} {service} {answer:?}");
        }
    }
}

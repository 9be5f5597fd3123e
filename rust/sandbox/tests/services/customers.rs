//! Partner Center's customers: lists, pages, filters, one customer, and the partner's profile.

use crate::support::{Answer, Practice};
use reqwest::Method;
use serde_json::{Value, json};

async fn filtered(practice: &Practice, field: &str, value: &str, operator: &str) -> Answer {
    let filter = json!({ "Field": field, "Value": value, "Operator": operator }).to_string();
    let request = practice.partner_center(Method::GET, "customers").await;
    Answer::of(request.query(&[("size", "500"), ("filter", &filter)])).await
}

fn ids(items: &Value) -> Vec<String> {
    items["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn all_pages_together_are_all_customers_whatever_the_form_of_the_link() {
    for (form, start) in [
        ("bare", "customers?"),
        ("slash", "/customers?"),
        ("versioned", "/v1/customers?"),
    ] {
        let pages = json!({ "pageSize": 3, "linkForm": form });
        let practice = Practice::with(json!({ "customers": 8, "partnerCenter": pages })).await;
        let mut page = practice.read("customers?size=500").await.json();
        let mut read = ids(&page);
        let mut count = 1;
        while let Some(next) = page["links"].get("next").cloned() {
            let uri = next["uri"].as_str().unwrap();
            assert!(uri.starts_with(start), "{uri}");
            let path = uri.trim_start_matches('/').trim_start_matches("v1/");
            let header = &next["headers"][0];
            assert_eq!(header["key"], "MS-ContinuationToken");
            let request = practice.partner_center(Method::GET, path).await;
            page = Answer::of(request.header("MS-ContinuationToken", header["value"].as_str().unwrap()))
                .await
                .json();
            assert_eq!(page["totalCount"], 8);
            read.extend(ids(&page));
            count += 1;
        }
        let all: Vec<String> = practice
            .document()
            .customers
            .iter()
            .map(|c| c.tenant_id.clone())
            .collect();
        assert_eq!((read, count), (all, 3));
    }
}

#[tokio::test]
async fn a_page_has_as_many_as_asked_for_up_to_its_limit() {
    let practice = Practice::with(json!({ "customers": 8, "partnerCenter": { "pageSize": 5 } })).await;
    for (query, count) in [("customers?size=2", 2), ("customers?size=500", 5), ("customers", 5)] {
        assert_eq!(ids(&practice.read(query).await.json()).len(), count, "{query}");
    }
    for bad in [
        "customers?size=0",
        "customers?size=x",
        "customers?size=2&seekOperation=Next",
    ] {
        assert_eq!(practice.read(bad).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn a_filter_takes_the_beginning_of_domain_or_name_in_any_case() {
    let tenants = json!([
        { "domain": "contoso.example", "name": "Contoso Ltd" },
        { "domain": "contoso-west.example", "name": "West" },
        { "domain": "adatum.example", "name": "Conto Adatum" },
    ]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;
    for (field, value, operator, count) in [
        ("Domain", "CONTOSO", "StartsWith", 2),
        ("domain", "contoso.example", "starts_with", 1),
        ("CompanyName", "conto", "StartsWith", 2),
        ("Domain", "toso", "StartsWith", 0),
    ] {
        let answer = filtered(&practice, field, value, operator).await;
        assert_eq!(answer.json()["totalCount"], count, "{field} {value}");
    }
    assert_eq!(filtered(&practice, "Phone", "1", "StartsWith").await.status, 400);
    assert_eq!(filtered(&practice, "Domain", "1", "Contains").await.status, 400);
    assert_eq!(practice.read("customers?filter=x").await.status, 400);
}

#[tokio::test]
async fn pages_of_a_filtered_list_stay_filtered() {
    let tenants = json!([{ "domain": "a1.example" }, { "domain": "b.example" }, { "domain": "a2.example" }]);
    let practice = Practice::with(json!({ "tenants": tenants, "partnerCenter": { "pageSize": 1 } })).await;
    let first = filtered(&practice, "Domain", "a", "StartsWith").await.json();
    let token = first["links"]["next"]["headers"][0]["value"].as_str().unwrap();
    let request = practice
        .partner_center(Method::GET, "customers?size=1&seekOperation=Next")
        .await;
    let second = Answer::of(request.header("MS-ContinuationToken", token)).await.json();
    assert_eq!(ids(&second), [practice.customer(2)]);
    assert!(second["links"].get("next").is_none());
}

#[tokio::test]
async fn one_customer_tells_more_and_one_that_is_none_is_a_404() {
    let practice = Practice::with(json!({ "tenants": [{ "domain": "a.example", "name": "<b>A</b>" }] })).await;
    let customer = practice
        .read(&format!("customers/{}", practice.customer(0)))
        .await
        .json();
    assert_eq!(customer["companyProfile"]["companyName"], "<b>A</b>");
    assert_eq!(customer["companyProfile"]["domain"], "a.example");
    assert_eq!(
        (&customer["allowDelegatedAccess"], &customer["relationshipToPartner"]),
        (&json!(true), &json!("reseller"))
    );
    for none in [
        "99999999-9999-9999-9999-999999999999",
        practice.home(),
        "a.example",
        "x",
    ] {
        let answer = practice.read(&format!("customers/{none}")).await;
        assert_eq!((answer.status, &answer.json()["code"]), (404, &json!(1000)), "{none}");
    }
}

#[tokio::test]
async fn the_profile_is_the_partners() {
    let practice = Practice::with(json!({})).await;
    let profile = practice.read("profiles/organization").await.json();
    assert_eq!(profile["tenantId"], practice.home());
    assert_eq!(profile["email"], practice.document().user_principal_name.as_str());
}

#[tokio::test]
async fn a_caller_gets_its_ids_back() {
    let practice = Practice::with(json!({})).await;
    let request = practice.partner_center(Method::GET, "customers").await;
    let answer = Answer::of(request.header("ms-requestid", "one").header("ms-correlationid", "two")).await;
    assert_eq!(
        (answer.header("ms-requestid"), answer.header("ms-correlationid")),
        ("one", "two")
    );
}

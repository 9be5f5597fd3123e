use super::*;

const GRAPH_AND_EXCHANGE: &str = r#"{
  "application": {
    "id": "99999999-2222-3333-4444-555555555555",
    "displayName": "Contoso tools",
    "redirectUris": ["http://localhost:8400/"]
  },
  "grants": [
    { "resource": "Graph", "delegated": ["directory.read.all", "User.Read"], "application": ["User.Read.All"] },
    { "resource": "00000002-0000-0ff1-ce00-000000000000", "delegated": ["Exchange.Manage"] }
  ],
  "bootstrap": ["DelegatedPermissionGrant.ReadWrite.All"]
}"#;

fn refused(text: &str) -> (String, String) {
    let error = Manifest::parse("m.json", text).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    (error.to_string(), error.remedy().to_owned())
}

/// The manifest with one line of its grants replaced.
fn with(line: &str) -> String {
    format!("{{\n\"application\": {{}},\n\"grants\": [\n{line}\n]\n}}")
}

#[test]
fn a_manifest_is_read_with_services_by_name_or_id_and_permissions_with_their_ids() {
    let manifest = Manifest::parse("m.json", GRAPH_AND_EXCHANGE).unwrap();
    assert_eq!(
        manifest.application().unwrap().to_string(),
        "99999999-2222-3333-4444-555555555555"
    );
    let [graph, exchange] = manifest.grants.as_slice() else {
        panic!("two services")
    };
    assert_eq!(graph.delegated[0].name, "Directory.Read.All");
    assert_eq!(graph.delegated[0].id, "06da0dbc-49e2-44d2-8312-53f166ab848a");
    assert_eq!(graph.application[0].id, "df021288-bdef-4463-88db-98f22de89214");
    assert_eq!(exchange.name, "Office 365 Exchange Online");
    assert!(manifest.bootstrap.contains("DelegatedPermissionGrant.ReadWrite.All"));
}

#[test]
fn an_unknown_permission_is_named_with_its_line_and_what_was_meant() {
    let (message, remedy) = refused(&with(r#"{ "resource": "Graph", "delegated": ["Directory.Reed.All"] }"#));
    assert_eq!(
        message,
        "m.json, line 4: Microsoft Graph has no permission 'Directory.Reed.All'."
    );
    assert!(remedy.starts_with("Was Directory.Read.All meant?"), "{remedy}");
}

#[test]
fn the_line_is_that_of_the_permission_itself() {
    let (message, _) = refused(&with(
        "{ \"resource\": \"Graph\",\n  \"delegated\": [\n \"User.Read\",\n \"x\"\n] }",
    ));
    assert!(message.starts_with("m.json, line 7: "), "{message}");
}

#[test]
fn a_service_that_stands_twice_is_named_with_both_lines() {
    let grant = r#"{ "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }"#;
    let again = r#"{ "resource": "SecurityCompliance", "delegated": ["Exchange.Manage"] }"#;
    let (message, _) = refused(&with(&format!("{grant},\n{again}")));
    assert_eq!(
        message,
        "m.json, line 5: Office 365 Exchange Online stands here and on line 4."
    );
}

#[test]
fn partner_center_and_what_is_no_service_are_refused() {
    for resource in ["PartnerCenter", "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd"] {
        let grant = format!(r#"{{ "resource": "{resource}", "delegated": ["user_impersonation"] }}"#);
        assert!(
            refused(&with(&grant))
                .0
                .contains("line 4: Partner Center is a service of the partner's own tenant")
        );
    }
    let grant = r#"{ "resource": "11111111-0000-0000-0000-000000000000", "delegated": ["x"] }"#;
    let (message, remedy) = refused(&with(grant));
    assert!(
        message.contains("is no service whose permissions are known here"),
        "{message}"
    );
    assert!(remedy.contains("\"id\""), "{remedy}");
    let (message, remedy) = refused(&with(r#"{ "resource": "Exchange", "delegated": ["x"] }"#));
    assert!(message.contains("'Exchange' is no service"), "{message}");
    assert!(remedy.contains("ExchangeOnline"), "{remedy}");
}

#[test]
fn a_permission_that_the_list_lacks_is_taken_with_its_id() {
    let id = "11111111-0000-0000-0000-000000000000";
    let grant = format!(r#"{{ "resource": "{id}", "delegated": [{{ "name": "Things.Read", "id": "{id}" }}] }}"#);
    let manifest = Manifest::parse("m.json", &with(&grant)).unwrap();
    assert_eq!(manifest.grants[0].delegated[0].name, "Things.Read");
    assert!(manifest.application().is_err());
}

#[test]
fn a_permission_of_the_other_kind_says_where_it_belongs() {
    let (message, remedy) = refused(&with(
        r#"{ "resource": "ExchangeOnline", "delegated": ["Exchange.ManageAsApp"] }"#,
    ));
    assert!(message.ends_with("acts for an application alone."), "{message}");
    assert_eq!(remedy, "Write it into application.");
}

#[test]
fn what_is_no_manifest_is_refused_with_its_line() {
    for (text, line) in [
        ("", 1),
        ("[]", 1),
        ("{\n\"application\": {},\n\"grants\": [\n{\"resource\": 5}\n]}", 4),
        ("{\n\"application\": {},\n\"grant\": []}", 3),
        ("{\n\"application\": {},\n\"grants\": []}", 1),
        ("{\n\"application\": {\n\"id\": \"x\"},\n\"grants\": []}", 3),
        (
            "{\n\"application\": {\n\"redirectUris\": [\"http://contoso.com\"]},\n\"grants\": []}",
            3,
        ),
        (
            "{\n\"application\": {\n\"redirectUris\": [\"javascript:x\"]},\n\"grants\": []}",
            3,
        ),
        (
            "{\n\"application\": {\n\"displayName\": \"a\\nb\"},\n\"grants\": []}",
            3,
        ),
        ("{\n\"application\": {},\n\"application\": {},\n\"grants\": []}", 3),
        (
            "{\n\"application\": {},\n\"grants\": [ { \"resource\": \"Graph\" } ]}",
            3,
        ),
        (
            "{\n\"application\": {},\n\"grants\": [ { \"resource\": \"Graph\", \"delegated\": [\"openid\"] } ]}",
            3,
        ),
        (
            "{\n\"application\": {},\n\"grants\": [ { \"resource\": \"Graph\", \"delegated\": [\"User.Read\", \"user.read\"] } ]}",
            3,
        ),
    ] {
        let (message, _) = refused(text);
        assert!(
            message.starts_with(&format!("m.json, line {line}: ")),
            "{text}: {message}"
        );
    }
}

#[test]
fn a_file_that_is_too_long_is_not_read() {
    let text = format!("{}{}", GRAPH_AND_EXCHANGE, " ".repeat(LIMIT));
    assert!(refused(&text).0.contains("longer than a manifest"));
}

#[test]
fn the_example_of_the_page_is_a_manifest() {
    let page = include_str!("../../../../docs/manifest.md");
    let example = page
        .split("```json\n")
        .nth(1)
        .and_then(|p| p.split("```").next())
        .unwrap();
    let manifest = Manifest::parse("docs/manifest.md", example).unwrap();
    assert_eq!(manifest.grants.len(), 2);
}

use super::*;

fn refusal(text: &str) -> String {
    Scenario::parse(text).unwrap_err().to_string()
}

#[test]
fn an_empty_scenario_is_a_scenario() {
    let scenario = Scenario::parse("{}").unwrap();
    assert_eq!((scenario.latency_ms, scenario.partner_center.page_size), (0, 100));
}

#[test]
fn everything_that_is_documented_is_read() {
    let scenario = Scenario::parse(
        r#"{ "seed": 1, "latencyMs": 50, "customers": 25, "consented": true,
            "tenants": [ { "name": "Adatum", "domain": "Adatum.onmicrosoft.example", "fault": "throttledOnce",
                           "latencyMs": 5, "consented": false, "mfa": false, "consentDelayMs": 8,
                           "unlicensed": [ "00000002-0000-0ff1-ce00-000000000000" ],
                           "consents": [ { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000",
                                           "scope": "User.Read, Mail.Read" } ] } ],
            "consentDelayMs": 9, "graph": { "pageSize": 3 },
            "application": { "consents": [], "secretEndsInDays": -1, "singleTenant": true, "publicRedirectUris": [],
                             "webRedirectUris": [],
                             "withoutPermissions": ["Exchange.Manage"] },
            "mfa": true, "adminAgents": "nested", "signIn": { "deviceCodeSeconds": 9, "pollSeconds": 1 },
            "partnerCenter": { "pageSize": 7, "linkForm": "bare" } }"#,
    );
    let scenario = scenario.unwrap();
    let tenant = &scenario.tenants[0];
    assert_eq!(tenant.domain.as_str(), "adatum.onmicrosoft.example");
    assert_eq!(tenant.fault, Some(Fault::ThrottledOnce));
    let scopes: Vec<String> = tenant.consents.as_ref().unwrap()[0].scopes().collect();
    assert_eq!(scopes, ["User.Read", "Mail.Read"]);
    assert_eq!(scenario.partner_center.link_form, LinkForm::Bare);
    assert_eq!((scenario.mfa, tenant.mfa), (true, Some(false)));
    assert_eq!((scenario.consent_delay_ms, tenant.consent_delay_ms), (9, Some(8)));
    assert_eq!((scenario.graph.page_size, tenant.unlicensed.len()), (3, 1));
    let application = &scenario.application;
    assert_eq!(scenario.admin_agents, AdminAgents::Nested);
    assert_eq!((application.secret_ends_in_days, application.single_tenant), (-1, true));
    let sign_in = &scenario.sign_in;
    assert_eq!((sign_in.device_code_seconds, sign_in.poll_seconds), (9, 1));
}

#[test]
fn a_slip_is_named_with_its_line_and_what_could_stand_there() {
    let cases = [
        ("{\n \"custommers\": 3\n}", "`custommers`", "line 2"),
        (
            "{\"tenants\": [\n{\"domain\": \"a.example\",\n\"fault\": \"noAcess\"}]}",
            "noAccess",
            "line 3",
        ),
        (
            "{\"tenants\": [\n{\"domain\": \"a/b\"}]}",
            "contoso.onmicrosoft.example",
            "line 2",
        ),
        ("{\"tenants\": [\n{}]}", "`domain`", "line 2"),
        ("{\"partnerCenter\": {\n\n\"pageSize\": 501}}", "1 to 500", "line 3"),
        ("{\"partnerCenter\": {\"linkForm\": \"none\"}}", "`versioned`", "line 1"),
        ("{\"graph\": {\"pageSize\": 0}}", "1 to 999", "line 1"),
        (
            "{\"application\": {\n\"withoutPermissions\": [\"Exchange.Mange\"]}}",
            "Exchange.Mange",
            "line 2",
        ),
        ("{\"application\": {\"secretEndsInDays\": 99999}}", "36500", "line 1"),
        (
            "{\"tenants\": [{\"domain\": \"a.example\",\n\"unlicensed\": [\"Exchange\"]}]}",
            "\"Exchange\"",
            "line 2",
        ),
        ("{\"graph\": {\"pageSize\": 1000}}", "1 to 999", "line 1"),
        (
            "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [\n{\"roles\": [\"Exchange Admin\"]}]}]}",
            "Global Reader",
            "line 3",
        ),
        (
            "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [{\"assignments\": [{\"group\": \"x\"}]}]}]}",
            "GDAP Administrators",
            "line 2",
        ),
        (
            "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [{\"status\": \"actve\"}]}]}",
            "approvalPending",
            "line 2",
        ),
        ("{\"seed\": -1}", "-1", "line 1"),
        ("", "EOF", "line 1"),
    ];
    for (text, what, line) in cases {
        let refusal = refusal(text);
        assert!(refusal.contains(what) && refusal.contains(line), "{text}: {refusal}");
    }
}

#[test]
fn a_relationship_with_global_administrator_is_not_extended() {
    let relationships = r#"[{ "roles": ["Global Administrator"], "autoExtend": true }]"#;
    let text = format!(r#"{{"tenants": [{{"domain": "a.example", "relationships": {relationships}}}]}}"#);
    let refusal = refusal(&text);
    assert!(
        refusal.contains("Global Administrator") && refusal.contains("a.example"),
        "{refusal}"
    );
}

#[test]
fn a_domain_given_twice_is_named_with_its_line() {
    let refusal = refusal("{\"tenants\": [\n{\"domain\": \"a.example\"},\n{\"domain\": \"a.example\"}]}");
    assert!(refusal.contains("a.example") && refusal.contains("line 3"), "{refusal}");
    assert!(Scenario::parse(&format!(r#"{{"tenants":[{{"domain":"{}"}}]}}"#, partner::DOMAIN)).is_err());
}

#[test]
fn the_readme_shows_a_scenario_that_can_be_read_and_names_every_fault() {
    let readme = include_str!("../../README.md");
    let scenarios: Vec<&str> = readme
        .split("```json\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .filter(|block| block.contains("latencyMs"))
        .collect();
    assert_eq!(scenarios.len(), 1);
    assert_eq!(Scenario::parse(scenarios[0]).unwrap().tenants.len(), 5);

    let all = refusal(r#"{"tenants": [{"domain": "a.example", "fault": ""}]}"#);
    let faults: Vec<&str> = all.split('`').skip(3).step_by(2).collect();
    assert_eq!(faults.len(), 25, "{faults:?}");
    for fault in faults {
        assert!(
            readme.contains(&format!("| `{fault}` |")),
            "{fault} is not in the README"
        );
    }
}

use super::*;
use crate::guidance;
use proptest::prelude::*;

const ID: &str = "11111111-2222-3333-4444-555555555555";
const OTHER: &str = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";

fn code(text: &str) -> Option<String> {
    let resolution = resolve(text);
    assert!(resolution.known, "{text}: {resolution:?}");
    resolution.code
}

#[test]
fn each_code_of_the_table_is_found_alone_and_in_its_services_answer() {
    for row in guidance::rows() {
        let short = row.code_of_service();
        let answers = match row.code.split_once(' ') {
            None => vec![
                short.to_lowercase(),
                short.trim_start_matches("AADSTS").to_owned(),
                format!(r#"{{"error":"invalid_grant","error_description":"{short}: Words. Trace ID: {OTHER}"}}"#),
            ],
            Some(("PartnerCenter", _)) if row.text => vec![format!(r#"{{"code":400,"description":"{short}."}}"#)],
            // Three digits in a body repeat the status.
            Some(("PartnerCenter", _)) if short.len() == 3 => vec![short.to_owned()],
            Some(("PartnerCenter", _)) => vec![
                short.to_owned(),
                format!(r#"{{"code":{short},"description":"Words.","source":"PartnerFD"}}"#),
                format!(r#"{{"code":"{short}","description":"Words."}}"#),
            ],
            Some(("Graph", _)) if row.text => {
                vec![format!(r#"{{"error":{{"code":"BadRequest","message":"{short}."}}}}"#)]
            }
            Some(("Graph", _)) => vec![
                short.to_owned(),
                format!(r#"{{"error":{{"code":"{short}","message":"Words."}}}}"#),
                format!("[{short}] : Words"),
            ],
            Some(("OAuth", _)) => vec![
                short.to_owned(),
                format!(r#"{{"error":"{short}","error_description":"Words."}}"#),
            ],
            Some(("HTTP", _)) => vec![
                format!("Response status code does not indicate success: {short} (Words)."),
                format!("The remote server returned an error: ({short}) Words."),
                format!(r#"{{"statusCode":{short},"message":"Words."}}"#),
            ],
            Some(_) => vec![format!("Line\r\n{short} 7c4e is not right.")],
        };
        for answer in answers.into_iter().chain([row.code.clone()]) {
            let resolution = resolve(&answer);
            let found = (resolution.code.as_deref(), resolution.service);
            assert_eq!(found, (Some(short), Some(row.service())), "{answer}");
            assert_eq!(resolution.kind, row.kind.to_string());
            assert_eq!(
                (resolution.meaning.as_str(), resolution.class),
                (row.meaning.as_str(), Some(&*row.class))
            );
            assert_eq!(
                (resolution.credential, resolution.retryable),
                (row.credential, row.retryable)
            );
            assert!(resolution.remedy.starts_with(&row.advice.remedy));
        }
    }
}

#[test]
fn a_body_is_found_whatever_was_done_to_it() {
    let body = format!(
        r#"{{"error":"invalid_grant","error_description":"AADSTS65001: The user has not consented in tenant '{OTHER}'.\r\nTrace ID: {OTHER}\r\nCorrelation ID: {ID}","error_codes":[65001],"suberror":"consent_required"}}"#
    );
    let address = form_urlencoded_of(&body);
    let quoted = serde_json::to_string(&body).unwrap();
    for text in [
        body.clone(),
        body.replace('"', "&quot;").replace('\'', "&#39;"),
        body.replace('\'', "\\u0027"),
        serde_json::to_string(&quoted).unwrap(),
        quoted,
        format!("2026-11-25T08:00:00Z ERROR token failed: {body}\nnext line"),
        format!("Invoke-RestMethod : {body}"),
        address,
    ] {
        let found = resolve(&text);
        assert_eq!(found.code.as_deref(), Some("AADSTS65001"), "{text}");
        assert_eq!(found.correlation_id.as_deref(), Some(ID), "{text}");
        assert_eq!(found.tenant_id.as_deref(), Some(OTHER), "{text}");
    }
}

fn form_urlencoded_of(body: &str) -> String {
    let description = body.split('"').nth(7).unwrap().replace("\\r\\n", "\r\n");
    let mut query = url::form_urlencoded::Serializer::new(String::from("http://localhost:8400/?"));
    query
        .append_pair("error", "access_denied")
        .append_pair("error_description", &description);
    query.finish()
}

#[test]
fn of_several_codes_the_first_that_is_known_is_told() {
    assert_eq!(
        code("AADSTS1234567: x. AADSTS50076: y. AADSTS65001: z.").as_deref(),
        Some("AADSTS50076")
    );
    assert_eq!(code(r#"{"error_codes":[50076,65001]}"#).as_deref(), Some("AADSTS50076"));
    assert_eq!(
        code(r#"{"code":800002,"description":"AADSTS65002: Consent between first party applications."}"#).as_deref(),
        Some("AADSTS65002")
    );
}

#[test]
fn a_services_code_goes_before_oauths_word_and_that_before_the_status() {
    let status = "Response status code does not indicate success: 502 (Bad Gateway).";
    assert_eq!(
        code(&format!("{status} invalid_grant AADSTS700082")).as_deref(),
        Some("AADSTS700082")
    );
    assert_eq!(
        code(&format!("{status} (invalid_client)")).as_deref(),
        Some("invalid_client")
    );
    assert_eq!(
        code(r#"{"error":"invalid_grant","suberror":"consent_required"}"#).as_deref(),
        Some("consent_required")
    );
    assert_eq!(code(status).as_deref(), Some("502"));
}

#[test]
fn both_remedies_are_told_where_nobody_can_tell_the_kind_of_token() {
    let found = resolve("Authorization_RequestDenied");
    assert!(found.remedy.contains("GDAP roles") && found.remedy.contains("With an app-only token:"));
}

#[test]
fn what_is_unknown_says_so_and_what_to_do() {
    for (text, code) in [
        ("AADSTS1234567", Some("AADSTS1234567")),
        ("987654", Some("987654")),
        ("[Some_Code] : words", Some("Some_Code")),
        (r#"{"error":{"code":"someCode","message":"words"}}"#, Some("someCode")),
        ("Some_Code", Some("Some_Code")),
        ("The zip code: the one of the customer.", None),
        ("Everything is fine.", None),
        ("", None),
        (" \r\n", None),
    ] {
        let found = resolve(text);
        assert_eq!(
            (found.code.as_deref(), found.known, found.kind.as_str()),
            (code, false, "Unknown"),
            "{text}"
        );
        assert!(found.remedy.contains("correlation id"), "{}", found.remedy);
    }
    let found = resolve(&format!("AADSTS1234567: x. Correlation ID: {ID}"));
    assert!(found.remedy.contains(ID) && found.meaning.contains("AADSTS1234567"));
}

#[test]
fn ids_are_found_by_the_names_that_services_and_modules_give_them() {
    for text in [
        format!("Trace ID: {OTHER} Correlation ID: {ID} Timestamp: 2026-11-25 08:00:00Z"),
        format!(r#"{{"trace_id":"{OTHER}","correlation_id":"{ID}"}}"#),
        format!("{{CorrelationId={ID}}}"),
        format!("client-request-id: {ID}"),
        format!(r#"{{"innerError":{{"request-id":"{ID}"}}}}"#),
        format!("Tenant x, correlation id {ID}."),
    ] {
        assert_eq!(resolve(&text).correlation_id.as_deref(), Some(ID), "{text}");
    }
    for text in [
        format!("was not found in the tenant named '{ID}'"),
        format!("has not been authorized in the tenant '{ID}'"),
        format!(r#"{{"tenantId":"{ID}"}}"#),
        format!("POST https://login.microsoftonline.com/{ID}/oauth2/v2.0/token"),
        format!("https://sts.windows.net/{ID}/"),
        format!("Tenant {ID}, correlation id {OTHER}."),
    ] {
        assert_eq!(resolve(&text).tenant_id.as_deref(), Some(ID), "{text}");
    }
    assert_eq!(
        resolve(&format!("application '{ID}' in tenant 'Contoso'")).tenant_id,
        None
    );
}

#[test]
fn no_token_or_secret_of_the_text_comes_out() {
    let token = "eyJhbGciOiJub25lIn0.eyJvaWQiOiJ4In0.c2lnbmF0dXJl";
    let refresh = "0.AXoAq7ZTkL0vQ2yN-3fPmW8xCanary1Canary2Canary3Canary4Canary5";
    let secret = "abc8Q~Canary.Canary-Canary_Canary~Canary7";
    for text in [
        format!("AADSTS50076 Authorization: Bearer {token}"),
        format!("AADSTS50076 header {token}"),
        format!("AADSTS50076 {refresh}"),
        format!("AADSTS50076 {secret}"),
        "AADSTS50076 refresh_token=short&client_secret=hunter2&scope=x".to_owned(),
        r#"AADSTS50076 {"access_token":"short","password":"hunter2"}"#.to_owned(),
        r#"AADSTS50076 {\"access_token\":\"short\",\"client_assertion\":\"hunter2\"}"#.to_owned(),
        "AADSTS50076 http://localhost:8400/?code=short&state=x".to_owned(),
        "AADSTS50076 http://localhost:8400/?state=x&code=short".to_owned(),
        "AADSTS50076 partner-sandbox.refresh.hunter2".to_owned(),
        token.to_owned(),
        refresh.to_owned(),
        secret.to_owned(),
    ] {
        let shown = format!("{:?}", resolve(&text));
        for canary in ["eyJ", "c2lnb", "abc8", "Canary", "short", "hunter2"] {
            assert!(!shown.contains(canary), "{text} shows {shown}");
        }
    }
    assert_eq!(
        resolve(&format!("AADSTS50076 Bearer {token}")).text,
        "AADSTS50076 Bearer ***"
    );
}

#[test]
fn what_is_no_secret_stays_readable() {
    let text = format!(
        "POST https://login.microsoftonline.com/{ID}/oauth2/v2.0/token Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerAccessToken correlation_id={ID}"
    );
    assert_eq!(resolve(&text).text, text);
}

#[test]
fn a_long_text_is_read_whole_and_told_short() {
    let found = resolve(&format!("{} AADSTS65001", "line of a log. ".repeat(16 * 1024)));
    assert_eq!(found.code.as_deref(), Some("AADSTS65001"));
    assert!(found.text.len() <= 1024);
}

proptest! {
    #[test]
    fn no_text_panics_and_none_comes_out_long(text in "(?s).{0,200}") {
        let found = resolve(&text);
        prop_assert!(found.text.len() <= 1024 && found.code.is_none_or(|c| c.len() <= 64));
    }

    #[test]
    fn pieces_of_answers_in_any_order_do_not_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "AADSTS", "65001", "\"code\":", "{", "}", "[", "]", "\"", "\\\"", "&quot;", "error_description=", "%3a", "%", "é",
                "\u{202e}", "eyJ", ".", "Bearer ", "error_codes", ":", " ", "\\u0027", "tenant ", "Authorization_", "code=",
            ]),
            0..40,
        ),
    ) {
        prop_assert!(!resolve(&pieces.concat()).remedy.is_empty());
    }

    #[test]
    fn a_token_anywhere_in_a_text_is_masked(
        before in "[ -~]{0,40}", after in "[ -~]{0,40}", body in "[A-Za-z0-9_-]{20,60}", signature in "[A-Za-z0-9_-]{20,43}",
    ) {
        let text = format!("{before} eyJ{body}.{body}.{signature} {after}");
        let shown = format!("{:?}", resolve(&text));
        prop_assert!(!shown.contains(&body) && !shown.contains(&signature), "{shown}");
    }
}

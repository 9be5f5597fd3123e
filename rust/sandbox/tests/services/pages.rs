//! What every page keeps to.

use crate::support::Practice;
use serde_json::json;

#[tokio::test]
async fn a_page_is_kept_nowhere_framed_nowhere_and_runs_no_script() {
    let practice = Practice::with(json!({})).await;
    for path in ["common/oauth2/deviceauth", "organizations/oauth2/v2.0/authorize"] {
        let page = practice.page(path, &[]).await;
        assert_eq!(page.header("cache-control"), "no-store", "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY", "{path}");
        assert!(
            page.header("content-security-policy").starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(
            page.header("content-type").starts_with("text/html") && !page.text.contains("<script"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_comes_with_a_request_is_shown_as_text() {
    let practice = Practice::with(json!({})).await;
    let hostile = "\"><script>alert(1)</script>";
    let query = [
        ("client_id", practice.document().application_id.as_str()),
        ("redirect_uri", "http://localhost:8400/"),
        ("response_type", "code"),
        ("scope", hostile),
        ("state", hostile),
        ("login_hint", hostile),
        (hostile, hostile),
    ];
    let page = practice.page("organizations/oauth2/v2.0/authorize", &query).await;
    assert!(
        page.text.contains("type=\"password\"") && !page.text.contains("<script"),
        "{page:?}"
    );
    let code = practice
        .page("common/oauth2/deviceauth", &[("user_code", hostile)])
        .await;
    assert!(!code.text.contains("<script"));
}

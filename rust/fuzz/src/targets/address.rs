//! Addresses and names as people and files give them: what is taken leads where it reads, and reads as it is written.

use super::check;
use partner_auth::admin_consent::RedirectUri;
use partner_auth::cloud::CustomCloud;
use partner_auth::credential::ManagedIdentity;
use partner_auth::relationships::RelationshipId;
use partner_auth::{ClientId, Cloud, Scopes, Tenant};
use partner_store::redis;
use url::Url;

/// All of them read the same text.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let taken = [
        custom(text),
        sandbox(text),
        tenant(text),
        scopes(text),
        redirect(text),
        redis_server(text),
        ClientId::parse(text).inspect_err(check).is_ok(),
        RelationshipId::parse(text).inspect_err(check).is_ok(),
        ManagedIdentity::new(Some(text), None, None).inspect_err(check).is_ok(),
        Cloud::known(text).inspect_err(check).is_ok(),
    ];
    taken.contains(&true)
}

fn custom(text: &str) -> bool {
    let cloud = |login: &str| {
        Cloud::custom(CustomCloud {
            name: "Own".to_owned(),
            login: login.to_owned(),
            graph: Some(login.to_owned()),
            ..CustomCloud::default()
        })
    };
    let Ok(made) = cloud(text).inspect_err(check) else {
        return false;
    };
    let url = Url::parse(made.login()).expect("a login address is an address");
    let host = url.host_str().unwrap_or_default();
    assert!(url.scheme() == "https" && url.username().is_empty() && url.password().is_none());
    assert!(text.starts_with(&format!("https://{host}")), "{text:?} leads to {host}");
    assert_eq!(cloud(made.login()).expect("what it writes").login(), made.login());
    true
}

fn sandbox(text: &str) -> bool {
    match Cloud::sandbox("Sandbox", text, text, text, None).inspect_err(check) {
        Ok(made) => {
            let url = Url::parse(made.login()).expect("a login address is an address");
            let host = url.host_str().unwrap_or_default();
            assert!(
                host == "localhost" || host == "[::1]" || host.starts_with("127."),
                "{host}"
            );
            true
        }
        Err(_) => false,
    }
}

fn tenant(text: &str) -> bool {
    match Tenant::parse(text).inspect_err(check) {
        Ok(tenant) => {
            let written = tenant.to_string();
            assert!(
                written
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
            );
            assert_eq!(Tenant::parse(&written).expect("what it writes"), tenant);
            true
        }
        Err(_) => false,
    }
}

fn scopes(text: &str) -> bool {
    let cloud = Cloud::known("AzureCloud").expect("a cloud");
    match Scopes::parse(&cloud, &[text.to_owned()]).inspect_err(check) {
        Ok(Scopes::Of(set)) => {
            let written = set.joined();
            assert!(!written.chars().any(char::is_control));
            let again = Scopes::parse(&cloud, &[written]).expect("what it writes");
            assert_eq!(again, Scopes::Of(set));
            true
        }
        Ok(Scopes::SharePoint) => true,
        Err(_) => false,
    }
}

fn redirect(text: &str) -> bool {
    match RedirectUri::parse(text).inspect_err(check) {
        Ok(uri) => {
            assert_eq!(uri.as_str(), text);
            let url = Url::parse(text).expect("an address");
            assert!(
                url.scheme() == "https" || url.scheme() == "http" && !url.host_str().unwrap_or_default().is_empty()
            );
            true
        }
        Err(_) => false,
    }
}

fn redis_server(text: &str) -> bool {
    match redis::Address::parse(text).inspect_err(check) {
        Ok(address) => {
            let is_local = address.host == "localhost" || address.host == "::1" || address.host.starts_with("127.");
            assert!(address.tls || is_local, "{address} without TLS");
            true
        }
        Err(_) => false,
    }
}

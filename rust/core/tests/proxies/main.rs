//! Proxies of the environment. A process reads them once, so each form is a process of its own.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

mod child;
mod proxy;
mod service;
#[path = "../support/mod.rs"]
mod support;

use child::{Said, said_with};
use proxy::Proxy;
use service::{NAME, Service};

const LOGIN: &str = "canary-user:canary%40word";
/// `canary-user:canary@word` in base64, as Proxy-Authorization has it.
const BASIC: &str = "Proxy-Authorization: Basic Y2FuYXJ5LXVzZXI6Y2FuYXJ5QHdvcmQ=";
/// What of the login may stand nowhere.
const SECRETS: [&str; 5] = ["canary-user", "canary%40word", "canary@word", "Y2FuYXJ5", "Basic "];

/// A service that only the system's own trust can be asked about; elsewhere than on Linux it can't be told whom to trust.
fn assert_served(said: &Said, about: &str) {
    if cfg!(target_os = "linux") {
        assert_eq!(said.token.as_deref(), Some("through"), "{about}: {}", said.text);
    } else {
        assert!(said.text.contains("certificate"), "{about}: {}", said.text);
    }
    assert_silent(said, about);
}

fn assert_silent(said: &Said, about: &str) {
    for secret in SECRETS {
        assert!(!said.text.contains(secret), "{about}: {}", said.text);
    }
}

/// The text of an error that names the proxy and says that of it.
fn told_of<'a>(proxy: &Proxy, told: &str, said: &'a Said) -> &'a str {
    let text = &said.text;
    assert_eq!(said.kind.as_deref(), Some("Network"), "{text}");
    let names = format!("The proxy http://{} {told}", proxy.address);
    assert!(text.contains(&names), "{text}");
    text
}

#[tokio::test]
async fn every_name_of_the_variables_in_both_cases_is_followed_for_https() {
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    for (number, name) in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .enumerate()
    {
        // Without a scheme it is an HTTP proxy as well.
        for (more, scheme) in ["http://", ""].into_iter().enumerate() {
            let address = format!("{scheme}{}", proxy.address);
            let said = said_with(&service, &service.at(NAME), &[(name, &address)]).await;
            assert_served(&said, &format!("{name}={address}"));
            let heads = proxy.heads();
            assert_eq!(heads.len(), number * 2 + more + 1, "{name}: {heads:?}");
            let head = heads.last().unwrap();
            let line = format!("CONNECT {NAME}:{} HTTP/1.1", service.address.port());
            assert!(head.starts_with(&line), "{head}");
            assert!(!head.contains("Authorization"), "{head}");
        }
    }
}

#[tokio::test]
async fn a_proxy_for_plain_http_alone_is_not_asked_for_https() {
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    let address = format!("http://{}", proxy.address);
    for name in ["HTTP_PROXY", "http_proxy"] {
        let said = said_with(&service, &service.at("127.0.0.1"), &[(name, &address)]).await;
        assert_served(&said, name);
    }
    assert!(proxy.heads().is_empty(), "{:?}", proxy.heads());
}

#[tokio::test]
async fn what_stays_on_this_machine_goes_past_every_proxy() {
    // Plain http is for a sandbox alone, and its requests go straight.
    let plain = support::Server::start(|_, _| support::token("through", 3600)).await;
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    let address = format!("http://{}", proxy.address);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"] {
        let said = said_with(&service, &plain.address, &[(name, &address)]).await;
        assert_eq!(said.token.as_deref(), Some("through"), "{name}: {}", said.text);
    }
    assert_eq!(plain.count(), 4);
    assert!(proxy.heads().is_empty(), "{:?}", proxy.heads());
}

#[tokio::test]
async fn the_login_of_the_address_is_sent_to_the_proxy_and_told_to_nobody() {
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    for name in ["HTTPS_PROXY", "all_proxy"] {
        let address = format!("http://{LOGIN}@{}", proxy.address);
        let said = said_with(&service, &service.at(NAME), &[(name, &address)]).await;
        assert_served(&said, name);
    }
    let heads = proxy.heads();
    assert_eq!(heads.len(), 2);
    assert!(heads.iter().all(|head| head.contains(BASIC)), "{heads:?}");
    let requests = service.requests();
    assert!(
        requests.iter().all(|r| !r.contains("Proxy-") && !r.contains("canary")),
        "the service sees nothing of it: {requests:?}"
    );
}

#[tokio::test]
async fn a_proxy_that_wants_a_login_is_named_with_what_to_do_and_asked_once() {
    let service = Service::start().await;
    for (login, told) in [
        (String::new(), "wants a login"),
        (format!("{LOGIN}@"), "does not take its login"),
    ] {
        let proxy = Proxy::that_answers("407 Proxy Authentication Required").await;
        let address = format!("http://{login}{}", proxy.address);
        let said = said_with(&service, &service.at(NAME), &[("HTTPS_PROXY", &address)]).await;
        let text = told_of(&proxy, told, &said);
        assert!(text.contains("407") && text.contains(NAME), "{text}");
        assert!(text.contains("USER:PASSWORD") && text.contains("HTTPS_PROXY"), "{text}");
        assert_silent(&said, told);
        // A login that is refused again and again is locked by some.
        assert_eq!(proxy.heads().len(), 1, "{text}");
    }
    assert!(service.requests().is_empty());
}

#[tokio::test]
async fn a_proxy_that_refuses_a_host_or_is_none_is_named_and_asked_three_times() {
    let service = Service::start().await;
    for (answer, told) in [
        ("403 Forbidden", "refused the way"),
        ("502 Bad Gateway", "refused the way"),
        ("", "closed the connection"),
    ] {
        let proxy = Proxy::that_answers(answer).await;
        let address = format!("http://{LOGIN}@{}", proxy.address);
        let said = said_with(&service, &service.at(NAME), &[("HTTPS_PROXY", &address)]).await;
        let text = told_of(&proxy, told, &said);
        assert!(text.contains(NAME) && !text.contains("tunnel"), "{text}");
        assert_silent(&said, told);
        assert_eq!(proxy.heads().len(), 3, "{text}");
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_named_without_its_login() {
    let service = Service::start().await;
    let gone = Proxy::gone().await;
    for scheme in ["http", "https", "socks5", "socks5h"] {
        let address = format!("{scheme}://{LOGIN}@{gone}");
        let said = said_with(&service, &service.at("127.0.0.1"), &[("HTTPS_PROXY", &address)]).await;
        let text = &said.text;
        assert_eq!(said.kind.as_deref(), Some("Network"), "{text}");
        assert!(text.contains(&format!("through the proxy {scheme}://{gone}")), "{text}");
        assert!(text.contains("HTTPS_PROXY"), "{text}");
        assert_silent(&said, scheme);
    }
    assert!(
        service.requests().is_empty(),
        "nothing goes past a proxy that is not there"
    );
}

#[tokio::test]
async fn what_no_proxy_names_goes_straight_and_nothing_else() {
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    let address = format!("http://{LOGIN}@{}", proxy.address);
    for (list, host, is_straight) in [
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.0/8", "127.0.0.1", true),
        ("10.0.0.0/8, 127.0.0.1/32", "127.0.0.1", true),
        ("localhost", "localhost", true),
        ("other.example,LOCALHOST", "localhost", true),
        ("*", "localhost", true),
        ("*", "127.0.0.1", true),
        ("10.0.0.0/8", "127.0.0.1", false),
        ("127.0.0.1", "localhost", false),
        (".localhost.example", "localhost", false),
        ("", "localhost", false),
        // These names are no machine's: straight there is nothing, and the proxy would have known.
        (".example", NAME, true),
        ("example", NAME, true),
        ("partner.example", NAME, true),
        (NAME, NAME, true),
        ("other.example", NAME, false),
        ("artner.example", NAME, false),
    ] {
        // A resolver may take its time to say that there is no such name.
        let names: &[&str] = if is_straight && host == NAME {
            &["NO_PROXY"]
        } else {
            &["NO_PROXY", "no_proxy"]
        };
        for name in names {
            let before = proxy.heads().len();
            let variables = [("HTTPS_PROXY", address.as_str()), (*name, list)];
            let said = said_with(&service, &service.at(host), &variables).await;
            let about = format!("{name}={list} for {host}");
            if is_straight && host == NAME {
                assert!(
                    matches!(said.kind.as_deref(), Some("Network" | "Timeout")),
                    "{about}: {}",
                    said.text
                );
                assert!(!said.text.contains("through the proxy"), "{about}: {}", said.text);
                assert_silent(&said, &about);
            } else {
                assert_served(&said, &about);
            }
            let asked = proxy.heads().len() - before;
            assert_eq!(asked, usize::from(!is_straight), "{about}");
        }
    }
}

#[tokio::test]
async fn a_variable_that_names_no_proxy_is_told_when_a_host_is_not_reached() {
    let gone = Proxy::gone().await;
    let service = Service::start().await;
    for (name, address) in [
        ("HTTPS_PROXY", "http://canary-user:canary@word#1@proxy.example:3128"),
        ("ALL_PROXY", "canary-user:1/canary@word@proxy.example:3128"),
        ("https_proxy", "ftp://canary-user:canary%40word@proxy.example"),
        ("ALL_PROXY", "http://canary-user:1@canary@word@proxy.example"),
        ("HTTPS_PROXY", "http://"),
    ] {
        let at = format!("https://{gone}");
        let said = said_with(&service, &at, &[(name, address)]).await;
        let text = &said.text;
        assert_eq!(said.kind.as_deref(), Some("Network"), "{text}");
        let told = format!("{name} holds no address of a proxy and is not followed");
        assert!(text.contains(&told), "{text}");
        assert!(!text.contains("through the proxy"), "{text}");
        assert_silent(&said, name);
    }
    // Where it is not needed, nothing is said of it.
    let variables = [("HTTPS_PROXY", "http://")];
    let said = said_with(&service, &service.at("127.0.0.1"), &variables).await;
    assert_served(&said, "straight");
    assert!(!said.text.contains("holds no address"), "{}", said.text);
}

#[tokio::test]
async fn a_variable_that_is_not_asked_after_another_spoils_nothing() {
    let service = Service::start().await;
    let proxy = Proxy::to(service.address).await;
    let good = format!("http://{}", proxy.address);
    for bad in ["http://canary-user:1/canary@word@proxy.example:3128", "http://"] {
        let before = proxy.heads().len();
        let variables = [("HTTPS_PROXY", good.as_str()), ("ALL_PROXY", bad)];
        assert_served(&said_with(&service, &service.at(NAME), &variables).await, bad);
        assert_eq!(proxy.heads().len(), before + 1, "{bad}");
    }
}

//! Where secrets may go: hostile addresses are refused by text alone, before there is anything to connect with.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use partner_auth::cloud::{CLOUDS, CustomCloud};
use partner_auth::{Cloud, ErrorKind, Resource};
use proptest::prelude::*;
use std::collections::BTreeSet;
use url::Url;

/// Ways to make another address of a host; `{}` is the host.
const TRICKS: [&str; 46] = [
    "http://{}",
    "HTTPS://{}",
    "httpS://{}",
    "https:{}",
    "https:/{}",
    "https:///{}",
    "https:\\\\{}",
    "https:/\\{}",
    "ftp://{}",
    "ws://{}",
    "//{}",
    "{}",
    "https://{}.",
    "https://{}./",
    "https://{}//",
    "https://{}/common",
    "https://{}/..",
    "https://{}/../..",
    "https://{}/%2e%2e",
    "https://{}%2fevil.example",
    "https://{}\\evil.example",
    "https://{}\\@evil.example",
    "https://{}@evil.example",
    "https://{}:443@evil.example",
    "https://user@{}",
    "https://user:password@{}",
    "https://@{}",
    "https://:@{}",
    "https://{}?",
    "https://{}?x=1",
    "https://{}#",
    "https://{}#@evil.example",
    "https://{}:",
    "https://{}:0",
    "https://{}:0443",
    "https://{}:65536",
    "https://{}:+443",
    "https://{}:443:443",
    "https://{}.evil.example",
    "https://{}-evil.example",
    "https://evil-{}",
    "https://{}.evil.example:443/",
    " https://{}",
    "https://{} ",
    "https://\t{}",
    "https://{}\r\nHost: evil.example",
];

/// Addresses that are hostile by themselves.
const HOSTS: [&str; 48] = [
    "",
    " ",
    ".",
    "-",
    "https://",
    "https://.",
    "https://..",
    "https://com",
    "https://intranet",
    "https://a..b.example",
    "https://-a.example",
    "https://a-.example",
    "https://a_b.example",
    "https://a.example,b.example",
    "https://a.example;b.example",
    "https://a.example|b.example",
    "https://a.example b.example",
    "https://*.example.com",
    "https://login.microsoftonline.c\u{43e}m",
    "https://l\u{43e}gin.microsoftonline.com",
    "https://login\u{3002}microsoftonline.com",
    "https://login.microsoftonline.com\u{2044}evil.example",
    "https://login.microsoftonline.com\u{ff0f}evil.example",
    "https://login.microsoftonl\u{131}ne.com",
    "https://login.micro\u{ad}softonline.com",
    "https://\u{ff4c}ogin.microsoftonline.com",
    "https://\u{202e}moc.enilnotfosorcim.nigol",
    "https://xn--lgin-55d.microsoftonline.com",
    "https://xn--80ak6aa92e.com",
    "https://m\u{fc}ller.example",
    "https://Iogin.microsoftonline.com",
    "https://LOGIN.MICROSOFTONLINE.COM",
    "https://Login.Example.com",
    "https://1.2.3.4",
    "https://1.2.3",
    "https://0x7f.1",
    "https://0x7f000001",
    "https://2130706433",
    "https://0177.0.0.1",
    "https://127.1",
    "https://127.0.0.2",
    "https://0.0.0.0",
    "https://[::]",
    "https://[::ffff:127.0.0.1]",
    "https://[fe80::1%25eth0]",
    "https://[2001:db8::1]",
    "https://[::1",
    "https://169.254.169.254",
];

/// Every host that a built-in cloud has.
fn hosts() -> BTreeSet<String> {
    let bases = CLOUDS
        .iter()
        .flat_map(|c| [c.login, c.graph, c.partner_center, c.azure]);
    let hosts = bases.map(|base| base.trim_start_matches("https://").to_owned());
    hosts
        .chain(CLOUDS.iter().flat_map(|c| c.login_aliases).map(|h| (*h).to_owned()))
        .collect()
}

fn hostile() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = HOSTS.iter().map(|h| (*h).to_owned()).collect();
    for host in hosts() {
        all.extend(TRICKS.iter().map(|trick| trick.replace("{}", &host)));
        // A letter's look-alikes, one at a time: upper case and Cyrillic.
        for (letter, others) in [
            ('i', "I\u{456}"),
            ('l', "L\u{4cf}"),
            ('o', "O\u{43e}"),
            ('a', "A\u{430}"),
            ('e', "E\u{435}"),
        ] {
            for other in others.chars().filter(|_| host.contains(letter)) {
                all.insert(format!("https://{}", host.replacen(letter, &other.to_string(), 1)));
            }
        }
    }
    all
}

fn custom(login: &str) -> CustomCloud {
    CustomCloud {
        name: "Contoso".into(),
        login: login.into(),
        ..CustomCloud::default()
    }
}

#[test]
fn more_than_500_hostile_authorities_are_refused_wherever_an_address_can_be_given() {
    let all = hostile();
    assert!(all.len() > 500, "{}", all.len());
    let good = "https://login.example.com";
    for bad in all {
        let given = Some(bad.clone());
        let clouds = [
            custom(&bad),
            CustomCloud {
                graph: given.clone(),
                ..custom(good)
            },
            CustomCloud {
                partner_center: given.clone(),
                ..custom(good)
            },
            CustomCloud {
                azure: given,
                ..custom(good)
            },
        ];
        for cloud in clouds {
            let error = Cloud::custom(cloud).expect_err(&bad);
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{bad}");
            assert!(error.remedy().contains("https://login.example.com"), "{bad}");
        }
    }
}

#[test]
fn a_sandbox_takes_no_address_that_leads_off_this_machine() {
    let here = "http://127.0.0.1:1";
    for bad in hostile() {
        for [login, graph, partner_center] in [[bad.as_str(), here, here], [here, &bad, here], [here, here, &bad]] {
            if let Ok(cloud) = Cloud::sandbox("Sandbox", login, graph, partner_center, None) {
                for address in [cloud.login(), cloud.graph().unwrap(), cloud.partner_center().unwrap()] {
                    let host = Url::parse(address).unwrap().host_str().unwrap().to_owned();
                    assert!(host.starts_with("127."), "{bad} leads to {host}");
                }
            }
        }
    }
}

#[test]
fn an_address_of_a_host_alone_is_taken_and_brought_into_one_form() {
    for (given, kept) in [
        ("https://login.example.com", "https://login.example.com"),
        ("https://login.example.com/", "https://login.example.com"),
        ("https://login.example.com:443/", "https://login.example.com"),
        ("https://login.example.com:8443", "https://login.example.com:8443"),
        ("https://a-b.c1.example", "https://a-b.c1.example"),
        (
            "https://login.sovcloud-identity.fr",
            "https://login.sovcloud-identity.fr",
        ),
        (
            "https://login.sovcloud-identity.de/",
            "https://login.sovcloud-identity.de",
        ),
        (
            "https://login.sovcloud-identity.sg",
            "https://login.sovcloud-identity.sg",
        ),
        ("https://login.microsoftonline.us", "https://login.microsoftonline.us"),
        ("https://dod-graph.microsoft.us", "https://dod-graph.microsoft.us"),
        ("https://eu.login.microsoft.com", "https://eu.login.microsoft.com"),
        ("https://localhost:5001", "https://localhost:5001"),
        ("https://127.0.0.1:5001/", "https://127.0.0.1:5001"),
        ("https://[::1]:5001", "https://[::1]:5001"),
        ("https://[::1]", "https://[::1]"),
    ] {
        assert_eq!(Cloud::custom(custom(given)).unwrap().login(), kept);
    }
}

#[test]
fn a_custom_cloud_has_a_name_of_its_own() {
    let named = |name: &str| {
        let cloud = CustomCloud {
            name: name.into(),
            ..custom("https://login.example.com")
        };
        Cloud::custom(cloud).map(|c| c.name().to_owned())
    };
    assert_eq!(named("Bleu-2.x_y").unwrap(), "Bleu-2.x_y");
    for taken in [
        "AzureCloud",
        "azurechinacloud",
        "AzureGermanCloud",
        "AZUREPPE",
        "AzureUSGovernmentDoD",
        "sandbox",
    ] {
        assert!(named(taken).unwrap_err().to_string().contains("taken"), "{taken}");
    }
    for bad in ["", " ", "4", "a b", "a/b", "\u{430}zure", "a\r\nb", &"a".repeat(65)] {
        assert!(named(bad).unwrap_err().to_string().contains("no name"), "{bad}");
    }
}

#[test]
fn audiences_are_the_addresses_or_what_was_given_and_no_other_is_guessed() {
    let cloud = CustomCloud {
        graph: Some("https://graph.example.com/".into()),
        audiences: [
            (Resource::ExchangeOnline, "https://outlook.example.com/".to_owned()),
            (
                Resource::MicrosoftTeams,
                "48AC35B8-9aa8-4d74-927d-1f4a14a0b239".to_owned(),
            ),
        ]
        .into(),
        ..custom("https://login.example.com")
    };
    let cloud = Cloud::custom(cloud).unwrap();
    assert_eq!(cloud.audience(Resource::Graph), Some("https://graph.example.com"));
    assert_eq!(
        cloud.audience(Resource::ExchangeOnline),
        Some("https://outlook.example.com")
    );
    assert_eq!(
        cloud.audience(Resource::MicrosoftTeams),
        Some("48ac35b8-9aa8-4d74-927d-1f4a14a0b239")
    );
    for unknown in [
        Resource::Azure,
        Resource::PartnerCenter,
        Resource::Defender,
        Resource::SecurityCompliance,
    ] {
        assert_eq!(cloud.audience(unknown), None, "{unknown:?}");
    }
    assert!(
        cloud
            .partner_center()
            .unwrap_err()
            .remedy()
            .contains("-PartnerCenterEndpoint")
    );

    for bad in [
        "",
        "x",
        "outlook.example.com",
        "https://a b",
        "https://outlook.example.com/.default",
    ] {
        let audiences = [(Resource::ExchangeOnline, bad.to_owned())].into();
        let cloud = CustomCloud {
            audiences,
            ..custom("https://login.example.com")
        };
        assert!(Cloud::custom(cloud).is_err(), "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, ..ProptestConfig::default() })]

    /// Whatever is done to an address: it is refused, or it leads where a reader sees it lead.
    #[test]
    fn no_address_leads_elsewhere_than_it_reads(
        cut in 0_usize..40,
        drop in 0_usize..3,
        put in "[a-zA-Z0-9:/\\\\@#?%.\\[\\]_ \\-\\t\u{430}\u{ff0e}]{0,4}",
    ) {
        let letters: Vec<char> = "https://login.example.com:8443/".chars().collect();
        let cut = cut.min(letters.len());
        let rest = letters.iter().skip(cut + drop);
        let given: String = letters.iter().take(cut).copied().chain(put.chars()).chain(rest.copied()).collect();
        if let Ok(cloud) = Cloud::custom(custom(&given)) {
            let url = Url::parse(cloud.login()).unwrap();
            let seen = given.strip_prefix("https://").unwrap();
            let seen = seen.strip_suffix('/').unwrap_or(seen);
            let (host, port) = seen.rsplit_once(':').unwrap_or((seen, "443"));
            prop_assert_eq!(url.scheme(), "https");
            prop_assert_eq!(url.host_str(), Some(host));
            prop_assert_eq!(url.port_or_known_default().map(|p| p.to_string()), Some(port.to_owned()));
            prop_assert!(url.username().is_empty() && url.path() == "/" && host.is_ascii());
        }
    }

    #[test]
    fn no_text_is_taken_for_an_address_that_is_none(given in "\\PC{0,60}") {
        if let Ok(cloud) = Cloud::custom(custom(&given)) {
            prop_assert!(given.starts_with("https://") && cloud.login().starts_with("https://"));
        }
    }
}

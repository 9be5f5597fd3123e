//! What could end a line, a path or a field is put into every value that goes on the wire: it is refused, or what goes
//! there is as harmless as without it.

use crate::support::{Server, account, client, graph, many, token};
use partner_auth::admin_consent::{ConsentScopes, RedirectUri};
use partner_auth::partner_center::consents::Grant;
use partner_auth::relationships::RelationshipId;
use partner_auth::{ClientId, Cloud, Scopes, Tenant};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use url::{Url, form_urlencoded};

/// What ends a line, a field, a path or a text somewhere, or looks as if it did not.
const EVIL: [&str; 36] = [
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\t",
    " ",
    "/",
    "?",
    "#",
    "&",
    "%",
    "\\",
    "@",
    ":",
    ";",
    "=",
    "+",
    "\"",
    "'",
    "<",
    "..",
    "/..",
    "%0d%0a",
    "%00",
    "%2f",
    "&scope=x",
    "\r\nHost: evil.example",
    " HTTP/1.1\r\n\r\n",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{ff0f}",
    "\u{feff}",
    "\u{7f}",
    "\u{1b}[2J",
    "\u{1f600}",
];

/// A value and what of it goes on the wire.
struct Parameter {
    name: &'static str,
    valid: &'static str,
    wire: fn(&str) -> Option<String>,
    is_harmless: fn(&str) -> bool,
}

fn of_host(wire: &str) -> bool {
    wire.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b))
}

fn of_scopes(wire: &str) -> bool {
    let encoded: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("scope", wire)
        .finish();
    let fields: Vec<_> = form_urlencoded::parse(encoded.as_bytes()).collect();
    // Printable, as RFC 6749 section 3.3 has it, and one field of the form.
    wire.split(' ')
        .all(|scope| !scope.is_empty() && scope.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\'))
        && fields == [("scope".into(), wire.into())]
}

fn of_address(wire: &str) -> bool {
    let url = Url::parse(wire).unwrap();
    wire.bytes().all(|b| b.is_ascii_graphic())
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none()
}

fn cloud() -> Cloud {
    Cloud::known("AzureCloud").unwrap()
}

const ID: &str = "11111111-2222-3333-4444-555555555555";

const PARAMETERS: [Parameter; 8] = [
    Parameter {
        name: "tenant id",
        valid: ID,
        wire: |text| Tenant::parse(text).ok().map(|t| t.to_string()),
        is_harmless: of_host,
    },
    Parameter {
        name: "domain",
        valid: "contoso.example",
        wire: |text| Tenant::parse(text).ok().map(|t| t.to_string()),
        is_harmless: of_host,
    },
    Parameter {
        name: "application id",
        valid: ID,
        wire: |text| ClientId::parse(text).ok().map(|id| id.to_string()),
        is_harmless: of_host,
    },
    Parameter {
        name: "scope",
        valid: "https://graph.microsoft.com/User.Read",
        wire: |text| match Scopes::parse(&cloud(), &[text.to_owned()]) {
            Ok(Scopes::Of(set)) => Some(set.joined()),
            _ => None,
        },
        is_harmless: of_scopes,
    },
    Parameter {
        name: "scope of a link",
        valid: "https://graph.microsoft.com/User.Read",
        wire: |text| {
            ConsentScopes::parse(&cloud(), &[text.to_owned()])
                .ok()
                .map(|scopes| scopes.joined())
        },
        is_harmless: of_scopes,
    },
    Parameter {
        name: "grant",
        valid: "Directory.Read.All,User.Read",
        wire: |text| Grant::parse(ID, text).ok().map(|grant| grant.scopes.concat()),
        is_harmless: |wire| wire.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:/".contains(&b)),
    },
    Parameter {
        name: "relationship",
        valid: "11111111-2222-3333-4444-555555555555-11111111-2222-3333-4444-555555555556",
        wire: |text| RelationshipId::parse(text).ok().map(|id| id.to_string()),
        is_harmless: of_host,
    },
    Parameter {
        name: "redirect address",
        valid: "https://app.contoso.example/signed-in",
        wire: |text| RedirectUri::parse(text).ok().map(|uri| uri.as_str().to_owned()),
        is_harmless: of_address,
    },
];

/// The value with one or two of them somewhere.
fn spoiled(valid: &str, random: &mut StdRng) -> String {
    let mut text = valid.to_owned();
    for _ in 0..random.random_range(1..=2) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        text.insert_str(
            places[random.random_range(0..places.len())],
            EVIL[random.random_range(0..EVIL.len())],
        );
    }
    text
}

#[test]
fn nothing_that_is_put_into_a_value_gets_onto_the_wire_as_more_than_a_part_of_it() {
    let cases = many(20_000, 100_000);
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    let mut refused = 0_u32;
    for Parameter {
        name,
        valid,
        wire,
        is_harmless,
    } in &PARAMETERS
    {
        let unspoiled = wire(valid).unwrap();
        assert!(is_harmless(&unspoiled), "{name}: {unspoiled}");
        for _ in 0..cases {
            let text = spoiled(valid, &mut random);
            match wire(&text) {
                None => refused += 1,
                Some(wire) => assert!(is_harmless(&wire), "seed {seed}, {name}: {text:?} goes as {wire:?}"),
            }
        }
    }
    let all = cases * u32::try_from(PARAMETERS.len()).unwrap();
    assert!(refused > all / 2, "{refused} of {all}");
    println!("figure F3: {all} spoiled values, {refused} refused, the others harmless");
}

#[tokio::test]
async fn what_is_refused_sends_nothing_and_what_is_sent_has_one_path_and_its_own_fields() {
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    for _ in 0..many(300, 3_000) {
        let before = server.count();
        let scopes = Scopes::parse(
            &account.cloud,
            &[spoiled("https://graph.microsoft.com/User.Read", &mut random)],
        );
        let mut request = graph(&account, ID);
        request.force_refresh = true;
        let Ok(scopes) = scopes else {
            assert_eq!(server.count(), before);
            continue;
        };
        let asked = match &scopes {
            Scopes::Of(set) => set.joined(),
            Scopes::SharePoint => continue,
        };
        request.scopes = scopes;
        client.acquire(&request, notes.clone()).await.unwrap();
        assert_eq!(server.count(), before + 1, "seed {seed}");
        let sent = server.request(before);
        let (head, body) = sent.split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with(&format!("POST /{ID}/oauth2/v2.0/token HTTP/1.1\r\n")),
            "seed {seed}: {head}"
        );
        assert!(!head.to_lowercase().contains("evil"), "seed {seed}: {head}");
        let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).collect();
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_ref()).collect();
        assert_eq!(
            names,
            [
                "client_id",
                "grant_type",
                "refresh_token",
                "scope",
                "client_info",
                "client_secret"
            ],
            "seed {seed}"
        );
        assert_eq!(
            fields[3].1,
            format!("{asked} openid profile offline_access"),
            "seed {seed}"
        );
    }
}

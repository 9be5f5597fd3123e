//! No request gets a token of another: random pairs of requests that differ in much, in little, or in writing alone.

use crate::support::many;
use partner_auth::cache::{TokenCache, TokenKey};
use partner_auth::cloud::CustomCloud;
use partner_auth::renewal::Renewal;
use partner_auth::token_details::TokenDetails;
use partner_auth::{Account, ClientCredential, ClientId, Cloud, RefreshToken, Scopes, Secret, Tenant, Token};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

/// Each value beside what it means: two of equal meaning are one to the service, and no others.
struct Pools {
    clouds: Vec<(usize, Arc<Cloud>)>,
    tenants: Vec<(usize, Tenant)>,
    clients: Vec<(usize, ClientId)>,
    credentials: Vec<(usize, ClientCredential)>,
    users: Vec<(usize, Option<Arc<RefreshToken>>)>,
    scopes: Vec<(usize, Vec<String>)>,
}

/// What a request means.
type Meaning = [usize; 6];

fn secret(text: &str) -> Arc<Secret> {
    Arc::new(Secret::new(text.to_owned()))
}

impl Pools {
    fn new() -> Self {
        let sandbox = |port: u16| {
            let at = format!("http://127.0.0.1:{port}");
            Cloud::sandbox("Sandbox", &at, &at, &at, None).unwrap()
        };
        let custom = CustomCloud {
            name: "Contoso".to_owned(),
            login: "https://login.contoso.example".to_owned(),
            graph: Some("https://graph.contoso.example".to_owned()),
            ..CustomCloud::default()
        };
        let clouds = [
            Cloud::known("AzureCloud").unwrap(),
            Cloud::known("AzureUSGovernment").unwrap(),
            sandbox(1),
            sandbox(2),
            Cloud::custom(custom).unwrap(),
        ];
        let renewed = RefreshToken::new(secret("first"));
        renewed.redeemed(
            Some(secret("second")),
            partner_auth::refresh_token::RefreshTokenUser::default(),
            1,
        );
        let user = |text: &str| Some(Arc::new(RefreshToken::new(secret(text))));
        let id = "11111111-2222-3333-4444-555555555555";
        Self {
            clouds: clouds.into_iter().map(Arc::new).enumerate().collect(),
            tenants: [
                (0, id),
                (0, "{11111111-2222-3333-4444-555555555555}"),
                (0, " 11111111222233334444555555555555"),
                (1, "11111111-2222-3333-4444-555555555556"),
                (2, "contoso.example"),
                (2, "CONTOSO.example"),
                (3, "contoso.example.com"),
                (4, "organizations"),
                (4, "common"),
            ]
            .map(|(meaning, text)| (meaning, Tenant::parse(text).unwrap()))
            .into(),
            clients: [
                (0, id),
                (1, "11111111-2222-3333-4444-555555555556"),
                (0, "{11111111-2222-3333-4444-555555555555}"),
            ]
            .map(|(meaning, text)| (meaning, ClientId::parse(text).unwrap()))
            .into(),
            credentials: vec![
                (0, ClientCredential::None),
                (1, ClientCredential::Secret(secret("a"))),
                (1, ClientCredential::Secret(secret("a"))),
                (2, ClientCredential::Secret(secret("A"))),
                (3, ClientCredential::Secret(secret("first"))),
            ],
            users: vec![
                (0, None),
                (1, user("first")),
                (1, Some(Arc::new(renewed))),
                (2, user("second")),
                (3, user("a")),
            ],
            scopes: [
                (0, vec!["https://graph.microsoft.com/User.Read"]),
                (1, vec!["https://graph.microsoft.com/.default"]),
                (
                    2,
                    vec![
                        "https://graph.microsoft.com/User.Read",
                        "https://graph.microsoft.com/Mail.Read",
                    ],
                ),
                (
                    2,
                    vec!["https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/User.Read openid"],
                ),
                (3, vec!["https://graph.microsoft.com/User.ReadMail.Read"]),
                (4, vec!["https://outlook.office365.com/.default"]),
                (5, vec!["https://graph.microsoft.com/User.Read.All"]),
            ]
            .map(|(meaning, scopes)| (meaning, scopes.into_iter().map(str::to_owned).collect()))
            .into(),
        }
    }

    /// A request, as places in the pools, what it means, and the key of its token. Near another one, most of its places
    /// are the other's.
    fn draw(&self, random: &mut StdRng, near: Option<Meaning>, cache: &TokenCache) -> (Meaning, Meaning, TokenKey) {
        let lengths = [
            self.clouds.len(),
            self.tenants.len(),
            self.clients.len(),
            self.credentials.len(),
            self.users.len(),
            self.scopes.len(),
        ];
        let mut places = lengths.map(|length| random.random_range(0..length));
        for (place, other) in places.iter_mut().zip(near.into_iter().flatten()) {
            if random.random_range(0..4) > 0 {
                *place = other;
            }
        }
        let (cloud, tenant) = (&self.clouds[places[0]], &self.tenants[places[1]]);
        let (client, credential) = (&self.clients[places[2]], &self.credentials[places[3]]);
        let (user, (scope, given)) = (&self.users[places[4]], &self.scopes[places[5]]);
        let account = Account {
            cloud: Arc::clone(&cloud.1),
            home: Tenant::Organizations,
            client_id: client.1,
            credential: credential.1.clone(),
            access_token: None,
            refresh_token: user.1.clone(),
        };
        let Scopes::Of(scopes) = Scopes::parse(&account.cloud, given).unwrap() else {
            panic!("{given:?}")
        };
        let meaning = [cloud.0, tenant.0, client.0, credential.0, user.0, *scope];
        (places, meaning, cache.key(&account, &tenant.1, &scopes))
    }
}

fn token(meaning: Meaning) -> Arc<Token> {
    Arc::new(Token {
        access_token: Secret::new(format!("{meaning:?}")),
        details: Arc::new(TokenDetails::default()),
        expires_on: i64::MAX,
        extended_expires_on: i64::MAX,
        ends_at: Duration::MAX,
        tenant_id: None,
        object_id: None,
        refresh_token: None,
        id_token: None,
        correlation_id: String::new(),
        renewal: Renewal::default(),
        was_kept: false,
    })
}

#[test]
fn random_requests_share_a_token_when_they_mean_the_same_and_never_else() {
    let pairs = many(100_000, 1_000_000);
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    let (pools, cache) = (Pools::new(), TokenCache::default());
    let (mut alike, mut served) = (0_u32, 0_u32);
    let mut kept: HashMap<Meaning, Arc<Token>> = HashMap::new();
    for _ in 0..pairs {
        let (places, one, one_key) = pools.draw(&mut random, None, &cache);
        let (_, other, other_key) = pools.draw(&mut random, Some(places), &cache);
        assert_eq!(one == other, one_key == other_key, "seed {seed}: {one:?} {other:?}");
        alike += u32::from(one == other);
        let own = kept.entry(one).or_insert_with(|| token(one));
        cache.put(&one_key, own);
        if let Some(found) = cache.get(&other_key) {
            assert_eq!(found.access_token.expose(), format!("{other:?}"), "seed {seed}");
            served += 1;
        }
    }
    assert!(
        alike > pairs / 20 && served > pairs / 10,
        "the pools are too large to meet: {alike}, {served}"
    );
    println!("figure C3: {pairs} random pairs, {alike} of equal meaning, 0 tokens of another key");
}

#[test]
fn a_key_of_random_secrets_and_scopes_stands_for_them_alone() {
    let cloud = Arc::new(Cloud::known("AzureCloud").unwrap());
    let cache = TokenCache::default();
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    // Short texts of few letters: many come twice, and many differ in how their letters are spread over two fields.
    let mut text = |longest: usize| -> String {
        let length = random.random_range(1..=longest);
        (0..length)
            .map(|_| ['a', 'b', '.'][random.random_range(0..3)])
            .collect()
    };
    let (mut meanings, mut keys) = (HashSet::new(), HashSet::new());
    for _ in 0..many(20_000, 200_000) {
        let (application, user) = (text(3), text(3));
        let mut scopes: Vec<String> = (0..3)
            .map(|_| format!("https://graph.microsoft.com/{}", text(2)))
            .collect();
        let account = Account {
            cloud: Arc::clone(&cloud),
            home: Tenant::Organizations,
            client_id: ClientId::parse("11111111-2222-3333-4444-555555555555").unwrap(),
            credential: ClientCredential::Secret(secret(&application)),
            access_token: None,
            refresh_token: Some(Arc::new(RefreshToken::new(secret(&user)))),
        };
        let Scopes::Of(set) = Scopes::parse(&cloud, &scopes).unwrap() else {
            panic!("{scopes:?}")
        };
        scopes.sort();
        scopes.dedup();
        let is_new = meanings.insert((application, user, scopes));
        assert_eq!(
            keys.insert(cache.key(&account, &Tenant::Organizations, &set)),
            is_new,
            "seed {seed}"
        );
    }
    assert!(keys.len() > 1000, "{}", keys.len());
}

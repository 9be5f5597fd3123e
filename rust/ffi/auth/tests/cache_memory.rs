//! The cache's memory: ten thousand tenants with three tokens each stay below 64 MiB, and the allocator counts it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

use futures_util::FutureExt;
use partner_auth::cache::TokenCache;
use partner_auth::renewal::Renewal;
use partner_auth::token_details::TokenDetails;
use partner_auth::{Account, ClientCredential, ClientId, Cloud, RefreshToken, Scopes, Secret, Tenant, Token};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Counts the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise is ours.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise is ours.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const TENANTS: usize = 10_000;
const LIMIT: usize = 64 * 1024 * 1024;
/// As long as the sandbox's tokens.
const TOKEN_LENGTH: usize = 1_100;

fn token(tenant: &str, scopes: &[&str]) -> Token {
    Token {
        access_token: Secret::new("t".repeat(TOKEN_LENGTH)),
        details: Arc::new(TokenDetails {
            audience: Some("https://graph.microsoft.com".to_owned()),
            client_id: Some(ID.to_owned()),
            home_object_id: Some(ID.to_owned()),
            home_tenant_id: Some(ID.to_owned()),
            mfa: Some(true),
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            user_name: Some("admin@partner.onmicrosoft.example".to_owned()),
        }),
        expires_on: i64::MAX,
        extended_expires_on: i64::MAX,
        ends_at: Duration::MAX,
        tenant_id: Some(tenant.to_owned()),
        object_id: Some(ID.to_owned()),
        refresh_token: None,
        id_token: None,
        correlation_id: ID.to_owned(),
        renewal: Renewal::default(),
        was_kept: false,
    }
}

const ID: &str = "11111111-2222-3333-4444-555555555555";

#[test]
fn ten_thousand_tenants_with_three_tokens_each_stay_below_64_mebibytes() {
    let cloud = Arc::new(
        Cloud::sandbox(
            "Sandbox",
            "http://127.0.0.1:1",
            "http://127.0.0.1:1",
            "http://127.0.0.1:1",
            None,
        )
        .unwrap(),
    );
    let secret = |text: &str| Arc::new(Secret::new(format!("partner-sandbox.{text}")));
    let account = Account {
        home: Tenant::parse(ID).unwrap(),
        client_id: ClientId::parse(ID).unwrap(),
        credential: ClientCredential::Secret(secret("secret")),
        access_token: None,
        refresh_token: Some(Arc::new(RefreshToken::new(secret("refresh")))),
        cloud,
    };
    let asked = [
        (
            "Graph",
            [
                "User.Read.All",
                "Directory.Read.All",
                "Mail.Read",
                "Policy.Read.All",
                "Reports.Read.All",
            ]
            .as_slice(),
        ),
        ("ExchangeOnline", &["Exchange.Manage"]),
        ("Azure", &["user_impersonation"]),
    ];
    let asked = asked.map(|(name, granted)| {
        let Scopes::Of(scopes) = Scopes::parse(&account.cloud, &[name.to_owned()]).unwrap() else {
            panic!("{name} is of a tenant")
        };
        (scopes, granted)
    });
    let cache = TokenCache::default();
    let tenants: Vec<String> = (0..TENANTS)
        .map(|n| format!("{n:08}-2222-3333-4444-555555555555"))
        .collect();

    let before = IN_USE.load(Ordering::Relaxed);
    for tenant in &tenants {
        for (scopes, granted) in &asked {
            let key = cache.key(&account, &Tenant::parse(tenant).unwrap(), scopes);
            let answer = token(tenant, granted);
            let flight = cache.join(&key, || async { Ok(answer) }.boxed());
            flight.now_or_never().unwrap().unwrap();
        }
    }
    let used = IN_USE.load(Ordering::Relaxed) - before;
    assert!(used < LIMIT, "{} KiB", used / 1024);
    let mut took = Vec::new();
    for tenant in &tenants {
        for (scopes, _) in &asked {
            let begin = Instant::now();
            let key = cache.key(&account, &Tenant::parse(tenant).unwrap(), scopes);
            assert!(cache.get(&key).is_some());
            took.push(begin.elapsed());
        }
    }
    took.sort();
    println!(
        "figure C7: {TENANTS} tenants with three tokens each take {} KiB, {} bytes a token; a look-up takes {} us, the slowest hundredth {} us",
        used / 1024,
        used / TENANTS / 3,
        took[took.len() / 2].as_micros(),
        took[took.len() / 100 * 99].as_micros()
    );
    let last = cache.key(&account, &Tenant::parse(tenants.last().unwrap()).unwrap(), &asked[0].0);
    assert!(cache.get(&last).is_some());
}

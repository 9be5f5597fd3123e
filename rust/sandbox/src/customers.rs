//! Customers made from a seed: readable, the same for the same seed, and some with names that break careless programs.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use ring::digest::{SHA256, digest};
use std::collections::HashSet;
use uuid::{Builder, Uuid};

/// One in so many generated customers has a hostile name.
const HOSTILE_EVERY: usize = 10;

const FIRST: [&str; 24] = [
    "Alpine",
    "Amber",
    "Blue",
    "Bright",
    "Cedar",
    "Coastal",
    "Crystal",
    "Eastern",
    "Evergreen",
    "Golden",
    "Granite",
    "Harbor",
    "Highland",
    "Lakeside",
    "Maple",
    "Northern",
    "Pacific",
    "Pioneer",
    "River",
    "Silver",
    "Southern",
    "Summit",
    "Sunny",
    "Western",
];
const SECOND: [&str; 24] = [
    "Bakery",
    "Bicycles",
    "Books",
    "Builders",
    "Cinemas",
    "Clinics",
    "Coffee",
    "Farms",
    "Films",
    "Foods",
    "Furniture",
    "Gardens",
    "Insurance",
    "Law",
    "Logistics",
    "Museum",
    "Optics",
    "Pharmacy",
    "Printing",
    "Schools",
    "Shipping",
    "Textiles",
    "Travel",
    "Wineries",
];

/// Who a generated customer is.
pub struct Generated {
    /// Domain: `<words><number>.onmicrosoft.example`.
    pub domain: String,
    /// Display name.
    pub name: String,
}

/// Makes `count` customers whose domains are not among those taken.
pub fn generate(seed: u64, count: usize, taken: &HashSet<String>) -> Vec<Generated> {
    let mut random = StdRng::seed_from_u64(seed);
    let hostile_at = random.random_range(0..HOSTILE_EVERY);
    let mut number = 0;
    let mut made = Vec::with_capacity(count);
    while made.len() < count {
        number += 1;
        let first = FIRST.choose(&mut random).copied().unwrap_or_default();
        let second = SECOND.choose(&mut random).copied().unwrap_or_default();
        let domain = format!("{first}{second}{number}.onmicrosoft.example").to_ascii_lowercase();
        if taken.contains(&domain) {
            continue;
        }
        let plain = format!("{first} {second}");
        let name = match made.len() {
            index if index % HOSTILE_EVERY == hostile_at => hostile(&plain, index / HOSTILE_EVERY),
            _ => plain,
        };
        made.push(Generated { domain, name });
    }
    made
}

/// The tenant id of a customer: it depends on the seed and the domain alone, so that a scenario can grow.
pub fn tenant_id(seed: u64, domain: &str) -> Uuid {
    let hash = digest(&SHA256, format!("{seed}/{domain}").as_bytes());
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    Builder::from_random_bytes(bytes).into_uuid()
}

/// A display name for a tenant that has none: the first label of its domain, with a capital.
pub fn name_of(domain: &str) -> String {
    let label = domain.split('.').next().unwrap_or_default();
    let mut letters = label.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}

/// A name as a customer's admin could choose it to harm whoever shows it.
fn hostile(name: &str, kind: usize) -> String {
    match kind % 7 {
        0 => format!("<script>alert('{name}')</script><b>{name}"),
        1 => format!("\u{1b}[31m{name}\u{1b}[2J\u{1b}]0;owned\u{7}"),
        2 => format!("=HYPERLINK(\"http://evil.example\",\"{name}\")"),
        3 => format!("{name} \u{202e}gnp.elif\u{2066} \u{5e9}\u{5dc}\u{5d5}\u{5dd}"),
        4 => format!("\"{name}\" 'n' `sons` \\ $(Get-Date) ; -- %PATH%"),
        5 => format!("{name}\r\nSecond line\twith a tab\n"),
        _ => format!("{name} {}", "and partners ".repeat(400)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn customers(seed: u64, count: usize) -> Vec<(String, String)> {
        let made = generate(seed, count, &HashSet::new());
        made.into_iter().map(|c| (c.domain, c.name)).collect()
    }

    #[test]
    fn the_same_seed_makes_the_same_customers_and_another_seed_others() {
        assert_eq!(customers(7, 50), customers(7, 50));
        assert_ne!(customers(7, 50), customers(8, 50));
        assert_eq!(customers(7, 50)[..20], customers(7, 20)[..]);
    }

    #[test]
    fn domains_are_dns_names_that_differ() {
        let made = customers(1, 1000);
        let domains: HashSet<String> = made.iter().map(|(d, _)| d.clone()).collect();
        assert_eq!(domains.len(), 1000);
        assert!(domains.into_iter().all(|d| crate::Domain::try_from(d).is_ok()));
    }

    #[test]
    fn one_in_ten_has_a_hostile_name_and_every_kind_comes() {
        let plain = |name: &str| name.len() < 40 && name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        let made = customers(11, 100);
        let hostile: Vec<&str> = made.iter().map(|(_, n)| n.as_str()).filter(|n| !plain(n)).collect();
        assert_eq!(hostile.len(), 10);
        for sign in [
            "<script>",
            "\u{1b}[31m",
            "=HYPERLINK",
            "\u{202e}",
            "$(",
            "\r\n",
            "and partners and partners",
        ] {
            assert!(hostile.iter().any(|n| n.contains(sign)), "{sign:?}");
        }
    }

    #[test]
    fn a_tenant_id_depends_on_seed_and_domain_alone() {
        assert_eq!(tenant_id(1, "a.example"), tenant_id(1, "a.example"));
        assert_ne!(tenant_id(1, "a.example"), tenant_id(2, "a.example"));
        assert_ne!(tenant_id(1, "a.example"), tenant_id(1, "b.example"));
        assert_eq!(tenant_id(1, "a.example").get_version_num(), 4);
    }
}

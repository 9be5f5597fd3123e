//! The guidance table: what a service's code means and what to do about it. Data, so that every reader says the same.

use crate::account::Account;
use crate::data;
use crate::error::{Error, ErrorKind, Retry};
use crate::retry::UNNAMED;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::HashMap;

/// Codes that have the same kind of cause, as the data file has them: what it says once holds for each code that says
/// nothing else.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Group {
    class: String,
    title: String,
    kind: ErrorKind,
    remedy: String,
    #[serde(default)]
    credential: bool,
    #[serde(default)]
    retryable: bool,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    code: String,
    kind: Option<ErrorKind>,
    meaning: String,
    cause: String,
    remedy: Option<String>,
    app_only: Option<Advice>,
    credential: Option<bool>,
    retryable: Option<bool>,
    #[serde(default)]
    text: bool,
}

/// Codes that have the same kind of cause.
#[derive(Debug)]
pub struct Class {
    /// `consent`, `gdap`, `mfa`, `ca`, `risk`, `rt`, `cred`, `config`, `account`, `tenant`, `cloud`, `throttle`, `retry`
    /// or `device`.
    pub name: String,
    /// A heading.
    pub title: String,
    /// Its codes.
    pub codes: Vec<Guidance>,
}

/// What is known about one code.
#[derive(Debug)]
pub struct Guidance {
    /// `AADSTS65001`, or after the service's name: `PartnerCenter 1002`, `Graph Authorization_RequestDenied`,
    /// `Exchange UnAuthorized`, `OAuth invalid_grant`, `HTTP 429`.
    pub code: String,
    /// The name of its class.
    pub class: String,
    /// The kind, which is the ErrorId.
    pub kind: ErrorKind,
    /// One sentence: what it means.
    pub meaning: String,
    /// Why it happens and what to do, for a token that acts for a user.
    pub advice: Advice,
    /// The same for a token that acts for an application alone, where that is something else.
    pub app_only: Option<Advice>,
    /// True when the credential itself fails: every other tenant would fail alike.
    pub credential: bool,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// True when the service sends no code, and `code` is what it says.
    pub text: bool,
}

/// Why something happens and what to do.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// One sentence: why it happens.
    pub cause: String,
    /// One sentence: what to do.
    pub remedy: String,
}

/// For whom a token acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// For a user.
    Delegated,
    /// For an application alone.
    AppOnly,
    /// Nobody can tell: only a text is there.
    Unknown,
}

static CLASSES: Lazy<Vec<Class>> = Lazy::new(|| {
    let groups: Vec<Group> = data::read(data::table!("guidance")).unwrap_or_default();
    groups.into_iter().map(Class::from).collect()
});

static TABLE: Lazy<HashMap<&'static str, &'static Guidance>> =
    Lazy::new(|| rows().map(|row| (row.code.as_str(), row)).collect());

/// The whole table by classes.
#[must_use]
pub fn classes() -> &'static [Class] {
    &CLASSES
}

/// Every row.
pub fn rows() -> impl Iterator<Item = &'static Guidance> {
    classes().iter().flat_map(|class| &class.codes)
}

/// What is known about a code as the table names it.
#[must_use]
pub fn of(code: &str) -> Option<&'static Guidance> {
    TABLE.get(code).copied()
}

/// What is known about a code of Entra ID.
#[must_use]
pub fn of_aadsts(code: i64) -> Option<&'static Guidance> {
    of(&format!("AADSTS{code}"))
}

impl From<Group> for Class {
    fn from(group: Group) -> Self {
        let codes = group.entries.into_iter().map(|entry| Guidance {
            code: entry.code,
            class: group.class.clone(),
            kind: entry.kind.unwrap_or(group.kind),
            meaning: entry.meaning,
            advice: Advice {
                cause: entry.cause,
                remedy: entry.remedy.unwrap_or_else(|| group.remedy.clone()),
            },
            app_only: entry.app_only,
            credential: entry.credential.unwrap_or(group.credential),
            retryable: entry.retryable.unwrap_or(group.retryable),
            text: entry.text,
        });
        Self {
            codes: codes.collect(),
            name: group.class,
            title: group.title,
        }
    }
}

impl Guidance {
    /// The service that uses the code, as a person calls it.
    #[must_use]
    pub fn service(&self) -> &'static str {
        match self.code.split_once(' ') {
            Some(("PartnerCenter", _)) => "Partner Center",
            Some(("Graph", _)) => "Microsoft Graph",
            Some(("Exchange", _)) => "Exchange Online",
            Some(("HTTP", _)) => "HTTP",
            _ => "Microsoft Entra ID",
        }
    }

    /// The code as the service itself writes it.
    #[must_use]
    pub fn code_of_service(&self) -> &str {
        self.code.split_once(' ').map_or(self.code.as_str(), |(_, code)| code)
    }

    /// Why it happened and what to do. Where nobody can tell for whom the token acts, both remedies are told.
    #[must_use]
    pub fn advice(&self, token: TokenKind) -> Advice {
        match (&self.app_only, token) {
            (Some(advice), TokenKind::AppOnly) => advice.clone(),
            (Some(advice), TokenKind::Unknown) => Advice {
                cause: format!("{} With an app-only token: {}", self.advice.cause, advice.cause),
                remedy: format!("{} With an app-only token: {}", self.advice.remedy, advice.remedy),
            },
            _ => self.advice.clone(),
        }
    }

    /// The failure that the code stands for; `name` is the code as the service wrote it.
    #[must_use]
    pub fn error(&'static self, name: &str, token: TokenKind) -> Error {
        let advice = self.advice(token);
        let retry = match self.kind {
            ErrorKind::Throttled => Retry::After(UNNAMED),
            _ if self.retryable => Retry::Soon,
            _ => Retry::Never,
        };
        Error::new(self.kind, format!("{} ({name})", self.meaning), advice.remedy)
            .cause(advice.cause)
            .classed(&self.class, self.credential)
            .retry(retry)
    }
}

impl TokenKind {
    /// That of the tokens which an account gets.
    #[must_use]
    pub fn of(account: &Account) -> Self {
        if account.is_app_only() {
            Self::AppOnly
        } else {
            Self::Delegated
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole_and_no_code_stands_twice() {
        let groups: Vec<Group> = serde_json::from_str(include_str!("../data/guidance.json")).unwrap();
        let codes: usize = groups.iter().map(|g| g.entries.len()).sum();
        assert_eq!(codes, TABLE.len());
        assert!(rows().filter(|r| r.code.starts_with("AADSTS")).count() >= 80);
    }

    #[test]
    fn each_field_of_each_row_is_one_plain_sentence() {
        for row in rows() {
            let app_only = row.app_only.iter().flat_map(|a| [&a.cause, &a.remedy]);
            for sentence in [&row.meaning, &row.advice.cause, &row.advice.remedy]
                .into_iter()
                .chain(app_only)
            {
                assert!(
                    sentence.ends_with('.') && !sentence.contains(". "),
                    "{}: {sentence}",
                    row.code
                );
            }
        }
    }

    #[test]
    fn what_fails_for_every_tenant_is_the_credential() {
        for (code, credential) in [
            ("AADSTS7000215", true),
            ("AADSTS700082", true),
            ("AADSTS530034", true),
            ("PartnerCenter 10001", true),
            ("AADSTS70043", false),
            ("AADSTS50076", false),
            ("AADSTS65001", false),
            ("AADSTS50020", false),
        ] {
            assert_eq!(of(code).unwrap().credential, credential, "{code}");
        }
    }

    #[test]
    fn only_what_may_pass_by_itself_is_retryable() {
        for row in rows().filter(|r| r.retryable) {
            let kinds = [ErrorKind::Throttled, ErrorKind::ServiceUnavailable, ErrorKind::Timeout];
            assert!(kinds.contains(&row.kind), "{}", row.code);
        }
    }

    #[test]
    fn the_advice_looks_at_the_kind_of_token() {
        for code in [
            "Graph Authorization_IdentityNotFound",
            "Graph Authorization_RequestDenied",
        ] {
            let row = of(code).unwrap();
            let [user, application, unknown] =
                [TokenKind::Delegated, TokenKind::AppOnly, TokenKind::Unknown].map(|k| row.advice(k));
            assert!(!user.remedy.contains("service principal"), "{code}");
            assert!(
                application
                    .remedy
                    .contains("a service principal in a GDAP group has no effect")
            );
            assert!(unknown.remedy.contains(&user.remedy) && unknown.remedy.contains(&application.remedy));
        }
    }

    #[test]
    fn a_code_says_its_service() {
        for (code, service, short) in [
            ("AADSTS65002", "Microsoft Entra ID", "AADSTS65002"),
            ("OAuth invalid_grant", "Microsoft Entra ID", "invalid_grant"),
            ("PartnerCenter 1002", "Partner Center", "1002"),
            ("Graph accessDenied", "Microsoft Graph", "accessDenied"),
            ("Exchange UnAuthorized", "Exchange Online", "UnAuthorized"),
            ("HTTP 415", "HTTP", "415"),
        ] {
            let row = of(code).unwrap();
            assert_eq!((row.service(), row.code_of_service()), (service, short));
        }
    }
}

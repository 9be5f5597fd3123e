//! Tokens that are kept: what goes to the shelf is sealed, and what comes from it is opened and judged.

use super::record::{self, Loaded, SKEW};
use super::seal::Seal;
use super::{RecordName, Shelf};
use crate::account::Account;
use crate::cache::TokenKey;
use crate::clock::Clock;
use crate::report::Report;
use crate::tenant::Tenant;
use crate::token::Token;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, join};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a refresh token that nobody uses stays good (Microsoft identity platform, "Refresh tokens").
const LINE_LIFE: Duration = Duration::from_secs(90 * 24 * 3600);
/// Written without a lease: refresh tokens of a line are all good, so that the last one stands.
const NO_FENCE: u64 = 0;

/// A shelf and the seal of what is on it.
pub struct Kept {
    shelf: Arc<dyn Shelf>,
    seal: Arc<Seal>,
    dropped: Mutex<Dropped>,
}

/// What was dropped: an older token that comes from the shelf nevertheless is none.
#[derive(Default)]
struct Dropped {
    /// When everything was, Unix seconds.
    all: Option<i64>,
    /// When each group was.
    groups: HashMap<[u8; 16], i64>,
    /// What is still being removed.
    removals: Vec<Shared<BoxFuture<'static, ()>>>,
}

impl Kept {
    /// What that shelf keeps, under that seal.
    #[must_use]
    pub fn new(shelf: Arc<dyn Shelf>, seal: impl Into<Arc<Seal>>) -> Self {
        Self {
            shelf,
            seal: seal.into(),
            dropped: Mutex::default(),
        }
    }

    /// The shelf.
    pub(crate) fn shelf(&self) -> &Arc<dyn Shelf> {
        &self.shelf
    }

    /// The name of a token's record.
    pub(crate) fn name(&self, key: &TokenKey) -> RecordName {
        self.seal.name(&[key.tenant().as_bytes()], &[&key.all_but_drops()])
    }

    /// The name of a line that calls share: an address and an application.
    pub(crate) fn line_of(&self, key: &(String, String)) -> [u8; 16] {
        self.seal.hash(b"line", &[key.0.as_bytes(), key.1.as_bytes()])
    }

    /// The token of that name, whatever life it has left; nothing for one of before a drop.
    pub(crate) async fn token(&self, name: RecordName, clock: &dyn Clock) -> Option<Token> {
        let sealed = self.shelf.read(name).await?;
        let Loaded { token, kept_on } = record::token(&self.seal.open(name, sealed)?, clock)?;
        let dropped = self.dropped();
        let last = dropped.groups.get(&name.group).copied().max(dropped.all);
        // A second is the smallest measure: a token of the drop's own second may be of before it.
        last.is_none_or(|last| kept_on > last).then_some(token)
    }

    /// Takes over the newest refresh token of the account's line, where another process has a newer one.
    pub(crate) async fn adopt_line(&self, account: &Account, now_unix: i64) {
        let Some(line) = &account.refresh_token else { return };
        let name = self.name_of_line(account, line.origin().bytes());
        let Some(sealed) = self.shelf.read(name).await else {
            return;
        };
        let Some((newest, issued_on)) = self.seal.open(name, sealed).and_then(|plain| record::line(&plain)) else {
            return;
        };
        // A file that somebody put back may hold one that is good no more, in the place of the one that was given.
        let age = now_unix.saturating_sub(issued_on);
        let is_good = age >= -SKEW && u64::try_from(age.max(0)).is_ok_and(|age| age < LINE_LIFE.as_secs());
        if is_good && newest.is_sandbox() == line.is_sandbox() {
            line.adopt(newest, issued_on);
        }
    }

    /// Keeps a token, and before anybody has it the newest refresh token of its line.
    pub(crate) async fn keep(
        &self,
        name: RecordName,
        token: Option<&Token>,
        account: &Account,
        fence: u64,
        clock: &dyn Clock,
    ) {
        let now = clock.unix();
        let token = token.and_then(|token| {
            let life = token.life(now, clock.elapsed());
            let sealed = self.seal.seal(name, &record::of_token(token, now)?)?;
            (!life.is_zero()).then_some((sealed, life))
        });
        let line = account.refresh_token.as_ref().and_then(|line| {
            let known = line.known();
            let name = self.name_of_line(account, line.origin().bytes());
            let issued_on = known.issued_on?;
            let sealed = self.seal.seal(name, &record::of_line(&known.newest, issued_on)?)?;
            Some((name, sealed))
        });
        let line = async {
            if let Some((name, sealed)) = line {
                self.shelf.write(name, sealed, LINE_LIFE, NO_FENCE).await;
            }
        };
        let token = async {
            if let Some((sealed, life)) = token {
                self.shelf.write(name, sealed, life, fence).await;
            }
        };
        join(line, token).await;
    }

    /// Begins to forget a tenant's tokens, or everything; [`Kept::settled`] waits for the end of it.
    pub(crate) fn forget(&self, tenant: Option<&Tenant>, now_unix: i64) {
        let group = tenant.map(|tenant| self.seal.name(&[tenant.to_string().as_bytes()], &[]).group);
        let removal = self.shelf.remove(group).shared();
        let mut dropped = self.dropped();
        match group {
            Some(group) => drop(dropped.groups.insert(group, now_unix)),
            None => dropped.all = Some(now_unix),
        }
        dropped.removals.retain(|removal| removal.peek().is_none());
        dropped.removals.push(removal.clone());
        // Who waits drives it too; this is for when nobody does.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            drop(runtime.spawn(removal));
        }
    }

    /// Waits until what is dropped is gone from the shelf.
    pub(crate) async fn settled(&self) {
        let removals = self.dropped().removals.clone();
        for removal in removals {
            removal.await;
        }
    }

    /// Tells what the user has to know of the shelf.
    pub(crate) fn tell(&self, report: &dyn Report) {
        if let Some(warning) = self.take_warning() {
            report.warning(warning);
        }
        if let Some(word) = self.shelf.take_word() {
            report.verbose(word);
        }
    }

    /// What the user has to know of the shelf and was not told yet.
    #[must_use]
    pub fn take_warning(&self) -> Option<String> {
        self.shelf.take_warning()
    }

    fn name_of_line(&self, account: &Account, origin: &[u8]) -> RecordName {
        let client_id = account.client_id.to_string();
        let login = account.cloud.login().as_bytes();
        self.seal.name(
            &[b"", b"refresh tokens"],
            &[b"refresh token", login, client_id.as_bytes(), origin],
        )
    }

    fn dropped(&self) -> MutexGuard<'_, Dropped> {
        self.dropped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

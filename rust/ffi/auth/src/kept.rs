//! `token_cache_keep` and `token_cache_clear`.

use crate::client::client;
use crate::convert;
use crate::documents::{CacheClearStart, CacheKeepStart, EventKind, OperationEvent};
use crate::failure::{ended, failed};
use crate::fleet;
use partner_auth::shelf::{Kept, seal};
use partner_auth::{Error, Result, Tenant};
use partner_ffi::{Event, Operation, Status, buffer, event};
use partner_store::Keyring;
use partner_store::file_shelf::{self, Opening, Waits, Wanted};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Starts keeping tokens in a file, or in memory alone.
pub fn keep(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: CacheKeepStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let work = async move {
        if let Some(redis) = &start.redis {
            return Ok(fleet::keep(redis, start.encryption_key).await);
        }
        // Other processes are waited for there, and a passphrase is stretched.
        tokio::task::spawn_blocking(move || kept(&start)).await
    };
    operation.spawn(None, async move {
        Some(match work.await {
            Ok(Ok(None)) => event::event(&OperationEvent::of(EventKind::Result, None)),
            Ok(Ok(Some(warning))) => said(EventKind::Warning, warning),
            Ok(Err(error)) => failed(None, &error),
            Err(_) => failed(
                None,
                &Error::internal("Opening the file of kept tokens ended in a defect."),
            ),
        })
    })?;
    operation.finish();
    Ok(operation)
}

/// Changes where tokens are kept; gives what the user has to know of it.
fn kept(start: &CacheKeepStart) -> Result<Option<String>> {
    let keep = |kept: Option<Arc<Kept>>| {
        fleet::forget();
        client().keep(kept);
    };
    let Some(path) = &start.path else {
        keep(None);
        return Ok(None);
    };
    let passphrase = start.encryption_key.map(convert::secret).transpose()?;
    let opening = file_shelf::open(&Wanted {
        path: path.into(),
        passphrase: passphrase.as_deref(),
        rounds: NonZeroU32::new(seal::ROUNDS).unwrap_or(NonZeroU32::MIN),
        keys: &Keyring,
        waits: Waits::default(),
    })?;
    Ok(match opening {
        Opening::Kept(shelf, seal) => {
            let kept = Kept::new(Arc::new(shelf), *seal);
            let warning = kept.take_warning();
            keep(Some(Arc::new(kept)));
            warning
        }
        Opening::Unusable(why) => {
            keep(None);
            Some(why)
        }
    })
}

/// Starts dropping cached tokens, and waits until they are gone from where they are kept.
pub fn clear(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: CacheClearStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.spawn(None, async move {
        let tenant = start.tenant.as_deref().map(Tenant::parse).transpose();
        let dropped = match tenant.and_then(|tenant| client().clear(tenant.as_ref())) {
            Ok(dropped) => dropped,
            Err(error) => return Some(failed(None, &error)),
        };
        client().dropped().await;
        Some(match client().kept().and_then(|kept| kept.take_warning()) {
            Some(warning) => said(EventKind::Warning, warning),
            None => said(EventKind::Verbose, format!("{dropped} cached tokens were dropped")),
        })
    })?;
    operation.finish();
    Ok(operation)
}

fn said(kind: EventKind, message: String) -> Event {
    event::event(&OperationEvent::saying(kind, None, message))
}

//! All pages of a list ("Paging Microsoft Graph data in your app"), one after the other as they are wanted.

use super::Graph;
use crate::error::{Error, ErrorKind};
use crate::partner_center::Caller;
use futures_util::stream::{self, Stream};
use reqwest::Url;
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// Where a list goes on.
struct Rest {
    next: Option<Url>,
    seen: HashSet<Url>,
}

/// The pages of a list in the partner's own tenant; each may take the caller's time.
pub(crate) fn pages_at_home<'a, T: DeserializeOwned + 'a>(
    caller: &'a Caller<'a>,
    path: &str,
) -> impl Stream<Item = Result<Vec<T>, Error>> + 'a {
    let Caller {
        client,
        account,
        report,
        timeout,
        ..
    } = caller;
    pages(
        move || Graph::new(client, account, &account.home, *timeout, report),
        path,
    )
}

/// The pages of a list. `path` starts with `/v1.0`; what `graph` gives holds for one page.
/// An error ends them: those of the token and of Graph, and `ServiceError` for a list that goes in a circle.
pub(super) fn pages<'a, T: DeserializeOwned + 'a>(
    graph: impl Fn() -> Graph<'a> + Copy + 'a,
    path: &str,
) -> impl Stream<Item = Result<Vec<T>, Error>> + 'a {
    let first = graph().address(path).map(|url| Rest {
        next: Some(url),
        seen: HashSet::new(),
    });
    stream::unfold(Some(first), move |rest| async move {
        let mut rest = match rest? {
            Ok(rest) => rest,
            Err(error) => return Some((Err(error), None)),
        };
        let url = rest.next.take()?;
        match graph().page(&url).await {
            Ok((items, next)) => {
                rest.seen.insert(url);
                rest.next = match next.transpose() {
                    Ok(Some(next)) if rest.seen.contains(&next) => return Some((Ok(items), Some(Err(circle())))),
                    Ok(next) => next,
                    Err(error) => return Some((Ok(items), Some(Err(error)))),
                };
                Some((Ok(items), Some(Ok(rest))))
            }
            Err(error) => Some((Err(error), None)),
        }
    })
}

fn circle() -> Error {
    Error::new(
        ErrorKind::ServiceError,
        "Microsoft Graph names the same next page again and again.",
        "Run the command again; if it stays so, ask for one customer.",
    )
}

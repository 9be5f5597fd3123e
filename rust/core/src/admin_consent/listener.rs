//! Waiting for the answers to links, on this machine.

use super::answer::Reply;
use super::{ConsentAnswer, ConsentLink, RedirectUri};
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use crate::loopback::{Expected, Listener};
use crate::report::Report;
use crate::tenant::Tenant;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// The most links that wait at once.
const MOST: usize = 10_000;
/// The most time that the id of the asked tenant is looked up for, once an answer is there.
const LOOK_UP: Duration = Duration::from_secs(10);

/// Listens for the answers to many links, on one port that is bound before the first is shown and kept to the end.
pub struct ConsentListener {
    client: Arc<PartnerClient>,
    expected: Arc<Expected<Reply>>,
    redirect_uri: RedirectUri,
    /// Ends with this.
    _serving: JoinSet<Infallible>,
}

/// A link whose answer is expected.
pub struct Awaited {
    link: ConsentLink,
    reply: oneshot::Receiver<Reply>,
}

impl ConsentListener {
    /// Binds the first free port that registrations expect, or any, and listens.
    ///
    /// # Errors
    /// `ConfigurationInvalid` when none is free.
    pub async fn bind(client: &Arc<PartnerClient>, any_port: bool) -> Result<Self, Error> {
        let listener = Listener::bind(any_port).await?;
        let expected: Arc<Expected<Reply>> = Arc::default();
        let redirect_uri = RedirectUri::of_listener(listener.redirect_uri());
        let mut serving = JoinSet::new();
        let (server, open) = (Arc::clone(client), Arc::clone(&expected));
        serving.spawn(async move { listener.serve(&server, &open).await });
        Ok(Self {
            client: Arc::clone(client),
            expected,
            redirect_uri,
            _serving: serving,
        })
    }

    /// The redirect address of links whose answers come here.
    #[must_use]
    pub fn redirect_uri(&self) -> RedirectUri {
        self.redirect_uri.clone()
    }

    /// Expects the answer to a link, which may be shown then.
    ///
    /// # Errors
    /// `InvalidInput` when another link waits with the same state, or 10,000 do.
    pub fn expect(&self, link: ConsentLink) -> Result<Awaited, Error> {
        if self.expected.count() >= MOST {
            return Err(Error::input(
                "10,000 links wait for their answers.",
                "Make the other links when these are answered, or without -Listen.",
            ));
        }
        let reply = self.expected.expect(&link.state).ok_or_else(|| {
            Error::input(
                "Another link waits for its answer with the same state.",
                "Leave -State out, so that each link has its own.",
            )
        })?;
        Ok(Awaited { link, reply })
    }

    /// Waits for the answer. After a consent, what is cached for the tenant is dropped: those tokens lack it.
    ///
    /// # Errors
    /// `Timeout` when nobody has answered within the limit.
    pub async fn wait(&self, awaited: Awaited, limit: Duration, report: &dyn Report) -> Result<ConsentAnswer, Error> {
        let Awaited { link, reply } = awaited;
        let tenant = &link.request.tenant;
        let replied = async { reply.await.map_err(|_| Error::cancelled()) };
        let reply = match self.client.within(limit, replied).await {
            Ok(reply) => reply,
            Err(error) if error.kind() == ErrorKind::Timeout => {
                return Err(self.client.about(unanswered(limit), &link.request.cloud, tenant));
            }
            Err(error) => return Err(error),
        };
        report.verbose(format!("The link for {tenant} was answered."));
        Ok(self.answer(&link, &reply, report).await)
    }

    async fn answer(&self, link: &ConsentLink, reply: &Reply, report: &dyn Report) -> ConsentAnswer {
        let (client, request) = (&self.client, &link.request);
        let tenant_id = self.id_of(link, report).await;
        let answered_by = reply.tenant;
        let is_tenant_asked = tenant_id.zip(answered_by).map(|(asked, answered)| asked == answered);
        if let (Some(false), Some(other)) = (is_tenant_asked, answered_by) {
            report.warning(format!(
                "The link for {} was answered for another tenant, {other}. Check who had the link; what the answer says holds for no tenant until you have tried.",
                request.tenant
            ));
        }
        if reply.is_granted() {
            for id in tenant_id.into_iter().chain(answered_by) {
                client.drop_tenant(&Tenant::Id(id));
            }
            client.dropped().await;
        }
        ConsentAnswer {
            tenant_id,
            answered_by,
            is_tenant_asked,
            scopes: reply.scopes.clone(),
            refusal: reply
                .refusal()
                .map(|e| client.about(e, &request.cloud, &request.tenant)),
        }
    }

    /// The id of the tenant that was asked. It is an extra: without it, the answer is as good.
    async fn id_of(&self, link: &ConsentLink, report: &dyn Report) -> Option<uuid::Uuid> {
        let (client, request) = (&self.client, &link.request);
        if request.tenant == Tenant::Organizations {
            return None;
        }
        let deadline = client.deadline(LOOK_UP);
        let discovery = client.discovery();
        let looking = discovery.resolve(client, &request.cloud, &request.tenant, deadline, report);
        match client.within(LOOK_UP, looking).await {
            Ok(tenant) => tenant.id(),
            Err(error) => {
                report.verbose(format!("The id of {} can't be looked up: {error}", request.tenant));
                None
            }
        }
    }
}

fn unanswered(limit: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("Nobody answered the link within {} seconds.", limit.as_secs()),
        "Make a new link, and give more time with -TimeoutSec; the links must be opened in a browser on this machine.",
    )
}

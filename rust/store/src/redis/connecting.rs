//! The way to a Redis server: TCP, TLS with the platform's trust, the password, the version.

use super::address::Address;
use super::fault::Fault;
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Cmd, RedisConnectionInfo, RedisError, Value, cmd};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// How long a server is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most that one call may take.
    pub call: Duration,
    /// The most that connecting may take at first, when nobody works yet.
    pub first: Duration,
    /// The most that it may take later.
    pub again: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            call: Duration::from_millis(500),
            first: Duration::from_secs(5),
            again: Duration::from_secs(1),
        }
    }
}

/// Connects within that time; what is found to be wrong is the fault.
pub async fn connect(address: &Address, limit: Duration, call: Duration) -> Result<MultiplexedConnection, Fault> {
    let connecting = TcpStream::connect((address.host.as_str(), address.port));
    let stream = within(limit, connecting, Fault::Slow).await?;
    let stream = stream.map_err(|e| Fault::of_connecting(&e))?;
    // Each call waits for its answer.
    drop(stream.set_nodelay(true));
    let mut connection = if address.tls {
        let name = ServerName::try_from(address.host.clone()).map_err(|_| Fault::Certificate)?;
        let connecting = TlsConnector::from(tls().ok_or(Fault::Certificate)?).connect(name, stream);
        let stream = within(limit, connecting, Fault::SilentTls).await?;
        speak(stream.map_err(|e| Fault::of_connecting(&e))?, call).await?
    } else {
        speak(stream, call).await?
    };
    within(limit, greet(&mut connection, address), Fault::Slow).await??;
    Ok(connection)
}

async fn within<T>(limit: Duration, work: impl Future<Output = T>, otherwise: Fault) -> Result<T, Fault> {
    timeout(limit, work).await.map_err(|_| otherwise)
}

/// Who is trusted is the platform's to say, as for every other service.
fn tls() -> Option<Arc<ClientConfig>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().ok()?;
    Some(Arc::new(builder.with_platform_verifier().ok()?.with_no_client_auth()))
}

async fn speak<S>(stream: S, call: Duration) -> Result<MultiplexedConnection, Fault>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // The password is sent by us: the library would keep it.
    let nobody = RedisConnectionInfo::default().set_skip_set_lib_name();
    let config = AsyncConnectionConfig::new().set_response_timeout(Some(call));
    let connecting = MultiplexedConnection::new_with_config(&nobody, stream, config);
    let (connection, driver) = connecting.await.map_err(|e| Fault::of(&e))?;
    drop(tokio::spawn(driver));
    Ok(connection)
}

async fn greet(connection: &mut MultiplexedConnection, address: &Address) -> Result<(), Fault> {
    if let Some(password) = &address.password {
        let mut auth = cmd("AUTH");
        if let Some(user) = &address.user {
            auth.arg(user.expose());
        }
        ask(connection, auth.arg(password.expose()))
            .await
            .map_err(|e| Fault::of(&e))?;
    }
    match ask(connection, cmd("INFO").arg("server")).await {
        Ok(Value::BulkString(info)) => {
            if let Some(old) = Fault::of_version(&String::from_utf8_lossy(&info)) {
                return Err(old);
            }
        }
        Ok(Value::VerbatimString { .. }) => {}
        Ok(_) => return Err(Fault::Foreign),
        // A user may be allowed the commands alone that are needed.
        Err(e) if e.code() == Some("NOPERM") => {}
        Err(e) => return Err(Fault::of(&e)),
    }
    if address.database > 0 {
        let mut select = cmd("SELECT");
        select.arg(address.database);
        ask(connection, &select).await.map_err(|e| Fault::of(&e))?;
    }
    Ok(())
}

/// Sends a command.
pub fn ask<'a>(
    connection: &'a mut MultiplexedConnection,
    command: &'a Cmd,
) -> impl Future<Output = Result<Value, RedisError>> + 'a {
    command.query_async(connection)
}

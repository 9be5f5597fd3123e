//! A person who signs in: a browser that hands its address to the test, and what the listener hears.

use super::{CUSTOMER, Reply, Server, account, http};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::ready;
use partner_auth::report::{Answer, Silent};
use partner_auth::sign_in::{BrowserOptions, SignInRequest, Way};
use partner_auth::{ClientCredential, Question, Report, Scopes, Tenant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use url::Url;
use zeroize::Zeroizing;

/// What a person pastes when asked for the nth time, from 0, at a sign-in with that query; nobody pastes without one.
pub type Paste = fn(&HashMap<String, String>, usize) -> Option<String>;

/// Opens "the browser" by handing the address to the test; with somebody who pastes, it can't open one.
pub struct Browser {
    pub opened: mpsc::UnboundedSender<Url>,
    pub paste: Option<Paste>,
    pub asked: Mutex<(HashMap<String, String>, usize)>,
    pub warnings: Mutex<Vec<String>>,
}

impl Report for Browser {
    fn verbose(&self, _: String) {}
    fn warning(&self, message: String) {
        self.warnings.lock().unwrap().push(message);
    }
    fn progress(&self, _: String) {}
    fn ask(&self, question: Question) -> Answer {
        let mut asked = self.asked.lock().unwrap();
        let answer = match &question {
            Question::OpenBrowser { url } => {
                let url = Url::parse(url).unwrap();
                asked.0 = query(&url);
                self.opened.send(url).unwrap();
                self.paste.is_none().then(String::new)
            }
            _ => {
                asked.1 += 1;
                self.paste.and_then(|paste| paste(&asked.0, asked.1 - 1))
            }
        };
        match answer {
            Some(text) => ready(Ok(Zeroizing::new(text.into_bytes()))).boxed(),
            None => Silent.ask(question),
        }
    }
}

pub fn browser() -> (Arc<Browser>, mpsc::UnboundedReceiver<Url>) {
    no_browser(None)
}

/// A machine without a browser, where somebody pastes.
pub fn no_browser(paste: Option<Paste>) -> (Arc<Browser>, mpsc::UnboundedReceiver<Url>) {
    let (opened, urls) = mpsc::unbounded_channel();
    let browser = Browser {
        opened,
        paste,
        asked: Mutex::default(),
        warnings: Mutex::default(),
    };
    (Arc::new(browser), urls)
}

pub fn request(server: &Server, way: Way) -> SignInRequest {
    let mut account = account(&server.cloud());
    account.credential = ClientCredential::None;
    account.refresh_token = None;
    SignInRequest {
        scopes: Scopes::parse(&account.cloud, &["Graph".into()]).unwrap(),
        account,
        tenant: Tenant::parse(CUSTOMER).unwrap(),
        way,
        timeout: None,
    }
}

pub fn any_port() -> Way {
    Way::Browser(BrowserOptions {
        any_port: true,
        ..BrowserOptions::default()
    })
}

/// A token endpoint's success whose id token has that nonce.
pub fn success(nonce: &str, application: &str) -> Reply {
    let claims = URL_SAFE_NO_PAD.encode(format!(
        r#"{{"nonce":"{nonce}","aud":"{application}","tid":"{CUSTOMER}"}}"#
    ));
    http(
        200,
        &format!(
            r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"a","refresh_token":"partner-sandbox.r","id_token":"e30.{claims}."}}"#
        ),
    )
}

pub fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Sends raw bytes to the listener and gives what came back.
pub async fn send(port: u16, bytes: &str) -> String {
    let Ok(mut socket) = TcpStream::connect(("127.0.0.1", port)).await else {
        return String::new();
    };
    drop(socket.write_all(bytes.as_bytes()).await);
    drop(socket.shutdown().await);
    let mut answer = Vec::new();
    drop(socket.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

pub fn get(port: u16, target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
}

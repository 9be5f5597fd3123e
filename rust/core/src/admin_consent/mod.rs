//! Links on which a customer's administrator consents to an application, and the answers to them (Microsoft identity
//! platform, "Admin consent on the Microsoft identity platform").

mod answer;
mod listener;
mod page;
mod redirect_uri;
mod scopes;

pub use answer::ConsentAnswer;
pub(crate) use answer::read as read_answer;
pub use listener::{Awaited, ConsentListener};
pub use redirect_uri::RedirectUri;
pub use scopes::ConsentScopes;

use crate::client_id::ClientId;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::random::base64url;
use crate::tenant::Tenant;
use std::sync::Arc;
use url::Url;

/// The longest address that everything on its way is to take (RFC 9110 section 4.1).
const LONGEST_URL: usize = 8000;
/// The longest state, in bytes.
const LONGEST_STATE: usize = 1024;

/// What a link is to say.
#[derive(Clone, Debug)]
pub struct ConsentLinkRequest {
    /// The cloud, whose sign-in service the link leads to.
    pub cloud: Arc<Cloud>,
    /// The application to consent to.
    pub client_id: ClientId,
    /// The customer; `organizations` for that of whoever opens the link.
    pub tenant: Tenant,
    /// What is consented to; left out, it is what the application's registration names.
    pub scopes: Option<ConsentScopes>,
    /// Where the administrator is sent at the end.
    pub redirect_uri: RedirectUri,
    /// What the answer repeats; random when left out.
    pub state: Option<String>,
}

/// A link for the administrator of one customer.
#[derive(Clone, Debug)]
pub struct ConsentLink {
    /// What it was made of.
    pub request: ConsentLinkRequest,
    /// What the answer repeats.
    pub state: String,
    /// The link.
    pub url: String,
}

impl ConsentLink {
    /// Makes the link. Nobody is asked.
    ///
    /// # Errors
    /// `InvalidInput` for a state that is blank, too long or holds control characters, and for a link that is too long.
    pub fn new(request: ConsentLinkRequest) -> Result<Self, Error> {
        let state = match &request.state {
            Some(state) => checked(state)?.to_owned(),
            None => base64url(32)?,
        };
        let version = if request.scopes.is_some() { "/v2.0" } else { "" };
        let address = format!("{}/{}{version}/adminconsent", request.cloud.login(), request.tenant);
        let mut url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
        let mut query = url.query_pairs_mut();
        query.append_pair("client_id", &request.client_id.to_string());
        if let Some(scopes) = &request.scopes {
            query.append_pair("scope", &scopes.joined());
        }
        query
            .append_pair("redirect_uri", request.redirect_uri.as_str())
            .append_pair("state", &state);
        drop(query);
        let url = String::from(url);
        if url.len() > LONGEST_URL {
            return Err(Error::input(
                format!(
                    "The link would have {} characters, and not every browser and proxy takes more than {LONGEST_URL}.",
                    url.len()
                ),
                "Ask for fewer scopes, or for everything of a resource by its short name.",
            ));
        }
        Ok(Self { request, state, url })
    }

    /// The version of the page: 1 asks for what the registration names, 2 for the scopes of the link.
    #[must_use]
    pub fn version(&self) -> u8 {
        if self.request.scopes.is_some() { 2 } else { 1 }
    }
}

/// A state that a person gave.
fn checked(state: &str) -> Result<&str, Error> {
    let why = if state.trim().is_empty() {
        "it is blank"
    } else if state.len() > LONGEST_STATE {
        "it is longer than 1,024 bytes"
    } else if state.chars().any(char::is_control) {
        "it holds a line break or another control character"
    } else {
        return Ok(state);
    };
    Err(Error::input(
        format!("What was given as state can't be one: {why}."),
        "Leave -State out to get a random one, or give a short text that nobody can guess.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(cloud: &str, scopes: &[&str]) -> ConsentLinkRequest {
        let cloud = Arc::new(Cloud::known(cloud).unwrap());
        let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
        ConsentLinkRequest {
            client_id: ClientId::parse("99999999-2222-3333-4444-555555555555").unwrap(),
            tenant: Tenant::parse("Contoso.onmicrosoft.com").unwrap(),
            scopes: (!scopes.is_empty()).then(|| ConsentScopes::parse(&cloud, &scopes).unwrap()),
            redirect_uri: RedirectUri::parse("https://partner.example/done?from=a b".replace(' ', "%20").as_str())
                .unwrap(),
            state: Some("my state&admin_consent=True".into()),
            cloud,
        }
    }

    #[test]
    fn without_scopes_it_is_the_first_version_and_with_them_the_second() {
        let first = ConsentLink::new(request("AzureCloud", &[])).unwrap();
        assert_eq!(
            first.url,
            "https://login.microsoftonline.com/contoso.onmicrosoft.com/adminconsent?client_id=99999999-2222-3333-4444-555555555555&redirect_uri=https%3A%2F%2Fpartner.example%2Fdone%3Ffrom%3Da%2520b&state=my+state%26admin_consent%3DTrue"
        );
        let second = ConsentLink::new(request("AzureChinaCloud", &["Graph"])).unwrap();
        assert_eq!(
            second.url,
            "https://login.partner.microsoftonline.cn/contoso.onmicrosoft.com/v2.0/adminconsent?client_id=99999999-2222-3333-4444-555555555555&scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default&redirect_uri=https%3A%2F%2Fpartner.example%2Fdone%3Ffrom%3Da%2520b&state=my+state%26admin_consent%3DTrue"
        );
        assert_eq!((first.version(), second.version()), (1, 2));
    }

    #[test]
    fn each_link_has_a_state_of_its_own_unless_one_is_given() {
        let link = |state: Option<String>| {
            ConsentLink::new(ConsentLinkRequest {
                state,
                ..request("AzureCloud", &[])
            })
        };
        let (one, other) = (link(None).unwrap(), link(None).unwrap());
        assert!(one.state.len() == 43 && one.state != other.state);
        assert!(one.url.ends_with(&format!("&state={}", one.state)));
        for bad in ["", " \t", "a\r\nHost: evil", "\u{1b}", &"x".repeat(1025)] {
            let error = link(Some(bad.into())).unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::InvalidInput, "{bad:?}");
        }
    }

    #[test]
    fn a_link_that_not_everything_on_its_way_takes_is_refused() {
        let many: Vec<String> = (0..1000).map(|n| format!("Many{n}.Read")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let error = ConsentLink::new(request("AzureCloud", &many)).unwrap_err();
        assert!(
            error.to_string().contains("8000") && error.remedy().contains("fewer scopes"),
            "{error}"
        );
    }
}

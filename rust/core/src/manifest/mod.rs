//! A manifest: an application and the permissions that it shall have in every customer.
//!
//! The document is JSON. Its schema is that of [`Document`] and [`GrantDocument`]: `application` (`id`, `displayName`,
//! `redirectUris`), `grants` (each a `resource` with `delegated` scopes and `application` roles) and `bootstrap`.

mod grants;
mod text;

use crate::admin_consent::RedirectUri;
use crate::client_id::ClientId;
use crate::error::{Error, ErrorKind};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use text::Text;

/// The longest manifest that is read, in bytes.
const LIMIT: usize = 1024 * 1024;
/// The longest name that an application may have (Microsoft Graph, "application resource type").
const NAME_LIMIT: usize = 256;

/// An application and the permissions that it shall have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The application; nothing before it was made.
    pub application_id: Option<ClientId>,
    /// Its name as customers see it.
    pub display_name: Option<String>,
    /// The addresses that its sign-ins may come back to.
    pub redirect_uris: Vec<String>,
    /// What it shall have, one entry for each service.
    pub grants: Vec<WantedGrant>,
    /// Scopes of Microsoft Graph that it may have while it is being set up, and no longer.
    pub bootstrap: BTreeSet<String>,
}

/// What an application shall have of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedGrant {
    /// The service's application id.
    pub resource: ClientId,
    /// The service's name.
    pub name: String,
    /// What it may do for a user.
    pub delegated: Vec<WantedPermission>,
    /// What it may do alone.
    pub application: Vec<WantedPermission>,
}

/// A permission by its name and its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPermission {
    /// For example `Directory.Read.All`.
    pub name: String,
    /// Its id at the service.
    pub id: String,
}

/// A manifest as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Document<'a> {
    /// Where editors find the schema.
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    #[serde(borrow)]
    application: &'a RawValue,
    #[serde(borrow)]
    grants: Vec<&'a RawValue>,
    #[serde(borrow)]
    bootstrap: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ApplicationDocument<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    display_name: Option<&'a RawValue>,
    #[serde(borrow)]
    redirect_uris: Option<Vec<&'a RawValue>>,
}

impl Manifest {
    /// Reads a manifest. `name` is how a person knows it, for example its path.
    ///
    /// # Errors
    /// `InvalidInput` with the line: for what is no such document, a service or permission that is not known, a service
    /// that stands twice, and Partner Center, which is no service of a customer.
    pub fn parse(name: &str, text: &str) -> Result<Self, Error> {
        let text = Text { name, text };
        if text.text.len() > LIMIT {
            return Err(text.wrong(
                1,
                "it is longer than a manifest can be.",
                "Give the manifest's own file.",
            ));
        }
        let document: Document<'_> = serde_json::from_str(text.text).map_err(|e| text.json(&e, 1))?;
        let application: ApplicationDocument<'_> = serde_json::from_str(document.application.get())
            .map_err(|e| text.json(&e, text.line(document.application)))?;
        Ok(Self {
            application_id: application.id.map(|id| client_id(&text, id)).transpose()?,
            display_name: application.display_name.map(|n| display_name(&text, n)).transpose()?,
            redirect_uris: redirect_uris(&text, application.redirect_uris.unwrap_or_default())?,
            grants: grants::read(&text, &document.grants)?,
            bootstrap: grants::bootstrap(&text, &document.bootstrap.unwrap_or_default())?,
        })
    }

    /// The application.
    ///
    /// # Errors
    /// `InvalidInput` when the manifest names none.
    pub fn application(&self) -> Result<ClientId, Error> {
        self.application_id.ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                "The manifest names no application.",
                "Write the application's id into the manifest: application, id. New-PartnerApplication makes one.",
            )
        })
    }
}

/// A text that stands somewhere in the manifest: its line and what it says.
fn string(text: &Text<'_>, part: &RawValue) -> Result<(usize, String), Error> {
    let said: String = text.read(part)?;
    let line = text.line(part);
    if said.trim().is_empty() || said.chars().any(char::is_control) {
        let what = "a text is blank or holds a line break.";
        return Err(text.wrong(line, what, "Write a name, an id or an address there."));
    }
    Ok((line, said))
}

fn client_id(text: &Text<'_>, part: &RawValue) -> Result<ClientId, Error> {
    let (line, id) = string(text, part)?;
    ClientId::parse(&id).map_err(|e| text.wrong(line, &e.to_string(), e.remedy()))
}

fn display_name(text: &Text<'_>, part: &RawValue) -> Result<String, Error> {
    let (line, name) = string(text, part)?;
    if name.chars().count() > NAME_LIMIT {
        let what = format!("the application's name is longer than {NAME_LIMIT} characters.");
        return Err(text.wrong(line, &what, "Give a shorter name."));
    }
    Ok(name)
}

fn redirect_uris(text: &Text<'_>, parts: Vec<&RawValue>) -> Result<Vec<String>, Error> {
    let read = |part: &RawValue| {
        let (line, address) = string(text, part)?;
        RedirectUri::parse(&address).map_err(|e| text.wrong(line, &e.to_string(), e.remedy()))?;
        Ok(address)
    };
    parts.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests;

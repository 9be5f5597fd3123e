//! What an application of a partner needs at home: what its manifest names, and Partner Center.

use crate::admin_consent::RedirectUri;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::manifest::{Manifest, WantedGrant, WantedPermission};
use crate::permissions::{self, EXCHANGE, EXCHANGE_MANAGE, PARTNER_CENTER};
use std::collections::BTreeSet;

/// The manifest as it is for the home tenant: Partner Center, which every partner's application asks tokens for, is among
/// its services. Without a manifest, that alone.
///
/// # Errors
/// None, as long as the list of permissions is whole.
pub fn at_home(manifest: Option<&Manifest>) -> Result<Manifest, Error> {
    let resource = ClientId::parse(PARTNER_CENTER)?;
    let delegated = permissions::service(resource).into_iter().flat_map(|s| &s.permissions);
    let delegated = delegated.filter_map(|p| {
        Some(WantedPermission {
            name: p.name.clone(),
            id: p.delegated.clone()?,
        })
    });
    let mut wanted = manifest.cloned().unwrap_or_else(|| Manifest {
        application_id: None,
        display_name: None,
        redirect_uris: Vec::new(),
        grants: Vec::new(),
        bootstrap: BTreeSet::new(),
    });
    wanted.grants.push(WantedGrant {
        resource,
        name: permissions::name_of(resource),
        delegated: delegated.collect(),
        application: Vec::new(),
    });
    Ok(wanted)
}

/// The redirect addresses that a manifest names, or that of a sign-in in the browser.
pub fn redirect_uris(wanted: &Manifest) -> Vec<String> {
    if wanted.redirect_uris.is_empty() {
        vec![RedirectUri::default().as_str().to_owned()]
    } else {
        wanted.redirect_uris.clone()
    }
}

/// Exchange's grant, where it holds the permission that both sides need.
pub fn exchange(wanted: &Manifest) -> Option<WantedGrant> {
    let is_it = |grant: &&WantedGrant| grant.resource.to_string() == EXCHANGE;
    let grant = wanted.grants.iter().find(is_it)?;
    let manage: Vec<WantedPermission> = grant
        .delegated
        .iter()
        .filter(|p| p.name == EXCHANGE_MANAGE)
        .cloned()
        .collect();
    (!manage.is_empty()).then(|| WantedGrant {
        delegated: manage,
        application: Vec::new(),
        ..grant.clone()
    })
}

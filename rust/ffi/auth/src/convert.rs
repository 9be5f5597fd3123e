//! Documents to the core's types and back. What can't be right becomes the core's own `InvalidInput`.

use crate::documents::{
    AccountDocument, AddressDocument, BillingProfileDocument, ConsentItem, CustomerDocument, FederatedDocument,
    ProfileDocument, TokenDocument, TokenItem,
};
use crate::{certificates, environment, refresh_tokens, secrets};
use partner_auth::credential::{Federated, ManagedIdentity};
use partner_auth::customer_sources::Found;
use partner_auth::partner_center::Address;
use partner_auth::partner_center::consents::{ConsentRequest, Grant};
use partner_auth::partner_center::customers::BillingProfile;
use partner_auth::partner_center::profile::Profile;
use partner_auth::token::Acquired;
use partner_auth::{
    Account, ClientCredential, ClientId, Error, RefreshToken, Result, Scopes, Secret, Tenant, TokenRequest,
};
use std::sync::Arc;
use std::time::Duration;

/// Who asks.
pub fn account(document: &AccountDocument) -> Result<Account> {
    let home = document
        .tenant
        .as_deref()
        .map_or(Ok(Tenant::Organizations), Tenant::parse)?;
    Ok(Account {
        cloud: environment::shared(&document.environment)?,
        home,
        client_id: ClientId::parse(&document.client_id)?,
        credential: credential(document)?,
        access_token: document.access_token.map(secret).transpose()?,
        refresh_token: document.refresh_token.map(refresh_token).transpose()?,
    })
}

/// How the application proves to be itself.
fn credential(document: &AccountDocument) -> Result<ClientCredential> {
    match (document.client_secret, document.certificate, &document.federated) {
        (None, None, None) => Ok(ClientCredential::None),
        (Some(id), None, None) => Ok(ClientCredential::Secret(secret(id)?)),
        (None, Some(id), None) => certificates::get(id)
            .map(ClientCredential::Certificate)
            .ok_or_else(closed),
        (None, None, Some(document)) => Ok(ClientCredential::Federated(federated(document)?)),
        _ => Err(Error::input(
            "Several credentials of the application were given, and one is used.",
            "Give a client secret, a certificate or a federated token.",
        )),
    }
}

fn federated(document: &FederatedDocument) -> Result<Federated> {
    match (document.token, document.script, &document.managed_identity) {
        (Some(id), None, None) => Ok(Federated::Given(secret(id)?)),
        (None, Some(script), None) => Ok(Federated::Script(script)),
        (None, None, Some(identity)) => {
            let client_id = identity.client_id.as_deref().map(ClientId::parse).transpose()?;
            let header = identity.header.map(secret).transpose()?;
            let identity = ManagedIdentity::new(identity.endpoint.as_deref(), header, client_id)?;
            Ok(Federated::ManagedIdentity(Arc::new(identity)))
        }
        _ => Err(Error::internal(
            "A federated credential is a token, a script or a managed identity.",
        )),
    }
}

/// The error of an item that can't be asked for, with its tenant and, where that is one, the tenant's id.
pub fn about(error: Error, tenant: &str) -> Error {
    match Tenant::parse(tenant).ok().and_then(|t| t.id()) {
        Some(id) => error.about(tenant, Some(id.to_string())),
        // What is no tenant is shown as the core cleaned it.
        None => error.tenant(tenant),
    }
}

/// A secret that a document names.
pub fn secret(id: u64) -> Result<Arc<Secret>> {
    secrets::get(id).ok_or_else(closed)
}

/// A refresh token that a document names.
pub fn refresh_token(id: u64) -> Result<Arc<RefreshToken>> {
    refresh_tokens::get(id).ok_or_else(closed)
}

fn closed() -> Error {
    Error::input(
        "The credential that the request names was closed.",
        "Connect again: the context was disconnected while it was in use.",
    )
}

/// What a token is asked with.
pub fn token_request(item: &TokenItem) -> Result<TokenRequest> {
    let account = account(&item.account)?;
    Ok(TokenRequest {
        tenant: Tenant::parse(&item.tenant)?,
        scopes: Scopes::parse(&account.cloud, &item.scopes)?,
        account,
        minimum_lifetime: seconds(item.minimum_lifetime_seconds),
        timeout: seconds(item.timeout_seconds),
        force_refresh: item.force_refresh,
    })
}

/// What to consent to.
pub fn consent_request(item: &ConsentItem) -> Result<ConsentRequest> {
    let grant = |g: &crate::documents::GrantDocument| Grant::parse(&g.enterprise_application_id, &g.scope);
    Ok(ConsentRequest {
        customer: Tenant::parse(&item.customer)?,
        application_id: ClientId::parse(&item.application_id)?,
        display_name: item.display_name.clone(),
        grants: item.grants.iter().map(grant).collect::<Result<_>>()?,
    })
}

/// A length of time.
pub fn seconds(count: u32) -> Duration {
    Duration::from_secs(count.into())
}

/// A token.
pub fn token(acquired: &Acquired) -> TokenDocument {
    let token = &acquired.token;
    let text = |secret: &Secret| secret.expose().to_owned();
    TokenDocument {
        access_token: Some(text(&token.access_token)),
        expires_on: token.expires_on,
        extended_expires_on: token.extended_expires_on,
        scopes: token.details.scopes.clone(),
        tenant_id: token.tenant_id.clone(),
        audience: token.details.audience.clone(),
        client_id: token.details.client_id.clone(),
        object_id: token.object_id.clone(),
        user_name: token.details.user_name.clone(),
        home_object_id: token.details.home_object_id.clone(),
        home_tenant_id: token.details.home_tenant_id.clone(),
        refresh_token: acquired.refresh_token.as_deref().map(text),
        id_token: token.id_token.as_ref().map(text),
        mfa: token.details.mfa,
        correlation_id: token.correlation_id.clone(),
        cached: acquired.cached,
    }
}

/// A customer.
pub fn customer(found: Found) -> CustomerDocument {
    let customer = found.customer;
    CustomerDocument {
        sources: found.sources.iter().map(|s| s.name().to_owned()).collect(),
        customer_id: customer.id,
        tenant_id: customer.company_profile.tenant_id,
        domain: customer.company_profile.domain,
        name: customer.company_profile.company_name,
        relationship_to_partner: customer.relationship_to_partner,
        allow_delegated_access: customer.allow_delegated_access,
        associated_partner_id: customer.associated_partner_id,
        commerce_id: customer.commerce_id,
        billing_profile: customer.billing_profile.map(billing_profile),
    }
}

fn billing_profile(profile: BillingProfile) -> BillingProfileDocument {
    BillingProfileDocument {
        id: profile.id,
        first_name: profile.first_name,
        last_name: profile.last_name,
        email: profile.email,
        culture: profile.culture,
        language: profile.language,
        company_name: profile.company_name,
        default_address: profile.default_address.map(address),
    }
}

fn address(address: Address) -> AddressDocument {
    AddressDocument {
        address_line1: address.address_line1,
        address_line2: address.address_line2,
        city: address.city,
        state: address.state,
        postal_code: address.postal_code,
        country: address.country,
        region: address.region,
        first_name: address.first_name,
        last_name: address.last_name,
        phone_number: address.phone_number,
    }
}

/// The partner's profile.
pub fn profile(profile: Profile) -> ProfileDocument {
    ProfileDocument {
        id: profile.id,
        company_name: profile.company_name,
        tenant_id: profile.tenant_id,
        domain: profile.domain,
        email: profile.email,
        language: profile.language,
        culture: profile.culture,
        default_address: profile.default_address.map(address),
    }
}

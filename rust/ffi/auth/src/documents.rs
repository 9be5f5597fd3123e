//! The documents that cross the boundary as UTF-8 JSON: the one source of the C# classes in `bindings/Generated`.
//!
//! Secrets appear in requests by id alone (`pa_secret_create`); tokens appear in results alone.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Which cloud a request speaks to: a built-in one by name, or the sandbox by name and addresses.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentDocument {
    /// `AzureCloud`, `AzureChinaCloud`, `AzureUSGovernment`, `AzureUSGovernmentDoD`, or the name of a sandbox.
    pub name: String,
    /// Base address of the sign-in service; given for a sandbox only, as are the next three.
    pub login: Option<String>,
    /// Base address of Microsoft Graph, without version.
    pub graph: Option<String>,
    /// Base address of Partner Center, without version.
    pub partner_center: Option<String>,
    /// PEM of the certificate authority to trust for this sandbox alone.
    pub ca_certificate: Option<String>,
}

/// Who asks: an application in a cloud, with its credential and, for delegated access, a refresh token.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountDocument {
    /// The cloud.
    pub environment: EnvironmentDocument,
    /// Home tenant (GUID or DNS name) for calls to Partner Center; `organizations` when left out.
    pub tenant: Option<String>,
    /// Application (client) id.
    pub client_id: String,
    /// Secret id of the client secret; left out for a public client.
    pub client_secret: Option<u64>,
    /// Secret id of the refresh token; left out for app-only access.
    pub refresh_token: Option<u64>,
}

/// Starts `token_acquire`: tokens for many tenants; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenStart {
    /// The most requests in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items, so that a single token needs no second call.
    pub items: Vec<TokenItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// One token: for one tenant and one resource.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// GUID, DNS name, or `organizations`.
    pub tenant: String,
    /// Short resource names or full scopes, all of one resource.
    pub scopes: Vec<String>,
    /// A cached token with less life than this is replaced.
    pub minimum_lifetime_seconds: u32,
    /// The most time this tenant may take.
    pub timeout_seconds: u32,
    /// True to go past the cache.
    pub force_refresh: bool,
}

/// Starts `token_inspect`: reads the claims of a token without asking anybody.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectStart {
    /// Secret id of the access token.
    pub access_token: u64,
}

/// Starts `consent_grant`: consents of one application for many customers; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items.
    pub items: Vec<ConsentItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// The consent of one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// The application that is consented to.
    pub application_id: String,
    /// The application's name as the customer sees it.
    pub display_name: Option<String>,
    /// One grant per resource, posted in this order.
    pub grants: Vec<GrantDocument>,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// Delegated permissions of one resource.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantDocument {
    /// Application id of the resource, for example Microsoft Graph's.
    pub enterprise_application_id: String,
    /// Scope names, separated by commas or white space.
    pub scope: String,
}

/// Starts `customer_list`: all customers, or one by id or by domain.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerStart {
    /// Who asks.
    pub account: AccountDocument,
    /// One customer by Partner Center id or tenant id.
    pub customer_id: Option<String>,
    /// One customer by domain.
    pub domain: Option<String>,
    /// The most time one page may take.
    pub timeout_seconds: u32,
}

/// Starts `profile_get`: the partner's own organization profile.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileStart {
    /// Who asks.
    pub account: AccountDocument,
    /// The most time it may take.
    pub timeout_seconds: u32,
}

/// What an event says.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// `message` tells what is asked of whom.
    Verbose,
    /// `message` tells what the user should know although the work goes on.
    Warning,
    /// `message` tells how far the work is.
    Progress,
    /// One of `token`, `consent`, `customer`, `profile` is filled.
    Result,
    /// `error` is filled; nothing further comes for this item.
    Error,
}

/// One event of an operation. It has no `Debug`: it may hold a token.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperationEvent {
    /// What the event says.
    pub kind: EventKind,
    /// The item it is about; left out when it is about the whole operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Text for a person, never a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenDocument>,
    /// A customer's consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentDocument>,
    /// A customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerDocument>,
    /// The partner's profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileDocument>,
    /// A failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDocument>,
}

impl OperationEvent {
    /// An event with nothing filled in.
    #[must_use]
    pub fn of(kind: EventKind, item: Option<u32>) -> Self {
        Self {
            kind,
            item,
            message: None,
            token: None,
            consent: None,
            customer: None,
            profile: None,
            error: None,
        }
    }
}

/// An access token and what came with it.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenDocument {
    /// The token; left out by `token_inspect`.
    pub access_token: Option<String>,
    /// End of life, Unix seconds.
    pub expires_on: i64,
    /// End of life during an outage of the service, Unix seconds.
    pub extended_expires_on: i64,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The tenant's id: that of the token, or the one its domain resolved to.
    pub tenant_id: Option<String>,
    /// The audience, as the token says.
    pub audience: Option<String>,
    /// The application, as the token says.
    pub client_id: Option<String>,
    /// Object id of the user or service principal in that tenant.
    pub object_id: Option<String>,
    /// User principal name; left out for app-only tokens.
    pub user_name: Option<String>,
    /// Object id of the user in the home tenant.
    pub home_object_id: Option<String>,
    /// The user's home tenant.
    pub home_tenant_id: Option<String>,
    /// The newest refresh token: returned by the service, or the one that was used.
    pub refresh_token: Option<String>,
    /// The id token.
    pub id_token: Option<String>,
    /// Correlation id of the request.
    pub correlation_id: String,
    /// True when it came from the cache.
    pub cached: bool,
}

impl Drop for TokenDocument {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.refresh_token.zeroize();
        self.id_token.zeroize();
    }
}

/// What was consented in one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentDocument {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// Its name as the service answered, or as asked.
    pub display_name: Option<String>,
    /// The grants asked for, scopes separated by commas.
    pub grants: Vec<GrantDocument>,
    /// True when each grant was created now or read back as covered; left out when one could not be read back.
    pub verified: Option<bool>,
}

/// A customer of the partner.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerDocument {
    /// Partner Center's id of the customer.
    pub customer_id: String,
    /// The customer's tenant id.
    pub tenant_id: Option<String>,
    /// Its domain.
    pub domain: Option<String>,
    /// The company's name.
    pub name: Option<String>,
    /// `reseller`, `advisor` and so on, as the service wrote it.
    pub relationship_to_partner: Option<String>,
    /// Given when asked by id.
    pub allow_delegated_access: Option<bool>,
    /// Given when asked by id.
    pub associated_partner_id: Option<String>,
    /// Commerce id.
    pub commerce_id: Option<String>,
    /// Given when asked by id.
    pub billing_profile: Option<BillingProfileDocument>,
}

/// A customer's billing profile.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BillingProfileDocument {
    /// Profile id.
    pub id: Option<String>,
    /// First name of the contact.
    pub first_name: Option<String>,
    /// Last name of the contact.
    pub last_name: Option<String>,
    /// E-mail of the contact.
    pub email: Option<String>,
    /// Culture, for example `en-US`.
    pub culture: Option<String>,
    /// Language, for example `en`.
    pub language: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// Address.
    pub default_address: Option<AddressDocument>,
}

/// A postal address.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressDocument {
    /// First line.
    pub address_line1: Option<String>,
    /// Second line.
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, two letters.
    pub country: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Phone number.
    pub phone_number: Option<String>,
}

/// The partner's own organization profile.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileDocument {
    /// Profile id.
    pub id: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// The partner's tenant id.
    pub tenant_id: Option<String>,
    /// Domain.
    pub domain: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Culture, for example `en-US`.
    pub culture: Option<String>,
    /// Address.
    pub default_address: Option<AddressDocument>,
}

/// A failure, with what a person needs to act on it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorDocument {
    /// The kind, which is PowerShell's ErrorId: `ConsentMissing`, `Throttled` and so on.
    pub kind: String,
    /// One sentence: what went wrong and why. Partner Center's own words where it gave some.
    pub message: String,
    /// One sentence: what to do.
    pub remedy: String,
    /// The tenant as the caller gave it.
    pub tenant: Option<String>,
    /// The tenant's id where it is known.
    pub tenant_id: Option<String>,
    /// `AADSTS65001`, `1002`, `Authorization_RequestDenied` and so on.
    pub service_code: Option<String>,
    /// The service's own words, capped at 1 KiB and free of control characters.
    pub service_text: Option<String>,
    /// HTTP status where there was an answer.
    pub http_status: Option<u16>,
    /// Correlation id.
    pub correlation_id: Option<String>,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// How long the service asked to wait.
    pub retry_after_seconds: Option<u32>,
    /// Claims challenge, as the service sent it.
    pub claims: Option<String>,
    /// Scopes that the consent lacks, with `ConsentScopesMissing`.
    pub missing_scopes: Vec<String>,
}

//! The documents of customers.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// Where to look: `PartnerCenter`, `Gdap`, `Contracts`; Partner Center alone when empty.
    pub sources: Vec<String>,
    /// The most time one page may take.
    pub timeout_seconds: u32,
}

/// A customer of the partner.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomerDocument {
    /// Partner Center's id of the customer.
    pub customer_id: String,
    /// Where it is listed: `PartnerCenter`, `Gdap`, `Contracts`.
    pub sources: Vec<String>,
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

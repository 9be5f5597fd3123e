//! What a running sandbox says of itself: where it is and what it accepts.

use serde::Serialize;
use std::fmt;

/// A running sandbox. As JSON it holds its secrets, which are good for nothing else; its `Debug` form does not.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// The environment to pass to `-Environment`.
    pub environment: Environment,
    /// The partner's tenant.
    pub tenant_id: String,
    /// The partner's application.
    pub application_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Its certificate, which does in place of the secret.
    pub certificate: Certificate,
    /// A managed identity's token, which does in place of the secret for a day.
    pub federated_token: String,
    /// Where a managed identity gets such tokens.
    pub managed_identity: ManagedIdentity,
    /// A refresh token of the partner's user.
    pub refresh_token: String,
    /// A refresh token of that user for the Azure CLI, Microsoft's public client.
    pub public_refresh_token: String,
    /// That user.
    pub user_principal_name: String,
    /// The partner's users, who sign in on the pages.
    pub accounts: Vec<Account>,
    /// The password of `admin@` each customer's domain.
    pub customer_password: String,
    /// The customers: those of the scenario first.
    pub customers: Vec<Customer>,
}

/// Where the services are. Base addresses have no slash at their end.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// Base address of the sign-in service.
    pub login: String,
    /// Base address of Microsoft Graph, without version.
    pub graph: String,
    /// Base address of Partner Center, without version.
    pub partner_center: String,
    /// PEM of the certificate authority; nothing over http.
    pub ca_certificate: Option<String>,
}

/// A certificate with its key.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Both as a PFX file, base64.
    pub pfx: String,
    /// The password of the PFX file.
    pub password: String,
    /// Both as PEM: the certificate, then the key.
    pub pem: String,
}

/// A managed identity that the partner's application trusts.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ManagedIdentity {
    /// What the variable `IDENTITY_ENDPOINT` holds in App Service and Functions.
    pub endpoint: String,
    /// What the variable `IDENTITY_HEADER` holds there.
    pub header: String,
    /// The identity's client id.
    pub client_id: String,
    /// The token endpoint of virtual machines.
    pub imds_endpoint: String,
}

/// Someone who can sign in.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The name at sign-in.
    pub user_principal_name: String,
    /// The password.
    pub password: String,
    /// The code of the second factor; nothing for an account without.
    pub mfa_code: Option<String>,
}

/// A customer of the partner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Tenant id, a GUID.
    pub tenant_id: String,
    /// Domain.
    pub domain: String,
    /// Display name; about one in ten is hostile on purpose.
    pub name: String,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("environment", &self.environment)
            .field("customers", &self.customers.len())
            .finish_non_exhaustive()
    }
}

//! Who can sign in: two users of the partner, and an administrator in each customer's tenant.

use crate::document;
use crate::partner::{DOMAIN, SECRET_MARK, TENANT_ID, USER_ID, USER_PRINCIPAL_NAME};
use crate::state::State;
use crate::tenant::Tenant;
use rand::RngExt;
use uuid::{Uuid, uuid};

/// The partner's user without multifactor authentication.
pub const AGENT_ID: Uuid = uuid!("33333333-cccc-4ccc-8ccc-444444444444");
/// How a customer's administrator is called, before its domain.
const ADMINISTRATOR: &str = "admin";

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its name at sign-in.
    pub user_principal_name: String,
    /// Its display name.
    pub name: &'static str,
    /// Its password.
    pub password: String,
    /// The code of its second factor; none for an account without.
    pub mfa_code: Option<String>,
    /// Its object id in its own tenant.
    pub id: Uuid,
    /// Its own tenant.
    pub tenant: Uuid,
    /// True when it may consent for its tenant.
    pub is_administrator: bool,
}

/// The accounts of a sandbox.
#[derive(Debug)]
pub struct Accounts {
    /// The partner's users.
    pub partner: [Account; 2],
    /// The password of every customer's administrator.
    pub customer_password: String,
}

impl Accounts {
    /// Accounts with new passwords.
    pub fn new() -> Self {
        let admin = Account {
            user_principal_name: USER_PRINCIPAL_NAME.to_owned(),
            name: "Partner Admin",
            password: password(),
            mfa_code: Some(format!("{:06}", rand::rng().random_range(0..1_000_000))),
            id: USER_ID,
            tenant: TENANT_ID,
            is_administrator: true,
        };
        let agent = Account {
            user_principal_name: format!("agent@{DOMAIN}"),
            name: "Partner Agent",
            password: password(),
            mfa_code: None,
            id: AGENT_ID,
            tenant: TENANT_ID,
            is_administrator: false,
        };
        Self {
            partner: [admin, agent],
            customer_password: password(),
        }
    }

    /// The partner's users as the document lists them.
    pub fn listed(&self) -> Vec<document::Account> {
        let listed = |a: &Account| document::Account {
            user_principal_name: a.user_principal_name.clone(),
            password: a.password.clone(),
            mfa_code: a.mfa_code.clone(),
        };
        self.partner.iter().map(listed).collect()
    }
}

impl Account {
    /// True for the partner's own users, who have delegated access to customers.
    pub fn is_partner(&self) -> bool {
        self.tenant == TENANT_ID
    }
}

impl State {
    /// An account by its name at sign-in.
    pub fn account(&self, name: &str) -> Option<Account> {
        let name = name.trim();
        let is_named = |a: &&Account| a.user_principal_name.eq_ignore_ascii_case(name);
        if let Some(account) = self.accounts.partner.iter().find(is_named) {
            return Some(account.clone());
        }
        let (local, domain) = name.split_once('@')?;
        let tenant = self.by_domain(domain).filter(|t| !t.is_home)?;
        local
            .eq_ignore_ascii_case(ADMINISTRATOR)
            .then(|| administrator(tenant, &self.accounts.customer_password))
    }
}

/// The administrator of a customer's tenant.
fn administrator(tenant: &Tenant, password: &str) -> Account {
    Account {
        user_principal_name: format!("{ADMINISTRATOR}@{}", tenant.domain),
        name: "Customer Admin",
        password: password.to_owned(),
        mfa_code: None,
        id: crate::customers::tenant_id(0, &format!("{}/{ADMINISTRATOR}", tenant.id)),
        tenant: tenant.id,
        is_administrator: true,
    }
}

fn password() -> String {
    format!("{SECRET_MARK}{}", Uuid::new_v4().simple())
}

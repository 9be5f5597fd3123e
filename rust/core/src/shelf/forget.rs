//! Dropping tokens: in memory at once, on the shelf as soon as it can be.

use crate::client::PartnerClient;
use crate::error::Error;
use crate::tenant::Tenant;

impl PartnerClient {
    /// Drops the tokens of that tenant, or every token, and with every token what holds credentials back; gives how many
    /// there were in memory. What is kept beside it goes as with [`PartnerClient::drop_tenant`].
    ///
    /// # Errors
    /// `InvalidInput` for a domain that this process never asked for, where tokens are kept: they are kept by id.
    pub fn clear(&self, tenant: Option<&Tenant>) -> Result<usize, Error> {
        Ok(match tenant {
            None => {
                self.federated().clear();
                self.holds().clear();
                self.forget(None);
                self.cache().clear()
            }
            Some(Tenant::Domain(domain)) => {
                let ids = self.discovery().ids_of(domain);
                if ids.is_empty() && self.kept().is_some() {
                    return Err(Error::input(
                        format!("The tenant id of {domain} is not known in this process, and tokens are kept by it."),
                        "Give the tenant's id.",
                    ));
                }
                ids.into_iter().map(|id| self.clear_tenant(&Tenant::Id(id))).sum()
            }
            Some(tenant) => self.clear_tenant(tenant),
        })
    }

    fn clear_tenant(&self, tenant: &Tenant) -> usize {
        // Whose home tenant was asked for without naming it can't be told from a record.
        self.forget(Some(&Tenant::Organizations));
        self.forget(Some(tenant));
        self.cache().clear_tenant(tenant)
    }

    fn forget(&self, tenant: Option<&Tenant>) {
        if let Some(kept) = self.kept() {
            kept.forget(tenant, self.clock().unix());
        }
    }

    /// Drops what is cached for a tenant: after a change of its consent, old tokens lack the new scopes.
    /// Where they are kept too, [`PartnerClient::dropped`] waits until they are gone.
    pub fn drop_tenant(&self, tenant: &Tenant) {
        self.cache().drop_tenant(tenant);
        self.forget(Some(tenant));
    }

    /// Waits until what was dropped is gone from where it is kept, too.
    pub async fn dropped(&self) {
        if let Some(kept) = self.kept() {
            kept.settled().await;
        }
    }
}

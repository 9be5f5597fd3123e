//! The partner: its tenant, its user, and the two applications that the sandbox knows.

use uuid::{Uuid, uuid};

/// The partner's tenant, the same in every sandbox.
pub const TENANT_ID: Uuid = uuid!("22222222-bbbb-4bbb-8bbb-222222222222");
/// The partner's application, the same in every sandbox. It has a secret.
pub const APPLICATION_ID: Uuid = uuid!("11111111-aaaa-4aaa-8aaa-111111111111");
/// The Azure CLI: Microsoft's own public client, which the PartnerCenter module used by default.
pub const PUBLIC_APPLICATION_ID: Uuid = uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
/// Begins every client secret and refresh token of a sandbox; clients refuse to send such a secret to a real cloud.
pub const SECRET_MARK: &str = "partner-sandbox.";

/// Object id of the partner's user in its own tenant.
pub const USER_ID: Uuid = uuid!("33333333-cccc-4ccc-8ccc-333333333333");
/// Domain of the partner's tenant.
pub const DOMAIN: &str = "partner.onmicrosoft.example";
/// Name of the partner's company.
pub const NAME: &str = "Sandbox Partner";
/// The partner's user: an admin agent who signed in with multifactor authentication.
pub const USER_PRINCIPAL_NAME: &str = "admin@partner.onmicrosoft.example";

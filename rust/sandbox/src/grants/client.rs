//! The application that asks (RFC 6749 section 2.3).

use super::Place;
use crate::applications::Worth;
use crate::assertions;
use crate::entra_error::{EntraError, bad_request, invalid_client};
use crate::parameters::Parameters;
use crate::partner::PUBLIC_APPLICATION_ID;
use crate::state::State;
use crate::tenant::Tenant;
use uuid::Uuid;

/// The application that asks.
#[derive(Debug)]
pub struct Client {
    /// Application id.
    pub id: Uuid,
    /// Its display name.
    pub name: String,
    /// True for Microsoft's own public client, which needs no consent.
    pub is_first_party: bool,
}

impl Client {
    /// Reads the application's id. Its credential is not asked for.
    ///
    /// # Errors
    /// AADSTS700038 for what is no id, AADSTS700016 for an application that is not there.
    pub fn known(state: &State, tenant: &Tenant, parameters: &Parameters) -> Result<Self, EntraError> {
        let given = parameters.require("client_id")?;
        let id = Uuid::try_parse(given).map_err(|_| {
            bad_request(
                "unauthorized_client",
                700_038,
                format!("{given} is not a valid application identifier."),
            )
        })?;
        if id == PUBLIC_APPLICATION_ID {
            return Ok(Self {
                id,
                name: "Microsoft Azure CLI".to_owned(),
                is_first_party: true,
            });
        }
        let name = state.applications.name(id, tenant.is_home);
        let name = name.ok_or_else(|| not_there(id, tenant))?;
        Ok(Self {
            id,
            name,
            is_first_party: false,
        })
    }

    /// Reads the application and checks its credential.
    ///
    /// # Errors
    /// The codes of the 7000xx family.
    pub fn read(state: &State, place: Place<'_>, parameters: &Parameters) -> Result<Self, EntraError> {
        let client = Self::known(state, place.tenant, parameters)?;
        let id = client.id;
        match (
            client.is_first_party,
            parameters.get("client_secret"),
            parameters.get("client_assertion"),
        ) {
            (true, None, None) => Ok(client),
            (true, ..) => Err(invalid_client(
                700_025,
                format!(
                    "Client is public so neither 'client_assertion' nor 'client_secret' should be presented. (app id '{id}')"
                ),
            )),
            (false, Some(secret), _) => match state.applications.worth(id, secret, state.clock.millis()) {
                Worth::Good => Ok(client),
                Worth::Ended => Err(invalid_client(
                    7_000_222,
                    format!(
                        "The provided client secret keys for app '{id}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds."
                    ),
                )),
                Worth::Unknown => Err(invalid_client(
                    7_000_215,
                    format!(
                        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{id}'."
                    ),
                )),
            },
            (false, None, Some(_)) => assertions::check(state, place, id, parameters).map(|()| client),
            (false, None, None) => Err(invalid_client(
                7_000_218,
                "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
                    .to_owned(),
            )),
        }
    }
}

/// The application has no service principal in that tenant.
pub fn not_there(id: Uuid, tenant: &Tenant) -> EntraError {
    bad_request(
        "unauthorized_client",
        700_016,
        format!(
            "Application with identifier '{id}' was not found in the directory '{}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
            tenant.id
        ),
    )
}

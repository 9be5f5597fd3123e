//! The documents of what a fleet shares: its Redis server, and the runs that its machines divide.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A Redis server.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RedisDocument {
    /// Secret id of its address, which may hold a password.
    pub address: u64,
    /// Secret id of the user; the server's default one when left out.
    pub user: Option<u64>,
    /// Secret id of the password; that of the address when left out.
    pub password: Option<u64>,
}

/// Starts `fleet_join`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetJoinStart {
    /// The run's name, the same on every machine.
    pub name: String,
    /// What the run does to a tenant; a run of that name which does something else is an error.
    pub purpose: String,
    /// The most tenants that this process is at; at least 1.
    pub throttle_limit: u32,
}

/// Starts `fleet_results`: what all machines of a run have brought so far.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetResultStart {
    /// The run's name.
    pub name: String,
}

/// A run that was joined.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetRunDocument {
    /// Its id, for the items of operations and `fleet_close`; 0 where the run was only looked at.
    pub id: u64,
    /// Tenants that the run knows of.
    pub tenants: u64,
    /// Those with a result.
    pub finished: u64,
}

/// What a run knows of one of its tenants, beside the result.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetDocument {
    /// The tenant, as it was given to the machine that did it.
    pub tenant: String,
    /// When it was finished, Unix seconds.
    pub finished_on: i64,
    /// How long it took.
    pub milliseconds: u64,
    /// True where the result is another machine's, or an earlier one's, and is not here.
    pub by_others: bool,
}

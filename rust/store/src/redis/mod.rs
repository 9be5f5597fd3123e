//! What a fleet shares, in a Redis server.

mod address;
mod answers;
mod connecting;
mod fault;
mod fleet;
mod link;
mod names;
mod run_scripts;
mod scripts;
mod shelf;

pub use address::Address;
pub(crate) use answers::readers_of;
pub use connecting::Limits;
pub use fleet::RedisFleet;
pub use shelf::RedisShelf;

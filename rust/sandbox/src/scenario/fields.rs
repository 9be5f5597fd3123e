//! Fields that only some values fit.

use crate::resources;
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An application id.
pub fn guid<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(deserializer)?;
    Uuid::try_parse(&text).map_err(|_| serde::de::Error::custom(format!("{text:?} is no application id, a GUID")))
}

/// How many customers a page of Partner Center has.
pub fn page_size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let size = u32::deserialize(deserializer)?;
    if (1..=500).contains(&size) {
        Ok(size)
    } else {
        Err(serde::de::Error::custom(format!(
            "a page has 1 to 500 customers, not {size}"
        )))
    }
}

/// How many objects a page of Microsoft Graph has.
pub fn graph_page_size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let size = usize::deserialize(deserializer)?;
    if (1..=999).contains(&size) {
        Ok(size)
    } else {
        Err(serde::de::Error::custom(format!(
            "a page has 1 to 999 objects, not {size}"
        )))
    }
}

/// Application ids of the sandbox's services.
pub fn services<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Uuid>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let known = |text: &String| {
        let id = Uuid::try_parse(text).ok().filter(|id| resources::by_id(*id).is_some());
        id.ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no application id of the sandbox's services")))
    };
    texts.iter().map(known).collect()
}

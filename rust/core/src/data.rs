//! The tables of `rust/core/data`, which the build deflates.

use flate2::read::DeflateDecoder;
use serde::de::DeserializeOwned;
use std::io::Read as _;

/// A table by its name, for [`read`].
macro_rules! table {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".deflate"))
    };
}
pub(crate) use table;

/// Reads a table; none when it is not what is wanted, which a test of each table rules out.
pub fn read<T: DeserializeOwned>(packed: &[u8]) -> Option<T> {
    serde_json::from_slice(&inflate(packed)?).ok()
}

/// A table's own text.
pub fn inflate(packed: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_table_is_what_it_was_before_the_build() {
        let text = super::inflate(table!("guidance")).unwrap();
        assert_eq!(text, include_bytes!("../data/guidance.json"));
        assert!(super::inflate(b"no table").is_none());
    }
}

//! The file of kept tokens, and a record in it once it is open.

use super::StillClock;
use partner_auth::fuzzing::kept_record;
use partner_store::fuzzing::kept_file;
use ring::digest::{SHA256, digest};

/// The bytes as they are, and with the checksum that would let them pass.
pub fn run(bytes: &[u8]) -> bool {
    let _is_record = kept_record(bytes, &StillClock);
    let hash = digest(&SHA256, bytes);
    let summed = [bytes, hash.as_ref()].concat();
    let mut is_read = false;
    for file in [bytes, &summed] {
        if let Some(written) = kept_file(file) {
            // Names that stood there twice are written once.
            assert!(written.len() <= file.len());
            let again = kept_file(&written).expect("what it writes");
            assert_eq!(again.len(), written.len());
            is_read = true;
        }
    }
    is_read
}

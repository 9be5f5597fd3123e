//! PFX and PEM files, and certificates whose key the host keeps: a line with the password, then the file.

use super::{NOW, check, first_line};
use partner_auth::credential::Certificate;

/// The file is read as each of them.
pub fn run(bytes: &[u8]) -> bool {
    let (password, file) = first_line(bytes);
    let read = [
        Certificate::read(file, password, false),
        Certificate::of_host(file.to_vec(), 1, true),
    ];
    let mut is_read = false;
    for certificate in read {
        match certificate {
            Ok(certificate) => {
                assert!(!certificate.subject().chars().any(char::is_control));
                assert_eq!(certificate.thumbprint().len(), 40);
                let _is_valid_now = certificate.check(NOW).inspect_err(check).is_ok();
                is_read = true;
            }
            Err(error) => check(&error),
        }
    }
    is_read
}

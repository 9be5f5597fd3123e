//! Certificates by id: a file is read once, and its key stays here.

use crate::documents::{CertificateDocument, CertificateStart, EventKind, OperationEvent};
use crate::failure::{ended, failed};
use crate::{convert, secrets};
use partner_auth::credential::Certificate;
use partner_auth::{Error, Result};
use partner_ffi::{Event, Operation, Status, Table, buffer, event, guard};
use std::sync::Arc;
use zeroize::Zeroizing;

static CERTIFICATES: Table<Certificate> = Table::new();

/// Reads a certificate; the operation is over when it starts.
pub fn open(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: CertificateStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(read(&start).map_or_else(|error| failed(None, &error), result));
    operation.finish();
    Ok(operation)
}

/// Forgets a certificate.
pub fn close(id: u64) -> i32 {
    guard(|| CERTIFICATES.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// The certificate of an id.
pub fn get(id: u64) -> Option<Arc<Certificate>> {
    CERTIFICATES.get(id)
}

fn read(start: &CertificateStart) -> Result<Certificate> {
    match (start.file, &start.certificate, start.key) {
        (Some(file), None, None) => {
            let file = convert::secret(file)?;
            let bytes = decode(file.expose())?;
            let password = start.password.map(convert::secret).transpose()?;
            Certificate::read(&bytes, password.as_ref().map_or("", |p| p.expose()), start.rs256)
        }
        (None, Some(certificate), Some(key)) => Certificate::of_host(decode(certificate)?.to_vec(), key, start.rs256),
        _ => Err(Error::internal(
            "A certificate is a file, or a certificate with the number of its key.",
        )),
    }
}

fn decode(text: &str) -> Result<Zeroizing<Vec<u8>>> {
    secrets::decode(text).ok_or_else(|| Error::internal("The certificate is not base64."))
}

fn result(certificate: Certificate) -> Event {
    let document = CertificateDocument {
        subject: certificate.subject().to_owned(),
        thumbprint: certificate.thumbprint(),
        not_after: certificate.not_after(),
        id: CERTIFICATES.insert(Arc::new(certificate)),
    };
    event::event(&OperationEvent {
        certificate: Some(document),
        ..OperationEvent::of(EventKind::Result, None)
    })
}

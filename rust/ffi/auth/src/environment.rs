//! Environments as the core's clouds, and `environment_check`.

use crate::documents::{
    AudienceDocument, CustomCloudDocument, EnvironmentDocument, EnvironmentStart, EventKind, OperationEvent,
};
use crate::failure::{ended, failed};
use partner_auth::cloud::CustomCloud;
use partner_auth::{Cloud, Error, Resource, Result};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::{Arc, Mutex, PoisonError};

/// Checks an environment; the operation is over when it starts.
pub fn check(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: EnvironmentStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match checked(start.environment) {
        Ok(environment) => event::event(&OperationEvent {
            environment: Some(environment),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

/// The last cloud that was asked for: most processes have one, and building it takes longer than finding a cached token.
static LAST: Mutex<Option<(EnvironmentDocument, Arc<Cloud>)>> = Mutex::new(None);

/// The cloud of an environment, shared by all who ask for the same one in a row.
pub fn shared(document: &EnvironmentDocument) -> Result<Arc<Cloud>> {
    let last = || LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, cloud)) = last().as_ref().filter(|(known, _)| known == document) {
        return Ok(Arc::clone(cloud));
    }
    let cloud = Arc::new(cloud(document)?);
    *last() = Some((document.clone(), Arc::clone(&cloud)));
    Ok(cloud)
}

/// A cloud: built in by name alone, custom by its description, a sandbox by its addresses.
pub fn cloud(document: &EnvironmentDocument) -> Result<Cloud> {
    let sandbox = (&document.login, &document.graph, &document.partner_center);
    match (&document.custom, sandbox) {
        (None, (None, None, None)) => Cloud::known(&document.name),
        (None, (Some(login), Some(graph), Some(partner_center))) => Cloud::sandbox(
            &document.name,
            login,
            graph,
            partner_center,
            document.ca_certificate.clone(),
        ),
        (Some(custom), (None, None, None)) if document.ca_certificate.is_none() => {
            Cloud::custom(described(&document.name, custom)?)
        }
        _ => Err(Error::input(
            format!(
                "The environment {} has some of its addresses and lacks others.",
                document.name
            ),
            "Pass the environment object of Start-PartnerSandbox as it is: Login, Graph and PartnerCenter.",
        )),
    }
}

fn checked(document: EnvironmentDocument) -> Result<EnvironmentDocument> {
    let cloud = cloud(&document)?;
    let custom = cloud.as_custom().map(|custom| CustomCloudDocument {
        login: custom.login.clone(),
        graph: custom.graph.clone(),
        partner_center: custom.partner_center.clone(),
        azure: custom.azure.clone(),
        audiences: custom.audiences.iter().map(|(r, a)| audience(*r, a)).collect(),
    });
    Ok(EnvironmentDocument {
        name: cloud.name().to_owned(),
        custom,
        ..document
    })
}

fn described(name: &str, document: &CustomCloudDocument) -> Result<CustomCloud> {
    let audience = |d: &AudienceDocument| {
        let resource = Resource::by_name(&d.resource).ok_or_else(|| {
            let names: Vec<&str> = Resource::ALL.into_iter().map(Resource::name).collect();
            Error::input(
                format!("'{}' is no resource.", partner_auth::error::clean(&d.resource)),
                format!("Use one of {}.", names.join(", ")),
            )
        })?;
        Ok((resource, d.audience.clone()))
    };
    Ok(CustomCloud {
        name: name.to_owned(),
        login: document.login.clone(),
        graph: document.graph.clone(),
        partner_center: document.partner_center.clone(),
        azure: document.azure.clone(),
        audiences: document.audiences.iter().map(audience).collect::<Result<_>>()?,
    })
}

fn audience(resource: Resource, audience: &str) -> AudienceDocument {
    AudienceDocument {
        resource: resource.name().to_owned(),
        audience: audience.to_owned(),
    }
}

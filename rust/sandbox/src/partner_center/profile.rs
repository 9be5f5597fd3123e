//! The partner's own organization profile (Partner Center, "Get an organization profile").

use super::{admit, finish};
use crate::arrival::Arrival;
use crate::partner::{DOMAIN, NAME, TENANT_ID, USER_PRINCIPAL_NAME};
use crate::server::Shared;
use axum::Json;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// `GET /v1/profiles/organization`.
pub async fn get(Extract(state): Shared, arrival: Arrival) -> Response {
    let home = state.home();
    arrival.note(&state, home, None);
    if let Some(home) = home {
        home.wait().await;
    }
    let result = admit(&state, &arrival).map(|_| {
        let profile = json!({
            "id": TENANT_ID,
            "companyName": NAME,
            "defaultAddress": {
                "country": "US",
                "city": "Redmond",
                "state": "WA",
                "addressLine1": "1 Loopback Way",
                "postalCode": "98052",
                "firstName": "Partner",
                "lastName": "Admin",
                "phoneNumber": "4255550100",
            },
            "tenantId": TENANT_ID,
            "domain": DOMAIN,
            "email": USER_PRINCIPAL_NAME,
            "language": "en",
            "culture": "en-US",
            "profileType": "organization_profile",
            "attributes": { "objectType": "OrganizationProfile" },
        });
        Json(profile).into_response()
    });
    finish(&arrival, result)
}

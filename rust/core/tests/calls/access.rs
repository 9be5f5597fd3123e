//! The way to a customer against the sandbox: each thing that can break it is found, named, and told apart from the
//! others.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use crate::support::account_of;
use partner_auth::access::{Access, Cause, Goal, Outcome, Rung, Step, Survey, test as look};
use partner_auth::partner_center::Caller;
use partner_auth::{Account, Error, ErrorKind, PartnerClient, Report, Resource, Silent, Tenant};
use partner_sandbox::{Options, Sandbox, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

async fn start(scenario: Value) -> Sandbox {
    let scenario = Scenario::parse(&scenario.to_string()).unwrap();
    let options = Options {
        scenario: Some(scenario),
        ..Options::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// A scenario with one customer like that, consented unless it says something else.
fn of(tenant: &Value) -> Value {
    let mut tenant = tenant.clone();
    tenant["domain"] = json!("northwind.example");
    json!({ "consented": true, "tenants": [tenant] })
}

async fn climb(account: &Account, workloads: &[Resource]) -> Result<Access, Error> {
    climb_within(Duration::from_secs(30), account, workloads).await
}

async fn climb_within(timeout: Duration, account: &Account, workloads: &[Resource]) -> Result<Access, Error> {
    let client = Arc::new(PartnerClient::default());
    let report: Arc<dyn Report> = Arc::new(Silent);
    let caller = Caller::new(&client, account, timeout, &report);
    let goal = Goal {
        workloads: workloads.to_vec(),
        manifest: None,
        expiring_days: 30,
    };
    let customer = Tenant::parse("northwind.example").unwrap();
    look(&Survey::new(true), &caller, &customer, &goal).await
}

/// The first step that is broken, or that nobody could tell.
fn first(access: &Access) -> Option<&Step> {
    let failed = access.steps.iter().find(|s| s.outcome == Outcome::Failed);
    failed.or_else(|| access.steps.iter().find(|s| s.outcome == Outcome::Unknown))
}

async fn broken(scenario: Value, workloads: &[Resource]) -> Access {
    let sandbox = start(scenario).await;
    climb(&account_of(&sandbox), workloads).await.unwrap()
}

#[tokio::test]
async fn a_way_that_is_whole_has_every_step_passed() {
    let access = broken(
        of(&json!({})),
        &[Resource::Graph, Resource::ExchangeOnline, Resource::Azure],
    )
    .await;
    assert!(first(&access).is_none(), "{:#?}", access.steps);
    assert_eq!(access.steps.len(), 8 + 3 * 3);
    assert!(
        access.steps.iter().all(|s| s.outcome == Outcome::Passed),
        "{:#?}",
        access.steps
    );
    assert!(access.relationship_ends_on.is_some() && access.name.is_some());
}

#[tokio::test]
async fn each_cause_is_told_apart_and_says_what_to_do() {
    let exchange = &[Resource::ExchangeOnline][..];
    let graph = &[Resource::Graph][..];
    let relationship = |r: Value| json!({ "relationships": [r] });
    let assigned = |a: Value| relationship(json!({ "assignments": [a] }));
    let consents = |list: Value| json!({ "consents": list });
    let graph_consent = json!({ "enterpriseApplicationId": GRAPH, "scope": "User.Read,Directory.Read.All" });
    let exchange_consent = |scope: &str| json!({ "enterpriseApplicationId": EXCHANGE, "scope": scope });
    let cases: Vec<(Value, &[Resource], Rung, Cause)> = vec![
        (
            json!({ "relationships": [] }),
            graph,
            Rung::Relationship,
            Cause::NoRelationship,
        ),
        (
            relationship(json!({ "status": "approvalPending" })),
            graph,
            Rung::Relationship,
            Cause::RelationshipPending,
        ),
        (
            relationship(json!({ "status": "expired" })),
            graph,
            Rung::Relationship,
            Cause::RelationshipExpired,
        ),
        (
            relationship(json!({ "status": "terminated" })),
            graph,
            Rung::Relationship,
            Cause::RelationshipTerminated,
        ),
        (
            relationship(json!({ "assignments": [] })),
            graph,
            Rung::Assignment,
            Cause::NoActiveAssignment,
        ),
        (
            assigned(json!({ "status": "pending" })),
            graph,
            Rung::Assignment,
            Cause::AssignmentPending,
        ),
        (
            assigned(json!({ "status": "error" })),
            graph,
            Rung::Assignment,
            Cause::AssignmentFailed,
        ),
        (
            assigned(json!({ "group": "GDAP Others" })),
            graph,
            Rung::Group,
            Cause::NotInGroup,
        ),
        (
            assigned(json!({ "group": "GDAP Engineers" })),
            graph,
            Rung::Group,
            Cause::NestedGroup,
        ),
        (
            assigned(json!({ "roles": ["Directory Readers"] })),
            exchange,
            Rung::Role,
            Cause::RoleMissing,
        ),
        (json!({ "guest": true }), graph, Rung::SignIn, Cause::GuestAccount),
        (
            json!({ "fault": "AADSTS50020" }),
            graph,
            Rung::SignIn,
            Cause::GuestAccount,
        ),
        (
            json!({ "fault": "conditionalAccess" }),
            graph,
            Rung::SignIn,
            Cause::ConditionalAccess,
        ),
        (
            json!({ "fault": "mfaRequired" }),
            graph,
            Rung::SignIn,
            Cause::ConditionalAccess,
        ),
        (
            json!({ "fault": "guest" }),
            graph,
            Rung::SignIn,
            Cause::ConditionalAccess,
        ),
        (
            json!({ "fault": "AADSTS5000224" }),
            graph,
            Rung::Relationship,
            Cause::TenantGone,
        ),
        (
            json!({ "fault": "tenantNotFound" }),
            graph,
            Rung::Relationship,
            Cause::TenantGone,
        ),
        (
            json!({ "consented": false }),
            graph,
            Rung::Consent,
            Cause::ConsentMissing,
        ),
        (
            consents(json!([graph_consent])),
            exchange,
            Rung::Scope,
            Cause::ResourceNotConsented,
        ),
        (
            consents(json!([exchange_consent("EWS.AccessAsUser.All")])),
            exchange,
            Rung::Scope,
            Cause::ExchangeManageNotConsented,
        ),
        (
            json!({ "unlicensed": [EXCHANGE] }),
            exchange,
            Rung::Service,
            Cause::NotLicensed,
        ),
        (
            json!({ "azureSubscriptions": 0 }),
            &[Resource::Azure],
            Rung::Service,
            Cause::NoAzureSubscription,
        ),
        (
            json!({ "fault": "Graph Authorization_RequestDenied" }),
            graph,
            Rung::Service,
            Cause::AccessDenied,
        ),
    ];
    for (tenant, workloads, rung, cause) in cases {
        let access = broken(of(&tenant), workloads).await;
        let step = first(&access).unwrap_or_else(|| panic!("{tenant}: {:#?}", access.steps));
        assert_eq!((step.rung, step.cause), (rung, Some(cause)), "{tenant}: {step:#?}");
        assert!(
            step.remedy.as_ref().is_some_and(|r| r.ends_with('.')),
            "{tenant}: {step:?}"
        );
        assert_eq!(access.steps.len(), 8 + 3 * workloads.len(), "{tenant}");
        let after = access.steps.iter().skip_while(|s| s.outcome != Outcome::Failed).skip(1);
        for later in after {
            assert!(
                matches!(later.outcome, Outcome::Skipped | Outcome::Unknown | Outcome::Passed),
                "{tenant}: {later:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_passes_by_itself_is_unknown_and_no_fault_of_the_customer() {
    for (fault, cause) in [
        ("throttled", Cause::Throttled),
        ("reset", Cause::Network),
        ("htmlPage", Cause::ServiceFailed),
    ] {
        let sandbox = start(of(&json!({ "fault": fault }))).await;
        // Long enough for all attempts, and shorter than the wait that the service asks for.
        let limit = Duration::from_secs(20);
        let access = climb_within(limit, &account_of(&sandbox), &[Resource::Graph])
            .await
            .unwrap();
        let step = first(&access).unwrap();
        assert_eq!(
            (step.rung, step.outcome, step.cause),
            (Rung::SignIn, Outcome::Unknown, Some(cause)),
            "{fault}"
        );
    }
}

#[tokio::test]
async fn a_relationship_that_ends_soon_passes_and_is_told_of() {
    let tenant = json!({ "relationships": [{ "daysLeft": 12 }] });
    let access = broken(of(&tenant), &[Resource::Graph]).await;
    assert!(first(&access).is_none());
    let step = access.steps.iter().find(|s| s.rung == Rung::Relationship).unwrap();
    assert_eq!(step.cause, Some(Cause::RelationshipExpiring));
    assert!(
        step.repair.is_some() && (step.message.contains("11 days") || step.message.contains("12 days")),
        "{step:?}"
    );
}

#[tokio::test]
async fn a_role_that_nobody_has_placed_is_unknown() {
    for (role, workload) in [
        ("Teams Reader", Resource::MicrosoftTeams),
        // Microsoft Graph is the door to Exchange as well.
        ("Exchange Administrator", Resource::Graph),
    ] {
        let tenant = json!({ "relationships": [{ "roles": [role] }] });
        let access = broken(of(&tenant), &[workload]).await;
        let step = first(&access).unwrap();
        assert_eq!((step.rung, step.outcome), (Rung::Role, Outcome::Unknown), "{step:?}");
        let service = access.steps.iter().find(|s| s.rung == Rung::Service).unwrap();
        assert_eq!(service.outcome, Outcome::Passed, "{service:?}");
    }
}

#[tokio::test]
async fn exchange_manage_is_wanted_on_both_sides() {
    let mut scenario = of(&json!({}));
    scenario["application"] = json!({ "withoutPermissions": ["Exchange.Manage"] });
    let access = broken(scenario, &[Resource::ExchangeOnline]).await;
    assert_eq!(first(&access).unwrap().cause, Some(Cause::ExchangeManageNotRegistered));
}

#[tokio::test]
async fn what_may_not_be_read_at_home_is_unknown_and_the_rest_is_told() {
    let mut scenario = of(&json!({}));
    scenario["application"] = json!({ "consents": [{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }] });
    let access = broken(scenario, &[Resource::Graph]).await;
    let of = |rung| access.steps.iter().find(|s| s.rung == rung).unwrap();
    assert_eq!(
        (of(Rung::Relationship).outcome, of(Rung::Relationship).cause),
        (Outcome::Unknown, Some(Cause::PermissionMissing))
    );
    assert!(
        of(Rung::Relationship)
            .remedy
            .as_ref()
            .unwrap()
            .contains("DelegatedAdminRelationship.Read.All")
    );
    assert_eq!(of(Rung::SignIn).outcome, Outcome::Passed);
    // The customer's own token names the roles.
    assert_eq!(of(Rung::Role).outcome, Outcome::Passed, "{:?}", of(Rung::Role));
}

#[tokio::test]
async fn an_application_alone_needs_permissions_of_its_own() {
    let mut scenario = of(&json!({}));
    let alone = |sandbox: &Sandbox| Account {
        refresh_token: None,
        ..account_of(sandbox)
    };
    for (groups, cause) in [
        (json!([]), Cause::AppOnlyToken),
        (json!(["GDAP Administrators"]), Cause::ServicePrincipalInGroup),
    ] {
        scenario["application"] = json!({ "groups": groups });
        let sandbox = start(scenario.clone()).await;
        let access = climb(&alone(&sandbox), &[Resource::Graph]).await.unwrap();
        let step = first(&access).unwrap();
        assert_eq!((step.rung, step.cause), (Rung::Delegation, Some(cause)), "{step:?}");
    }
}

#[tokio::test]
async fn a_dead_refresh_token_is_the_first_thing_and_no_customer_is_asked() {
    let sandbox = start(of(&json!({}))).await;
    let mut account = account_of(&sandbox);
    account.refresh_token = Some(crate::support::refresh_token("partner-sandbox.dead"));
    let access = climb(&account, &[Resource::Graph]).await.unwrap();
    let step = first(&access).unwrap();
    assert_eq!(
        (step.rung, step.cause),
        (Rung::RefreshToken, Some(Cause::RefreshTokenDead)),
        "{step:?}"
    );
    let asked = sandbox.requests();
    assert!(asked.iter().all(|r| !r.path.contains("delegatedAdmin")), "{asked:?}");
}

#[tokio::test]
async fn what_is_no_customer_is_refused() {
    let sandbox = start(of(&json!({}))).await;
    let account = account_of(&sandbox);
    let error = climb(&account, &[Resource::PartnerCenter]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let client = Arc::new(PartnerClient::default());
    let report: Arc<dyn Report> = Arc::new(Silent);
    let caller = Caller::new(&client, &account, Duration::from_secs(5), &report);
    let home = account.home.clone();
    let error = look(&Survey::new(true), &caller, &home, &Goal::default())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn many_customers_share_what_is_the_same_for_all() {
    let sandbox = start(json!({ "consented": true, "customers": 40 })).await;
    let account = account_of(&sandbox);
    let client = Arc::new(PartnerClient::default());
    let report: Arc<dyn Report> = Arc::new(Silent);
    let survey = Survey::new(false);
    let caller = Caller::new(&client, &account, Duration::from_secs(30), &report);
    let goal = Goal::default();
    for customer in &sandbox.document().customers {
        let customer = Tenant::parse(&customer.tenant_id).unwrap();
        let access = look(&survey, &caller, &customer, &goal).await.unwrap();
        assert!(first(&access).is_none(), "{:?}", first(&access));
    }
    let count = |part: &str| sandbox.requests().iter().filter(|r| r.path.contains(part)).count();
    assert_eq!(count("memberOf") + count("transitiveMemberOf"), 2);
    assert_eq!(count("delegatedAdminRelationships") - count("accessAssignments"), 1);
}

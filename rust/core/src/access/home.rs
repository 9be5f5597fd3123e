//! The steps at home: the refresh token, multifactor authentication, and for whom the account acts.

use super::Look;
use super::cause::{Cause, is_of_credential};
use super::step::{Rung, Step};
use super::survey::{Home, Survey};
use super::tenant::{is_of_consent, is_unlicensed};
use crate::error::{Error, ErrorKind};
use crate::partner_center::Caller;
use crate::resource::Resource;
use crate::token::Token;
use std::sync::Arc;

/// How it stands with the account, whichever customer it goes to.
pub(super) struct Standing {
    /// The steps.
    pub steps: Vec<Step>,
    /// The token at home, where there is one.
    pub token: Option<Arc<Token>>,
    /// True when no customer can be reached.
    pub is_broken: bool,
}

/// Redeems the refresh token at home.
pub(super) async fn climb(home: &Home, caller: &Caller<'_>) -> Standing {
    if caller.account.is_app_only() {
        let alone = "The account acts for the application alone and has no refresh token.";
        let steps = [Rung::RefreshToken, Rung::Mfa].map(|r| Step::skipped(r, alone));
        return match home.token(caller).await {
            Err(error) if is_of_credential(&error) => Standing {
                steps: vec![Step::of_error(Rung::RefreshToken, Cause::of(&error), error)],
                token: None,
                is_broken: true,
            },
            token => Standing {
                steps: steps.into(),
                token: token.ok(),
                is_broken: false,
            },
        };
    }
    let acts = Step::passed(Rung::Delegation, "The account acts for a user, as GDAP demands.");
    match home.token(caller).await {
        Ok(token) => Standing {
            steps: vec![
                Step::passed(Rung::RefreshToken, "The refresh token is good."),
                mfa(&token),
                acts,
            ],
            token: Some(token),
            is_broken: false,
        },
        Err(error) if is_of_consent(&error) => Standing {
            steps: vec![
                Step::passed(Rung::RefreshToken, "The refresh token is good."),
                Step::unknown(
                    Rung::Mfa,
                    "The application is not consented for Microsoft Graph at home, so no token tells.",
                ),
                acts,
            ],
            token: None,
            is_broken: false,
        },
        Err(error) if error.kind() == ErrorKind::MfaRequired => Standing {
            steps: vec![
                Step::passed(Rung::RefreshToken, "The refresh token is known to the service."),
                Step::of_error(Rung::Mfa, Cause::MfaMissing, error),
                acts,
            ],
            token: None,
            is_broken: true,
        },
        Err(error) => {
            let cause = Cause::of(&error);
            let is_broken = !cause.is_passing();
            let step = Step::of_error(Rung::RefreshToken, cause, error);
            Standing {
                steps: if is_broken {
                    vec![step]
                } else {
                    vec![step, untold(), acts]
                },
                token: None,
                is_broken,
            }
        }
    }
}

fn mfa(token: &Token) -> Step {
    match token.details.mfa {
        Some(true) => Step::passed(Rung::Mfa, "The user signed in with multifactor authentication."),
        Some(false) => Step::failed(
            Rung::Mfa,
            Cause::MfaMissing,
            "The sign-in behind the refresh token was without multifactor authentication.",
            "Sign in again with multifactor authentication and keep the new refresh token.",
        ),
        None => untold(),
    }
}

fn untold() -> Step {
    Step::unknown(Rung::Mfa, "No token tells how the user signed in.")
}

/// Whether an application alone may do something there. GDAP gives it nothing, also where its service principal is in a
/// group of GDAP.
pub(super) async fn delegation_of_application(
    look: &Look<'_>,
    workloads: &[Resource],
    tokens: &[Result<Arc<Token>, Error>],
) -> Step {
    // Azure looks at its own roles, which no token names.
    let of_azure =
        |(workload, token): (&Resource, &Result<Arc<Token>, Error>)| *workload == Resource::Azure && token.is_ok();
    let has_azure = workloads.iter().zip(tokens).any(of_azure);
    if has_azure || tokens.iter().flatten().any(|t| !t.details.scopes.is_empty()) {
        return Step::passed(
            Rung::Delegation,
            "The application has permissions of its own there, and needs no GDAP.",
        );
    }
    let telling = tokens
        .iter()
        .filter_map(|t| t.as_ref().err())
        .find(|e| !is_of_consent(e) && !is_unlicensed(e));
    if let Some(error) = telling {
        return Step::of_error(Rung::Delegation, Cause::of(error), error.clone());
    }
    let remedy = "Connect with the refresh token of a user, or let the customer's administrator consent to the application's own permissions (New-PartnerConsentUrl).";
    if is_in_group_of_gdap(look).await.unwrap_or(false) {
        return Step::failed(
            Rung::Delegation,
            Cause::ServicePrincipalInGroup,
            "The application's service principal is in a group of GDAP, which has no effect: GDAP gives roles to users alone.",
            remedy,
        );
    }
    Step::failed(
        Rung::Delegation,
        Cause::AppOnlyToken,
        "The account acts for the application alone: GDAP gives it nothing, and it has no permissions of its own there.",
        remedy,
    )
}

async fn is_in_group_of_gdap(look: &Look<'_>) -> Result<bool, Error> {
    let groups = look.home.groups_of_application(look.caller).await?;
    // Few applications come here, so each customer's relationships are read by themselves.
    let gdap = super::Gdap::read(&Survey::new(true), look).await;
    Ok(gdap.groups_with_roles().any(|group| groups.all.contains(&group)))
}

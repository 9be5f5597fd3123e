//! The user who signs in.

use super::{ADMIN_AGENTS, MFA, READ_GROUPS};
use super::{failed, needs, passed, unknown, unread};
use crate::application::check::{Check, Member, Membership};

const MAKE_AGENT: &str = "Give the user the role Admin agent in Partner Center, which puts the user into AdminAgents.";
const NO_USER: &str = "The application asks alone: there is no user.";
const CONNECT: &str = "Connect with a refresh token.";

/// Whether the user is in AdminAgents.
pub fn agents(membership: &Member) -> Check {
    match membership {
        Ok(Some(Membership::Direct)) => passed(ADMIN_AGENTS, "The user is in AdminAgents."),
        Ok(Some(Membership::None)) => failed(
            ADMIN_AGENTS,
            "The user is not in the group AdminAgents, and Partner Center refuses consents.",
            MAKE_AGENT,
        ),
        Ok(Some(Membership::Nested)) => unknown(
            ADMIN_AGENTS,
            "The user is in AdminAgents by another group alone, which Partner Center may not count.",
            MAKE_AGENT,
        ),
        Ok(Some(Membership::Nameless)) => unknown(
            ADMIN_AGENTS,
            "The names of the user's groups can't be read.",
            &needs(READ_GROUPS),
        ),
        Ok(None) => unknown(ADMIN_AGENTS, NO_USER, CONNECT),
        Err(error) => unread(ADMIN_AGENTS, error, READ_GROUPS),
    }
}

/// Whether the user signed in with multifactor authentication.
pub fn mfa(mfa: Option<bool>, is_app_only: bool) -> Check {
    match mfa {
        Some(true) => passed(MFA, "The user signed in with multifactor authentication."),
        Some(false) => failed(
            MFA,
            "The user signed in without multifactor authentication, and Partner Center refuses such calls.",
            "Demand it with security defaults or a conditional access policy, then sign in again.",
        ),
        None if is_app_only => unknown(MFA, NO_USER, CONNECT),
        None => unknown(
            MFA,
            "No token tells how the user signed in.",
            "Test-PartnerSecurityRequirement with a new sign-in tells.",
        ),
    }
}

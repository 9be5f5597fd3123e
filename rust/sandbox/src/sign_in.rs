//! Signing in, as every page does it: name and password, then the code of a second factor where the account has one.
//!
//! A form may hold everything at once, so a script signs in with one request: `username`, `password`, `mfa_code`.

use crate::accounts::Account;
use crate::identity::Identity;
use crate::page::{self, Form};
use crate::parameters::Parameters;
use crate::state::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// The fields of these pages, which are no parameters of what is signed in for.
pub const FIELDS: [&str; 5] = ["action", "mfa_code", "password", "session", "username"];

/// How long a page is good, in seconds.
const LIFETIME: u64 = 600;
/// What a page's memory is sealed for.
const PURPOSE: &str = "session";

/// What a page says.
pub struct Prompt<'a> {
    /// Its title.
    pub title: &'a str,
    /// What is asked, and by whom.
    pub intro: &'a str,
    /// The path its form goes to.
    pub action: &'a str,
    /// What comes back with the form.
    pub hidden: &'a [(&'a str, &'a str)],
    /// The name that is filled in.
    pub hint: Option<&'a str>,
}

/// How far the person has come.
pub enum Progress {
    /// There is something to ask.
    Ask(Response),
    /// The person has cancelled.
    Cancelled,
    /// The person has signed in.
    Done(SignedIn),
}

/// A sign-in that is done.
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// What is remembered of it.
    pub identity: Identity,
    /// The field `session` of a further page.
    pub session: String,
}

/// What a page remembers.
#[derive(Deserialize, Serialize)]
struct Session {
    user: String,
    /// None as long as the second factor is to come.
    mfa: Option<bool>,
    ends: u64,
}

/// Reads a form, and asks for what it lacks.
pub fn progress(state: &State, form: &Parameters, prompt: &Prompt<'_>) -> Progress {
    if form.get("action") == Some("cancel") {
        return Progress::Cancelled;
    }
    let session = form
        .get("session")
        .and_then(|s| state.seals.open::<Session>(PURPOSE, s))
        .filter(|s| s.ends > state.clock.now());
    let (account, done) = match (session, form.get("username"), form.get("password")) {
        (Some(session), ..) => (state.account(&session.user), session.mfa),
        (None, Some(name), Some(password)) => (state.account(name).filter(|a| a.password == password), None),
        _ => return Progress::Ask(ask_password(form, prompt, "")),
    };
    let Some(account) = account else {
        let problem = "Your account or password is incorrect. (AADSTS50126)";
        return Progress::Ask(ask_password(form, prompt, problem));
    };
    let mfa = match (done, &account.mfa_code, form.get("mfa_code")) {
        (Some(mfa), ..) => mfa,
        (None, None, _) => false,
        (None, Some(code), Some(given)) if code == given.trim() => true,
        (None, Some(_), given) => {
            let problem = given.map_or("", |_| "That is not the code of this account.");
            return Progress::Ask(ask_code(state, &account, prompt, problem));
        }
    };
    Progress::Done(SignedIn {
        identity: Identity {
            user: account.user_principal_name.clone(),
            mfa,
            acrs: Vec::new(),
        },
        session: seal(state, &account, Some(mfa)),
        account,
    })
}

fn ask_password(form: &Parameters, prompt: &Prompt<'_>, problem: &str) -> Response {
    let name = form.get("username").or(prompt.hint).unwrap_or_default();
    let fields = page::field("username", "User name", "text", name, "username", name.is_empty())
        + &page::field(
            "password",
            "Password",
            "password",
            "",
            "current-password",
            !name.is_empty(),
        );
    let form = Form {
        title: prompt.title,
        text: prompt.intro,
        problem,
        action: prompt.action,
        hidden: prompt.hidden,
        fields: &fields,
        button: ("next", "Sign in"),
    };
    form.answer()
}

fn ask_code(state: &State, account: &Account, prompt: &Prompt<'_>, problem: &str) -> Response {
    let session = seal(state, account, None);
    let mut kept = prompt.hidden.to_vec();
    kept.push(("session", &session));
    let text = format!(
        "{} has multifactor authentication. Enter its code, which the sandbox showed when it started.",
        account.user_principal_name
    );
    let field = page::field("mfa_code", "Code", "text", "", "one-time-code", true);
    let form = Form {
        title: "Verify your identity",
        text: &text,
        problem,
        action: prompt.action,
        hidden: &kept,
        fields: &field,
        button: ("next", "Verify"),
    };
    form.answer()
}

fn seal(state: &State, account: &Account, mfa: Option<bool>) -> String {
    let session = Session {
        user: account.user_principal_name.clone(),
        mfa,
        ends: state.clock.now() + LIFETIME,
    };
    state.seals.seal(PURPOSE, &session)
}

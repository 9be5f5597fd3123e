//! Scopes: what a token may do, all of one resource.

use crate::cloud::Cloud;
use crate::error::Error;
use crate::resource::Resource;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Scopes of OpenID Connect, which belong to no resource (OpenID Connect Core section 5.4 and 11).
pub(crate) const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// The scopes of one token request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// Scopes as the sign-in service takes them.
    Of(ScopeSet),
    /// SharePoint by its short name: the host is the tenant's and must be looked up first.
    SharePoint,
}

/// Scopes of one resource, sorted and without repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeSet {
    resource: String,
    scopes: BTreeSet<String>,
}

impl Scopes {
    /// Reads scopes as a person writes them: short resource names, full scopes, Graph permissions by bare name; each
    /// entry may hold several, separated by white space.
    ///
    /// # Errors
    /// `InvalidInput` when there is none, when one can't be a scope (RFC 6749 section 3.3), when they are of two
    /// resources, or when a short name has no known audience in this cloud.
    pub fn parse(cloud: &Cloud, given: &[String]) -> Result<Self, Error> {
        let words: Vec<&str> = given.iter().flat_map(|s| s.split_whitespace()).collect();
        if let [word] = words.as_slice()
            && Resource::by_name(word) == Some(Resource::SharePoint)
        {
            return Ok(Self::SharePoint);
        }
        let mut resource: Option<String> = None;
        let mut scopes = BTreeSet::new();
        for word in words {
            let scope = expand(cloud, word)?;
            if OPENID.contains(&scope.as_str()) {
                continue;
            }
            let of = resource_of(cloud, &scope)?;
            match &resource {
                Some(first) if *first != of => {
                    return Err(Error::input(
                        format!("The scopes are of two resources, {first} and {of}: a token is for one."),
                        "Ask for one token per resource.",
                    ));
                }
                _ => resource = Some(of),
            }
            scopes.insert(scope);
        }
        let Some(resource) = resource else {
            return Err(Error::input(
                "No scope was given that belongs to a resource.",
                "Give a short name such as Graph or ExchangeOnline, or a scope such as https://graph.microsoft.com/.default.",
            ));
        };
        Ok(Self::Of(ScopeSet { resource, scopes }))
    }

    /// Every consented scope of one resource.
    ///
    /// # Errors
    /// As [`Scopes::parse`], for an audience that is none.
    pub fn all_of(cloud: &Cloud, audience: &str) -> Result<Self, Error> {
        Self::parse(cloud, &[format!("{}/.default", audience.trim_end_matches('/'))])
    }
}

impl ScopeSet {
    /// The resource: a URI or an application id, in lower case.
    #[must_use]
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// The scopes separated by spaces, in a fixed order.
    #[must_use]
    pub fn joined(&self) -> String {
        let scopes: Vec<&str> = self.scopes.iter().map(String::as_str).collect();
        scopes.join(" ")
    }

    /// True when the one scope is `/.default`, which is all that an app-only token can ask for.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.scopes.len() == 1 && self.scopes.iter().all(|s| s.ends_with("/.default"))
    }
}

/// Turns a short name into the full scope; leaves everything else as it is.
pub(crate) fn expand(cloud: &Cloud, word: &str) -> Result<String, Error> {
    // RFC 6749 section 3.3: printable ASCII without quotation mark and backslash.
    if !word.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E)) || word.len() > 1024 {
        return Err(Error::input(
            format!("'{}' is no scope.", crate::error::clean(word)),
            "A scope is printable ASCII, for example https://graph.microsoft.com/.default.",
        ));
    }
    let Some(resource) = Resource::by_name(word) else {
        return Ok(word.to_owned());
    };
    if resource == Resource::SharePoint {
        return Err(Error::input(
            "SharePoint can't be asked for together with other scopes.",
            "Ask for a token for SharePoint alone: its audience is the tenant's own host.",
        ));
    }
    let audience = cloud.audience(resource).ok_or_else(|| {
        Error::input(
            format!("The audience of {} in {} is not known.", resource.name(), cloud.name()),
            "Give the full scope, as the service's documentation for that cloud names it.",
        )
    })?;
    Ok(format!("{audience}/.default"))
}

/// The resource a scope belongs to, in lower case.
pub(crate) fn resource_of(cloud: &Cloud, scope: &str) -> Result<String, Error> {
    let incomplete = || {
        Error::input(
            format!("'{scope}' names a resource and no permission."),
            format!(
                "Write {}/.default for everything that is consented.",
                scope.trim_end_matches('/')
            ),
        )
    };
    if let Some(start) = scope.find("://").map(|i| i + 3) {
        let rest = scope.get(start..).unwrap_or_default();
        let (resource, permission) = rest.rsplit_once('/').ok_or_else(incomplete)?;
        if permission.is_empty() || resource.is_empty() {
            return Err(incomplete());
        }
        let scheme = scope.get(..start).unwrap_or_default();
        return Ok(format!("{scheme}{}", resource.trim_end_matches('/')).to_ascii_lowercase());
    }
    if let Some((id, permission)) = scope.split_once('/') {
        return match Uuid::try_parse(id) {
            Ok(id) if !permission.is_empty() => Ok(id.to_string()),
            _ => Err(incomplete()),
        };
    }
    if Uuid::try_parse(scope).is_ok() {
        return Err(incomplete());
    }
    // The sign-in service takes a bare permission as Microsoft Graph's; those all hold a dot, so a slip of the pen does not pass.
    if scope.contains('.') {
        return Ok(cloud.audience(Resource::Graph).unwrap_or_default().to_ascii_lowercase());
    }
    let names: Vec<&str> = Resource::ALL.into_iter().map(Resource::name).collect();
    Err(Error::input(
        format!("'{scope}' is neither a short name nor a scope."),
        format!(
            "The short names are {}; a scope looks like https://graph.microsoft.com/.default.",
            names.join(", ")
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[&str]) -> Result<ScopeSet, Error> {
        let given: Vec<String> = given.iter().map(|s| (*s).to_owned()).collect();
        match Scopes::parse(&Cloud::known("AzureCloud").unwrap(), &given)? {
            Scopes::Of(set) => Ok(set),
            Scopes::SharePoint => panic!("SharePoint"),
        }
    }

    #[test]
    fn a_short_name_means_everything_consented_of_that_resource() {
        assert_eq!(
            parse(&["graph"]).unwrap().joined(),
            "https://graph.microsoft.com/.default"
        );
        assert_eq!(
            parse(&["MicrosoftTeams"]).unwrap().joined(),
            "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/.default"
        );
    }

    #[test]
    fn scopes_of_one_resource_are_sorted_and_openid_ones_are_left_to_us() {
        let set = parse(&["User.Read openid", "https://graph.microsoft.com/Mail.Read", "User.Read"]).unwrap();
        assert_eq!(set.joined(), "User.Read https://graph.microsoft.com/Mail.Read");
        assert_eq!(set.resource(), "https://graph.microsoft.com");
    }

    #[test]
    fn a_double_slash_before_the_permission_is_the_same_resource() {
        let set = parse(&["https://management.azure.com//user_impersonation"]).unwrap();
        assert_eq!(set.resource(), "https://management.azure.com");
    }

    #[test]
    fn scopes_of_two_resources_are_refused_by_name() {
        let error = parse(&["Graph", "ExchangeOnline"]).unwrap_err().to_string();
        assert!(
            error.contains("graph.microsoft.com") && error.contains("outlook.office365.com"),
            "{error}"
        );
    }

    #[test]
    fn what_is_no_scope_is_refused_with_a_way_out() {
        for bad in [
            &[][..],
            &[" "],
            &["openid"],
            &["Grph"],
            &["a\"b.c"],
            &["x/y"],
            &["a\u{e9}.b"],
            &["https://graph.microsoft.com/User\\Read"],
            &["https://graph.microsoft.com/User\"Read"],
        ] {
            assert!(parse(bad).is_err(), "{bad:?} was taken");
        }
        let error = parse(&["https://graph.microsoft.com"]).unwrap_err();
        assert!(error.remedy().contains("https://graph.microsoft.com/.default"));
        assert!(parse(&["48ac35b8-9aa8-4d74-927d-1f4a14a0b239"]).is_err());
    }

    #[test]
    fn a_resource_without_a_sourced_audience_asks_for_the_full_scope() {
        let dod = Cloud::known("AzureUSGovernmentDoD").unwrap();
        let error = Scopes::parse(&dod, &["ExchangeOnline".to_owned()]).unwrap_err();
        assert!(error.remedy().contains("full scope"));
    }
}

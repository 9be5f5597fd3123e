//! What a link asks for: scopes, also of several resources (Microsoft identity platform, "Scopes and permissions in the
//! Microsoft identity platform").

use crate::cloud::Cloud;
use crate::error::Error;
use crate::resource::Resource;
use crate::scope;
use std::collections::BTreeSet;

/// Scopes of one or several resources, sorted and without repetition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentScopes(BTreeSet<String>);

impl ConsentScopes {
    /// Reads scopes as a person writes them: short resource names, full scopes, Graph permissions by bare name; each
    /// entry may hold several, separated by white space.
    ///
    /// # Errors
    /// `InvalidInput` when there is none, when one can't be a scope, when a short name has no known audience in this
    /// cloud, for SharePoint's short name, and for everything of a resource beside single scopes.
    pub fn parse(cloud: &Cloud, given: &[String]) -> Result<Self, Error> {
        let mut scopes = BTreeSet::new();
        for word in given.iter().flat_map(|s| s.split_whitespace()) {
            if Resource::by_name(word) == Some(Resource::SharePoint) {
                return Err(Error::input(
                    "A link can't ask for SharePoint by its short name: the audience is each tenant's own host.",
                    "Give full scopes of the one tenant, for example https://contoso.sharepoint.com/.default.",
                ));
            }
            let scope = scope::expand(cloud, word)?;
            if !scope::OPENID.contains(&scope.as_str()) {
                scope::resource_of(cloud, &scope)?;
            }
            scopes.insert(scope);
        }
        if scopes.iter().all(|s| scope::OPENID.contains(&s.as_str())) {
            return Err(Error::input(
                "No scope was given that belongs to a resource.",
                "Give a short name such as Graph, or scopes such as https://graph.microsoft.com/User.Read.All; without -Scopes, the link asks for what the registration names.",
            ));
        }
        let everything = |s: &&String| s.ends_with("/.default");
        let single = scopes
            .iter()
            .find(|s| !everything(s) && !scope::OPENID.contains(&s.as_str()));
        if let (Some(all), Some(single)) = (scopes.iter().find(everything), single) {
            return Err(Error::input(
                format!(
                    "{all} asks for everything of a resource, and the page takes no single scope such as {single} beside it."
                ),
                "Name every scope, or everything of each resource; or make two links.",
            ));
        }
        Ok(Self(scopes))
    }

    /// Each scope, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The scopes separated by spaces.
    #[must_use]
    pub fn joined(&self) -> String {
        self.iter().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(given: &[&str]) -> Result<ConsentScopes, Error> {
        let given: Vec<String> = given.iter().map(|s| (*s).to_owned()).collect();
        ConsentScopes::parse(&Cloud::known("AzureCloud").unwrap(), &given)
    }

    #[test]
    fn scopes_of_several_resources_go_into_one_link() {
        assert_eq!(
            parse(&[
                "User.Read https://outlook.office365.com/Exchange.Manage",
                "User.Read",
                "openid"
            ])
            .unwrap()
            .joined(),
            "User.Read https://outlook.office365.com/Exchange.Manage openid"
        );
        assert_eq!(
            parse(&["graph", "ExchangeOnline"]).unwrap().iter().count(),
            2,
            "everything of two resources"
        );
    }

    #[test]
    fn what_the_page_would_refuse_is_refused_before() {
        for (bad, why) in [
            (&[][..], "No scope"),
            (&["  "], "No scope"),
            (&["openid profile"], "No scope"),
            (&["SharePoint"], "each tenant's own host"),
            (&["Grph"], "neither a short name nor a scope"),
            (&["https://graph.microsoft.com"], "no permission"),
            (&["Graph", "User.Read"], "beside it"),
            (&["a\"b.c"], "no scope"),
        ] {
            let error = parse(bad).unwrap_err();
            assert!(error.to_string().contains(why), "{bad:?}: {error}");
        }
    }
}

//! Regular expressions that are compiled when they are first needed.

use once_cell::sync::OnceCell;
use regex_lite::{Captures, Regex};

/// A constant expression. Were it no valid one, it would find nothing; a test compiles each.
pub struct Pattern {
    source: &'static str,
    compiled: OnceCell<Option<Regex>>,
}

impl Pattern {
    /// An expression in the syntax of `regex-lite`.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            compiled: OnceCell::new(),
        }
    }

    fn regex(&self) -> Option<&Regex> {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.source).ok());
        debug_assert!(compiled.is_some(), "{} is no expression", self.source);
        compiled.as_ref()
    }

    /// Every match with its groups.
    pub fn all<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        self.regex().into_iter().flat_map(move |r| r.captures_iter(text))
    }

    /// The first group of the first match.
    pub fn first(&self, text: &str) -> Option<String> {
        self.all(text).find_map(|c| c.get(1)).map(|m| m.as_str().to_owned())
    }

    /// The text with every match replaced; `$1` and so on are groups.
    pub fn replace(&self, text: &str, by: &str) -> String {
        self.regex()
            .map_or_else(|| text.to_owned(), |r| r.replace_all(text, by).into_owned())
    }

    /// The text with every match masked for which that is true.
    pub fn mask_if(&self, text: &str, is_secret: impl Fn(&str) -> bool) -> String {
        let mask = |c: &Captures<'_>| {
            let whole = c.get(0).map_or("", |m| m.as_str());
            if is_secret(whole) { super::mask::MASK } else { whole }.to_owned()
        };
        self.regex()
            .map_or_else(|| text.to_owned(), |r| r.replace_all(text, mask).into_owned())
    }
}

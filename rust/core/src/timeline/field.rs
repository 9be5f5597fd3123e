//! The fields of a data file: each is checked where it is read, so that an error names its line.

use super::when;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use url::Url;

/// A text as it may be shown on a console.
fn checked(text: String) -> Result<String, &'static str> {
    if text.trim().is_empty() {
        Err("a text is blank")
    } else if crate::error::clean(&text) == text {
        Ok(text)
    } else {
        Err("a text is longer than 1 KiB, or has a line break, a control character or two spaces in a row")
    }
}

pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(String::deserialize(deserializer)?).map_err(Error::custom)
}

pub fn optional_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    text(deserializer).map(Some)
}

pub fn slug<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = text(deserializer)?;
    if id
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        Ok(id)
    } else {
        Err(Error::custom(
            "an id has lower-case letters, digits and hyphens and nothing else",
        ))
    }
}

pub fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let day = text(deserializer)?;
    match when::day(&day) {
        Some(_) => Ok(day),
        None => Err(Error::custom(format!("'{day}' is no day such as 2026-11-24"))),
    }
}

pub fn confidence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let confidence = text(deserializer)?;
    if confidence.starts_with(['A', 'B', 'C']) {
        Ok(confidence)
    } else {
        Err(Error::custom("a confidence begins with A, B or C"))
    }
}

pub fn sources<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let sources: Vec<String> = Vec::deserialize(deserializer)?;
    let is_https = |text: &String| Url::parse(text).is_ok_and(|url| url.scheme() == "https");
    if sources.is_empty() || !sources.iter().all(is_https) {
        return Err(Error::custom("an entry has one source or more, all https addresses"));
    }
    sources.into_iter().map(|s| checked(s).map_err(Error::custom)).collect()
}

pub fn patterns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Vec<String>>, D::Error> {
    let patterns: Vec<Vec<String>> = Vec::deserialize(deserializer)?;
    // A pattern that demands nothing would be found in every line.
    let demands = |word: &String| word.trim_matches('*').len() > 2 && !word.starts_with('!');
    let is_word = |word: &String| checked(word.trim_matches(['!', '*']).to_owned()).is_ok();
    let is_pattern = |words: &Vec<String>| words.iter().any(demands) && words.iter().all(is_word);
    if patterns.iter().all(is_pattern) {
        Ok(patterns)
    } else {
        Err(Error::custom(
            "a pattern is a list of words, one of which has three characters or more and no ! before it",
        ))
    }
}

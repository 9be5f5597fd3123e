//! What a request asks of a collection: `$filter`, `$select`, `$top` (OData 4.01 part 2, section 5.1).

use super::context;
use super::refusal::Refusal;
use crate::state::State;
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use url::form_urlencoded::Serializer;

/// The most objects that `$top` asks for, in most collections.
pub const MOST: usize = 999;

/// What is asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// A property and the values that it may have; all of them have to fit.
    filter: Vec<(String, Vec<String>)>,
    select: Vec<String>,
    top: Option<usize>,
    skip: usize,
}

impl Query {
    /// Reads the query of a collection that can be filtered by these properties, in which `/` goes into an object.
    ///
    /// # Errors
    /// 400 for what there is not.
    pub fn read(query: &HashMap<String, String>, filterable: &[&str]) -> Result<Self, Refusal> {
        Self::read_most(query, filterable, MOST)
    }

    /// The same where a page has another limit.
    ///
    /// # Errors
    /// 400 for what there is not.
    pub fn read_most(query: &HashMap<String, String>, filterable: &[&str], most: usize) -> Result<Self, Refusal> {
        let mut asked = Self::default();
        for (name, value) in query {
            match name.as_str() {
                "$filter" => asked.filter = filter(value, filterable)?,
                "$select" => asked.select = value.split(',').map(|p| p.trim().to_owned()).collect(),
                "$top" => {
                    let top = value.parse().ok().filter(|top| (1..=most).contains(top));
                    let text = || {
                        Refusal::bad_request(&format!(
                            "Invalid page size specified: '{value}'. Must be between 1 and {most} inclusive."
                        ))
                    };
                    asked.top = Some(top.ok_or_else(text)?);
                }
                "$skiptoken" => {
                    let skip = value
                        .parse()
                        .map_err(|_| Refusal::bad_request("The skip token is invalid."));
                    asked.skip = skip?;
                }
                other if other.starts_with('$') => {
                    return Err(unsupported(&format!("The sandbox has no query option '{other}'.")));
                }
                _ => {}
            }
        }
        Ok(asked)
    }

    /// A page of what fits. `path` is that of the collection below the version.
    pub fn page<T>(
        &self,
        state: &State,
        path: &str,
        query: &HashMap<String, String>,
        all: impl Iterator<Item = T>,
        show: impl Fn(T) -> Value,
    ) -> Value {
        let size = self.top.unwrap_or(MOST).min(state.graph_page_size);
        // What is skipped is not shown first, where nothing of it decides: a long list is read page by page.
        let (before, after) = if self.filter.is_empty() {
            (self.skip, 0)
        } else {
            (0, self.skip)
        };
        let shown = all.skip(before).map(show);
        let mut fitting = shown.filter(|item| self.fits(item)).skip(after);
        let value: Vec<Value> = fitting.by_ref().take(size).map(|item| self.selected(item)).collect();
        let mut body = json!({ "@odata.context": context(state, path), "value": value });
        if fitting.next().is_some()
            && let Some(fields) = body.as_object_mut()
        {
            let rest = query.iter().filter(|(name, _)| *name != "$skiptoken");
            let next = Serializer::new(String::new())
                .extend_pairs(rest)
                .append_pair("$skiptoken", &(self.skip + size).to_string())
                .finish();
            let link = format!("{}/graph/v1.0/{path}?{next}", state.login);
            fields.insert("@odata.nextLink".to_owned(), Value::from(link));
        }
        body
    }

    /// One object.
    pub fn entity(&self, state: &State, collection: &str, item: Value) -> Value {
        let mut item = self.selected(item);
        if let Some(fields) = item.as_object_mut() {
            let what = Value::from(context(state, &format!("{collection}/$entity")));
            fields.insert("@odata.context".to_owned(), what);
        }
        item
    }

    fn fits(&self, item: &Value) -> bool {
        self.filter.iter().all(|(property, values)| {
            let text = item.pointer(&format!("/{property}")).and_then(Value::as_str);
            let text = text.unwrap_or_default();
            values.iter().any(|v| v.eq_ignore_ascii_case(text))
        })
    }

    fn selected(&self, item: Value) -> Value {
        match item {
            Value::Object(fields) if !self.select.is_empty() => {
                let kept = fields.into_iter().filter(|(name, _)| self.select.contains(name));
                Value::Object(kept.collect::<Map<_, _>>())
            }
            other => other,
        }
    }
}

/// `property eq 'text'` and `property in ('text','text')`, joined by `and`.
fn filter(text: &str, filterable: &[&str]) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let clauses: Option<Vec<_>> = parts(text).into_iter().map(|part| clause(part.trim())).collect();
    clauses
        .filter(|c| c.iter().all(|(property, _)| filterable.contains(&property.as_str())))
        .ok_or_else(|| unsupported(&format!("Unsupported or invalid query filter clause specified: {text}")))
}

/// What `and` joins; within quotes it is a word as any other.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    for (at, and) in text.match_indices(" and ") {
        let before = text.get(..at).unwrap_or_default();
        if before.matches('\'').count().is_multiple_of(2) {
            parts.extend(text.get(begin..at));
            begin = at + and.len();
        }
    }
    parts.extend(text.get(begin..));
    parts
}

fn clause(text: &str) -> Option<(String, Vec<String>)> {
    let (property, rest) = text.split_once(' ')?;
    let (operator, rest) = rest.trim().split_once(' ')?;
    let values = match operator {
        "eq" => vec![quoted(rest)?],
        "in" => {
            let list = rest.trim().strip_prefix('(')?.strip_suffix(')')?;
            list.split(',').map(quoted).collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some((property.to_owned(), values))
}

fn quoted(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("''", "'"))
}

fn unsupported(text: &str) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_read_and_what_is_none_is_not() {
        let read = clause("appId in ('a', 'o''neill')").unwrap();
        assert_eq!(read, ("appId".to_owned(), vec!["a".to_owned(), "o'neill".to_owned()]));
        assert_eq!(clause("appId eq 'a'").unwrap().1, ["a"]);
        let both = filter("a eq 'this and that''s and' and b eq 'c'", &["a", "b"]).unwrap();
        let values: Vec<&str> = both.iter().map(|(_, values)| values[0].as_str()).collect();
        assert_eq!(values, ["this and that's and", "c"]);
        for bad in [
            "",
            "appId",
            "appId eq a",
            "appId ne 'a'",
            "appId in 'a'",
            "startswith(appId,'a')",
        ] {
            assert_eq!(clause(bad), None, "{bad}");
        }
    }
}

//! What lists share: filters and pages (OData 4.01 sections 11.2.6.1 and 11.2.6.7).

use super::refusal::Refusal;
use crate::arrival::Arrival;
use crate::state::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashMap;
use url::form_urlencoded::Serializer;

/// The one kind of filter that there is: properties equal texts.
pub struct Filter(Vec<(String, String)>);

impl Filter {
    /// Reads `$filter`, which may name these properties.
    ///
    /// # Errors
    /// 400 for any other filter.
    pub fn of(query: &HashMap<String, String>, properties: &[&str]) -> Result<Self, Refusal> {
        let Some(text) = query.get("$filter") else {
            return Ok(Self(Vec::new()));
        };
        let parsed: Option<Vec<_>> = text.split(" and ").map(|clause| equals(clause, properties)).collect();
        parsed.map(Self).ok_or_else(|| {
            let text = format!("Unsupported or invalid query filter clause specified: {text}");
            Refusal::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", text)
        })
    }

    /// True when an object with these properties is meant; case is ignored.
    pub fn takes(&self, value: impl Fn(&str) -> String) -> bool {
        self.0
            .iter()
            .all(|(property, wanted)| value(property).eq_ignore_ascii_case(wanted))
    }
}

fn equals(clause: &str, properties: &[&str]) -> Option<(String, String)> {
    let (property, value) = clause.trim().split_once(" eq ")?;
    let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
    properties
        .contains(&property)
        .then(|| (property.to_owned(), value.replace("''", "'")))
}

/// One page of a list: `$top` of at most `most`, from where `$skiptoken` says, with a link to the next page.
///
/// # Errors
/// 400 for a `$top` or a `$skiptoken` that is none.
pub fn page<T>(
    state: &State,
    arrival: &Arrival,
    query: &HashMap<String, String>,
    most: usize,
    context: String,
    items: impl Iterator<Item = T>,
    item: impl Fn(T) -> Value,
) -> Result<Value, Refusal> {
    let number = |name: &str, unsaid: usize| query.get(name).map_or(Some(unsaid), |n| n.parse().ok());
    let top = number("$top", most).filter(|n| (1..=most).contains(n));
    let top = top.ok_or_else(|| {
        let text = format!("Invalid page size specified: it must be between 1 and {most}, inclusive.");
        Refusal::bad_request(&text)
    })?;
    let start = number("$skiptoken", 0).ok_or_else(|| Refusal::bad_request("The skip token is not valid."))?;
    let count = top.min(state.graph_page_size);
    let mut rest = items.skip(start);
    let value: Vec<Value> = rest.by_ref().take(count).map(item).collect();
    let mut body = json!({ "@odata.context": context, "value": value });
    if rest.next().is_some()
        && let Some(fields) = body.as_object_mut()
    {
        let mut next = Serializer::new(String::new());
        next.extend_pairs(query.iter().filter(|(name, _)| *name != "$skiptoken"));
        next.append_pair("$skiptoken", &(start + count).to_string());
        // The path of an arrival is the one below the part that is nested.
        let link = format!("{}/graph/v1.0{}?{}", state.login, arrival.path, next.finish());
        fields.insert("@odata.nextLink".to_owned(), Value::String(link));
    }
    Ok(body)
}

//! The documents as C# classes, written from their JSON schemas.

use crate::csharp::{HEADER, literal, pascal, summary};
use anyhow::{Context, bail};
use serde_json::{Map, Value};

/// The classes of these types.
///
/// # Errors
/// When a schema uses something that has no rule here.
pub fn render(types: &Map<String, Value>) -> anyhow::Result<String> {
    let mut parts = Vec::new();
    for (name, schema) in types {
        parts.push(if schema.get("properties").is_some() {
            class(name, schema).with_context(|| name.clone())?
        } else {
            constants(name, schema).with_context(|| name.clone())?
        });
    }
    Ok(format!(
        "{HEADER}using System.Collections.Generic;\nusing System.Runtime.Serialization;\n\nnamespace PartnerAuth.Interop;\n\n{}",
        parts.join("\n")
    ))
}

fn class(name: &str, schema: &Value) -> anyhow::Result<String> {
    let properties = schema
        .get("properties")
        .and_then(Value::as_object)
        .context("no properties")?;
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut members = Vec::new();
    for (json, property) in properties {
        let optional = !required.contains(&json.as_str());
        let kind = Kind::of(property).with_context(|| json.clone())?;
        let rule = if optional {
            "EmitDefaultValue = false"
        } else {
            "IsRequired = true"
        };
        members.push(format!(
            "{}    [DataMember(Name = {}, {rule})]\n    public {}{} {} {{ get; set; }}{}\n",
            summary("    ", &docs(property)),
            literal(json),
            kind.name,
            if optional { "?" } else { "" },
            pascal(json),
            if optional { String::new() } else { kind.initial },
        ));
    }
    Ok(format!(
        "{}[DataContract]\ninternal sealed class {name}\n{{\n{}}}\n",
        summary("", &docs(schema)),
        members.join("\n")
    ))
}

/// An enum's values: JSON has texts, and so has C#.
fn constants(name: &str, schema: &Value) -> anyhow::Result<String> {
    let values = schema
        .get("oneOf")
        .and_then(Value::as_array)
        .context("neither an object nor documented texts")?;
    let mut members = Vec::new();
    for value in values {
        let text = value
            .get("const")
            .and_then(Value::as_str)
            .context("a value that is no text")?;
        members.push(format!(
            "{}    internal const string {} = {};\n",
            summary("    ", &docs(value)),
            pascal(text),
            literal(text)
        ));
    }
    Ok(format!(
        "{}internal static class {name}\n{{\n{}}}\n",
        summary("", &docs(schema)),
        members.join("\n")
    ))
}

fn docs(schema: &Value) -> String {
    schema
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// A C# type, and what a required property of it begins with.
struct Kind {
    name: String,
    initial: String,
}

impl Kind {
    fn of(schema: &Value) -> anyhow::Result<Self> {
        if let Some(reference) = reference(schema) {
            // A text is an enum's value; every other named type is a class.
            let name = reference.rsplit('/').next().unwrap_or_default();
            return Ok(if name.ends_with("Kind") {
                Self::text()
            } else {
                Self::made(name)
            });
        }
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        match (json_type(schema), format) {
            (Some("string"), _) => Ok(Self::text()),
            (Some("boolean"), _) => Ok(Self::plain("bool")),
            (Some("integer"), "int64") => Ok(Self::plain("long")),
            (Some("integer"), "uint16") => Ok(Self::plain("ushort")),
            (Some("integer"), "uint32") => Ok(Self::plain("uint")),
            (Some("integer"), "uint64") => Ok(Self::plain("ulong")),
            (Some("array"), _) => {
                let items = Self::of(schema.get("items").context("an array of anything")?)?;
                Ok(Self::made(&format!("List<{}>", items.name)))
            }
            (kind, format) => bail!("no C# type for {kind:?} {format}"),
        }
    }

    fn plain(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            initial: String::new(),
        }
    }

    fn text() -> Self {
        Self {
            name: "string".to_owned(),
            initial: " = \"\";".to_owned(),
        }
    }

    fn made(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            initial: " = new();".to_owned(),
        }
    }
}

/// The type that a property refers to, directly, as `X or null`, or beside a description.
fn reference(schema: &Value) -> Option<&str> {
    let direct = schema.get("$ref").and_then(Value::as_str);
    direct.or_else(|| {
        schema
            .get("anyOf")?
            .as_array()?
            .iter()
            .find_map(|s| s.get("$ref")?.as_str())
    })
}

/// The JSON type, `null` left aside.
fn json_type(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(one) => Some(one),
        Value::Array(several) => several.iter().filter_map(Value::as_str).find(|t| *t != "null"),
        _ => None,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that can't render has failed")]
mod tests {
    use super::*;
    use serde_json::json;

    fn rendered(schema: Value) -> anyhow::Result<String> {
        render(json!({ "Thing": schema }).as_object().unwrap())
    }

    #[test]
    fn a_required_list_is_never_null_and_an_optional_number_may_be() {
        let text = rendered(json!({
            "type": "object", "description": "A thing.", "required": ["names"],
            "properties": {
                "names": { "type": "array", "items": { "type": "string" }, "description": "Its names." },
                "age": { "type": ["integer", "null"], "format": "uint32" }
            }
        }))
        .unwrap();
        assert!(text.contains("/// <summary>Its names.</summary>"), "{text}");
        assert!(
            text.contains("IsRequired = true)]\n    public List<string> Names { get; set; } = new();"),
            "{text}"
        );
        assert!(
            text.contains("EmitDefaultValue = false)]\n    public uint? Age { get; set; }\n"),
            "{text}"
        );
    }

    #[test]
    fn what_has_no_rule_is_refused_by_name() {
        let error = rendered(json!({ "type": "object", "properties": { "ratio": { "type": "number" } } })).unwrap_err();
        assert!(format!("{error:#}").contains("Thing: ratio"), "{error:#}");
    }
}

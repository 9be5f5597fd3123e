//! The core's tables as C#: what completes parameters and names errors without a call.

use crate::csharp::{HEADER, literal, summary};
use partner_auth::Resource;
use partner_auth::cloud::CLOUDS;
use partner_auth::connect::Consumer;
use partner_auth::error::ErrorKind;
use partner_auth::timeline::{Timeline, Use, UseKind};
use partner_ffi::ABI_VERSION;

const TYPES: &str = "/// <summary>A built-in cloud.</summary>
internal sealed class CloudEntry
{
    internal CloudEntry(string name, string login, string graph, string partnerCenter, string arm, string aadGraph)
    {
        Name = name;
        Login = login;
        Graph = graph;
        PartnerCenter = partnerCenter;
        Arm = arm;
        AadGraph = aadGraph;
    }

    /// <summary>The name that scripts use.</summary>
    internal string Name { get; }

    /// <summary>Base address of the sign-in service.</summary>
    internal string Login { get; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    internal string Graph { get; }

    /// <summary>Base address of Partner Center, without version.</summary>
    internal string PartnerCenter { get; }

    /// <summary>Base address of Azure Resource Manager.</summary>
    internal string Arm { get; }

    /// <summary>Base address of the retired Azure AD Graph.</summary>
    internal string AadGraph { get; }
}

/// <summary>A resource that has a short name.</summary>
internal sealed class ResourceEntry
{
    internal ResourceEntry(string name, string description, bool hasConnectCommand)
    {
        Name = name;
        Description = description;
        HasConnectCommand = hasConnectCommand;
    }

    /// <summary>The short name.</summary>
    internal string Name { get; }

    /// <summary>One line that says what it is.</summary>
    internal string Description { get; }

    /// <summary>True when a Connect command takes its tokens.</summary>
    internal bool HasConnectCommand { get; }
}

/// <summary>Something that can't be used any more, and the entry of the timeline that says since when.</summary>
internal sealed class RetiredEntry
{
    internal RetiredEntry(string kind, string value, string title, string reference, string remedy)
    {
        Kind = kind;
        Value = value;
        Title = title;
        Reference = reference;
        Remedy = remedy;
    }

    /// <summary>What it is, as a document says it.</summary>
    internal string Kind { get; }

    /// <summary>Which one.</summary>
    internal string Value { get; }

    /// <summary>One line: what is so now.</summary>
    internal string Title { get; }

    /// <summary>Since when, and where the rest is told.</summary>
    internal string Reference { get; }

    /// <summary>What to do.</summary>
    internal string Remedy { get; }
}
";

/// The tables.
pub fn render() -> String {
    let clouds: String = CLOUDS
        .iter()
        .map(|c| {
            let fields = [c.name, c.login, c.graph, c.partner_center, c.azure, c.azure_ad_graph].map(literal);
            format!("            new CloudEntry({}),\n", fields.join(", "))
        })
        .collect();
    let resources: String = Resource::ALL
        .iter()
        .map(|r| {
            format!(
                "            new ResourceEntry({}, {}, {}),\n",
                literal(r.name()),
                literal(r.description()),
                Consumer::by_name(r.name()).is_ok()
            )
        })
        .collect();
    let retired: String = Timeline::built_in()
        .entries
        .iter()
        .flat_map(|entry| {
            entry
                .uses
                .iter()
                .filter(|used| used.retired)
                .map(move |used| (entry, used))
        })
        .map(|(entry, used)| {
            let reference = entry.reference();
            let fields = [kind(used), &used.value, &entry.title, &reference, &entry.remedy].map(literal);
            format!("            new RetiredEntry({}),\n", fields.join(", "))
        })
        .collect();
    let ids: String = Timeline::built_in()
        .entries
        .iter()
        .map(|entry| format!("            {},\n", literal(&entry.id)))
        .collect();
    let kinds: Vec<String> = ErrorKind::ALL
        .iter()
        .map(|k| format!("        internal const string {k} = {};\n", literal(&k.to_string())))
        .collect();
    format!(
        "{HEADER}using System.Collections.Generic;\n\nnamespace PartnerAuth.Interop;\n\n{TYPES}\n\
         /// <summary>The tables of the core.</summary>\ninternal static class Catalog\n{{\n\
         {}    internal const uint AbiVersion = {ABI_VERSION};\n\n\
         {}    internal static IReadOnlyList<CloudEntry> Clouds {{ get; }} =\n        new[]\n        {{\n{clouds}        }};\n\n\
         {}    internal static IReadOnlyList<ResourceEntry> Resources {{ get; }} =\n        new[]\n        {{\n{resources}        }};\n\n\
         {}    internal static IReadOnlyList<RetiredEntry> Retired {{ get; }} =\n        new[]\n        {{\n{retired}        }};\n\n\
         {}    internal static IReadOnlyList<string> TimelineIds {{ get; }} =\n        new[]\n        {{\n{ids}        }};\n\n\
         {}    internal static class ErrorKinds\n    {{\n{}    }}\n}}\n",
        summary("    ", "The version of the boundary that this assembly speaks."),
        summary("    ", "The clouds that are open."),
        summary(
            "    ",
            "The resources that have a short name, in the order in which they are offered."
        ),
        summary("    ", "What can't be used any more."),
        summary("    ", "The ids of the timeline's entries, by date."),
        summary("    ", "The kinds of failure, which are PowerShell's ErrorIds."),
        kinds.concat(),
    )
}

/// The kind of a use, as the documents say it.
fn kind(used: &Use) -> &'static str {
    match used.kind {
        UseKind::Client => "client",
        UseKind::Cloud => "cloud",
        UseKind::Parameter => "parameter",
        UseKind::PowerShell => "powerShell",
        UseKind::Resource => "resource",
    }
}

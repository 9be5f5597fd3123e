use super::*;
use crate::cloud::CLOSED_CLOUDS;
use crate::error::ErrorKind;
use std::collections::{BTreeSet, HashSet};
use time::Date;

fn date(text: &str) -> Date {
    day(text).unwrap()
}

/// A file with these entries.
fn file(entries: &[serde_json::Value]) -> String {
    serde_json::json!({ "schemaVersion": 1, "asOf": "2027-01-31", "entries": entries }).to_string()
}

fn entry(id: &str, date: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id, "date": date, "title": "It ends", "change": "It ends.", "affected": "All.", "remedy": "Leave it.",
        "patterns": [["Get-Thing"]], "uses": [{ "kind": "powerShell", "value": "7.4" }],
        "sources": ["https://example.com"], "confidence": "A", "checkedOn": "2027-01-31"
    })
}

fn ids(timeline: &Timeline, query: &Query) -> Vec<String> {
    timeline.find(query).iter().map(|f| f.entry.id.clone()).collect()
}

#[test]
fn the_built_in_timeline_is_read_whole_and_in_order() {
    let raw: serde_json::Value = serde_json::from_str(include_str!("../../data/timeline.json")).unwrap();
    let built_in = Timeline::built_in();
    assert_eq!(built_in.entries.len(), raw["entries"].as_array().unwrap().len());
    assert!(built_in.entries.len() >= 60);
    let as_read: Vec<&str> = raw["entries"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|e| e["id"].as_str())
        .collect();
    let mut sorted: Vec<(&When, &str)> = built_in.entries.iter().map(|e| (&e.date, e.id.as_str())).collect();
    assert_eq!(
        sorted.iter().map(|(_, id)| *id).collect::<Vec<_>>(),
        as_read,
        "the file is in order"
    );
    sorted.sort();
    assert_eq!(sorted.iter().map(|(_, id)| *id).collect::<Vec<_>>(), as_read);
}

#[test]
fn the_built_in_timeline_is_sane() {
    let built_in = Timeline::built_in();
    let as_of = date(&built_in.as_of);
    let unique: HashSet<&str> = built_in.entries.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(unique.len(), built_in.entries.len());
    for entry in &built_in.entries {
        let id = &entry.id;
        assert!(date(&entry.checked_on) <= as_of, "{id}");
        assert!(entry.sources.iter().all(|s| s.starts_with("https://")), "{id}");
        assert!(!entry.title.ends_with('.'), "{id}: {}", entry.title);
        for text in [&entry.change, &entry.affected, &entry.remedy]
            .into_iter()
            .chain(&entry.recognise)
        {
            assert!(text.ends_with('.'), "{id}: {text}");
        }
        let is_retired = entry.uses.iter().any(|u| u.retired);
        assert!(
            !is_retired || entry.status(as_of) == Status::Past,
            "{id} is not retired yet"
        );
        let words = entry.patterns.iter().flatten();
        assert!(words.clone().all(|w| w.trim() == w), "{id}");
    }
}

#[test]
fn everything_that_commands_warn_of_has_one_entry() {
    for (kind, value, id) in [
        (
            UseKind::Client,
            "A0C73C16-a7e3-4564-9a95-2bdf47383716",
            "exchange-legacy-client",
        ),
        (UseKind::Cloud, "azuregermancloud", "german-cloud"),
        (UseKind::Resource, "graph.windows.net", "azure-ad-graph"),
        (UseKind::Resource, "graph.chinacloudapi.cn", "azure-ad-graph"),
        (
            UseKind::Resource,
            "00000002-0000-0000-c000-000000000000",
            "azure-ad-graph",
        ),
    ] {
        assert_eq!(retired(kind, value).map(|e| e.id.as_str()), Some(id), "{value}");
    }
    assert!(retired(UseKind::Resource, "graph.microsoft.com").is_none());
    assert!(
        retired(UseKind::Client, "graph.windows.net").is_none(),
        "the kind counts"
    );

    let uses = || {
        Timeline::built_in()
            .entries
            .iter()
            .flat_map(|e| &e.uses)
            .filter(|u| u.retired)
    };
    let unique: BTreeSet<(UseKind, String)> = uses().map(|u| (u.kind, u.value.to_lowercase())).collect();
    assert_eq!(unique.len(), uses().count(), "a warning names one entry");
}

#[test]
fn the_error_of_a_closed_cloud_names_the_day_and_the_entry() {
    let error = crate::Cloud::known("AzureGermanCloud").unwrap_err().to_string();
    let entry = retired(UseKind::Cloud, "AzureGermanCloud").unwrap();
    assert!(
        error.contains(&format!("(since {}, Get-PartnerTimeline -Id german-cloud)", entry.date)),
        "{error}"
    );
    // Microsoft's test cloud never took partners, so it has no day.
    let without: Vec<&str> = CLOSED_CLOUDS
        .into_iter()
        .filter(|c| retired(UseKind::Cloud, c).is_none())
        .collect();
    assert_eq!(without, ["AzurePPE"]);
    assert!(
        !crate::Cloud::known("AzurePPE")
            .unwrap_err()
            .to_string()
            .contains("Timeline")
    );
}

#[test]
fn a_date_is_as_precise_as_its_source() {
    for (text, first, last) in [
        ("2026-11-10", "2026-11-10", "2026-11-10"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
    ] {
        let when = When::parse(text).unwrap();
        assert_eq!(
            (when.first(), when.last(), when.to_string()),
            (date(first), date(last), text.to_owned())
        );
    }
    for bad in [
        "",
        "26-11-10",
        "2026-13",
        "2026-02-30",
        "2026-1-1",
        "2026-11-10-1",
        "2026-",
        "2026--1",
        "+026-01",
        "2026-11-10T00:00",
        "２０２６",
    ] {
        assert!(When::parse(bad).is_none(), "{bad}");
    }
    assert!(day("2026-11").is_none());
}

#[test]
fn the_status_looks_at_the_day_that_is_handed_in() {
    for (when, today, status, days) in [
        ("2026-11-10", "2026-11-11", "past", None),
        ("2026-11-10", "2026-11-10", "now", Some(0)),
        ("2026-11-10", "2026-11-09", "in 1 day", Some(1)),
        ("2027-04-01", "2026-11-24", "in 128 days", Some(128)),
        ("2026-11", "2026-11-30", "now", Some(0)),
        ("2026-11", "2026-12-01", "past", None),
        ("2026-11", "2026-10-30", "in 2 days", Some(2)),
    ] {
        let told = When::parse(when).unwrap().status(date(today));
        assert_eq!(
            (told.to_string().as_str(), told.days_left()),
            (status, days),
            "{when} {today}"
        );
    }
}

#[test]
fn what_was_withdrawn_or_postponed_never_comes() {
    let built_in = Timeline::built_in();
    let status = |id: &str| {
        built_in
            .entries
            .iter()
            .find(|e| e.id == id)
            .unwrap()
            .status(date("2020-01-01"))
    };
    assert_eq!(status("dap-first-transition-plan"), Status::Withdrawn);
    assert_eq!(status("adal-end-of-support"), Status::Postponed);
    let early = Query {
        upcoming: true,
        ..Query::all(date("2020-01-01"))
    };
    assert!(!ids(built_in, &early).iter().any(|id| id == "adal-end-of-support"));
}

#[test]
fn days_restrict_and_a_month_is_of_every_day_in_it() {
    let timeline = Timeline::parse(&file(&[
        entry("c", "2026-12-31"),
        entry("a", "2026-10"),
        entry("b", "2026-11-10"),
    ]))
    .unwrap();
    let all = Query::all(date("2026-11-10"));
    assert_eq!(ids(&timeline, &all), ["a", "b", "c"]);
    let after = |text| Query {
        after: Some(date(text)),
        ..all.clone()
    };
    assert_eq!(ids(&timeline, &after("2026-10-31")), ["a", "b", "c"]);
    assert_eq!(ids(&timeline, &after("2026-11-01")), ["b", "c"]);
    let before = |text| Query {
        before: Some(date(text)),
        ..all.clone()
    };
    assert_eq!(ids(&timeline, &before("2026-10-01")), ["a"]);
    assert_eq!(ids(&timeline, &before("2026-11-10")), ["a", "b"]);
    assert_eq!(
        ids(
            &timeline,
            &Query {
                upcoming: true,
                ..all.clone()
            }
        ),
        ["b", "c"]
    );
    let wanted = ["B".to_owned(), "x".to_owned()];
    assert_eq!(ids(&timeline, &Query { ids: &wanted, ..all }), ["b"]);
}

#[test]
fn uses_and_scripts_name_what_was_seen_and_where() {
    let mut other = entry("other", "2026-11-10");
    other["patterns"] = serde_json::json!([]);
    other["uses"] = serde_json::json!([]);
    let timeline = Timeline::parse(&file(&[entry("one", "2026-11-10"), other])).unwrap();
    let uses = [Use {
        kind: UseKind::PowerShell,
        value: "7.4".into(),
        retired: false,
    }];
    let query = Query {
        uses: Some(&uses),
        script: Some("x\nget-thing\n\nGet-Thing 2"),
        ..Query::all(date("2026-11-10"))
    };
    let found = timeline.find(&query);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].entry.id.as_str(), found[0].lines.as_slice()),
        ("one", &[2, 4][..])
    );
    assert_eq!(found[0].seen, [&timeline.find(&query)[0].entry.uses[0]]);
    assert!(
        ids(
            &timeline,
            &Query {
                uses: Some(&[]),
                ..Query::all(date("2026-11-10"))
            }
        )
        .is_empty()
    );
}

#[test]
fn old_scripts_are_recognised_and_lines_of_this_module_are_not() {
    let found = |script: &str| {
        ids(
            Timeline::built_in(),
            &Query {
                script: Some(script),
                ..Query::all(date("2026-11-24"))
            },
        )
    };
    for (script, id) in [
        ("Connect-MsolService -Credential $c", "msonline-azuread-modules"),
        (
            "$t = New-PartnerAccessToken -ApplicationId 'a0c73c16-a7e3-4564-9a95-2bdf47383716' -Scopes $s",
            "exchange-legacy-client",
        ),
        (
            "New-PartnerAccessToken -Module ExchangeOnline -RefreshToken $t",
            "exchange-legacy-client",
        ),
        ("Invoke-RestMethod https://graph.windows.net/me", "azure-ad-graph"),
        (
            "$s = New-PSSession -ConfigurationName Microsoft.Exchange -ConnectionUri $u",
            "exchange-remote-powershell",
        ),
        ("Connect-PnPOnline -Url $u -Interactive", "pnp-management-shell-app"),
        ("Import-Module PartnerCenter", "partnercenter-module"),
        (
            "curl https://api.partnercenter.microsoft.com/generatetoken",
            "partner-center-aad-graph-tokens",
        ),
        ("$ews = '/EWS/Exchange.asmx'", "exchange-web-services-end"),
    ] {
        assert!(found(script).iter().any(|f| f == id), "{script}: {:?}", found(script));
    }
    for script in [
        "$token = New-PartnerAccessToken -ApplicationId $id -Credential $c -RefreshToken $t -Scopes Graph -Tenant $tenant",
        "Import-Module PartnerAuth",
        "Connect-ExchangeOnline @parameters",
        "curl https://api.partnercenter.microsoft.com/v3/generatetoken",
        "[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12",
        "Get-AzAccessToken -ResourceUrl $u",
        "",
    ] {
        assert!(found(script).is_empty(), "{script}: {:?}", found(script));
    }
}

#[test]
fn a_file_that_is_no_timeline_is_refused_with_the_place() {
    let with = |field: &str, value: serde_json::Value| {
        let mut changed = entry("one", "2026-11-10");
        changed[field] = value;
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(&file(&[changed])).unwrap()).unwrap()
    };
    let good = file(&[entry("one", "2026-11-10")]);
    for (text, reason) in [
        (String::new(), "line 1 column 0"),
        ("{\n  \"schemaVersion\": 1,\n  oops".into(), "line 3 column 3"),
        ("[]".into(), "schemaVersion is missing"),
        (
            good.replace("\"schemaVersion\":1", "\"schemaVersion\":2"),
            "its schemaVersion is not 1",
        ),
        (
            good.replace("\"schemaVersion\":1", "\"schemaVersion\":\"secret\""),
            "its schemaVersion is not 1",
        ),
        (
            file(&[entry("one", "2026"), entry("two", "2027"), entry("one", "2028")]),
            "entry 3 has the id 'one' of entry 1",
        ),
        (with("date", "2026-02-30".into()), "'2026-02-30' is no date such as"),
        (with("checkedOn", "2026-11".into()), "'2026-11' is no day such as"),
        (with("checkedOn", serde_json::Value::Null), "invalid type: null"),
        (with("surprise", 1.into()), "unknown field `surprise`"),
        (with("id", "One two".into()), "an id has lower-case letters"),
        (with("title", " ".into()), "a text is blank"),
        (with("remedy", "Run\nthis.".into()), "a line break"),
        (with("remedy", "\u{1b}[31mRed.".into()), "a control character"),
        (with("remedy", "\u{202e}Red.".into()), "a control character"),
        (
            with("sources", serde_json::json!(["http://example.com"])),
            "all https addresses",
        ),
        (with("sources", serde_json::json!([])), "one source or more"),
        (
            with("patterns", serde_json::json!([[]])),
            "a pattern is a list of words",
        ),
        (
            with("patterns", serde_json::json!([["!Get-Thing"]])),
            "a pattern is a list of words",
        ),
        (
            with("patterns", serde_json::json!([["***"]])),
            "a pattern is a list of words",
        ),
        (with("confidence", "sure".into()), "begins with A, B or C"),
        ("[".repeat(100_000), "recursion limit"),
    ] {
        let error = Timeline::parse(&text).unwrap_err();
        let message = error.to_string();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(
            message.starts_with("This is no timeline: ") && message.contains(reason),
            "{message}"
        );
        assert!(
            !message.contains("secret") && error.remedy().contains("schemaVersion 1"),
            "{message}"
        );
        if text.contains("\n  ") {
            assert!(message.contains(" at line "), "{message}");
        }
    }
    assert!(Timeline::parse(&format!("\u{feff}{good}")).is_ok());
}

//! `docs/timeline.md`: the timeline for people.

use partner_auth::timeline::{Entry, OtherDate, State, Timeline};

const HEAD: &str = "<!-- Written by `cargo run -p bindgen` from rust/core/data/timeline.json. Do not edit. -->
# Timeline

Dated changes that broke or will break partners' scripts, by date.
`Get-PartnerTimeline` gives them as objects, with the days that are left.

```powershell
Get-PartnerTimeline -Upcoming
Get-PartnerTimeline -InUse
Get-PartnerTimeline -Id azure-ad-graph | Format-List
Get-ChildItem ./scripts -Recurse -File | Get-PartnerTimeline
Get-PartnerTimeline -Path ./newer-timeline.json
```

- A date is as precise as its source: a day, a month or a year. What was planned for another day says so.
- Confidence: A, Microsoft gives the date; B, others repeat it, or two independent sources; C, one source of the field.
- What stands in an affected script is a hint and no proof: the words stand in one line, and those after ! do not.
";

/// The page.
pub fn render() -> String {
    let timeline = Timeline::built_in();
    let rows: String = timeline.entries.iter().map(row).collect();
    let entries: String = timeline.entries.iter().map(entry).collect();
    format!(
        "{HEAD}\nAs of {}.\n\n| Date | What | Entry |\n|---|---|---|\n{rows}{entries}",
        timeline.as_of
    )
}

fn row(entry: &Entry) -> String {
    format!(
        "| {}{} | {} | [{id}](#{id}) |\n",
        entry.date,
        state(entry),
        entry.title,
        id = entry.id
    )
}

fn state(entry: &Entry) -> &'static str {
    match entry.state {
        State::InForce => "",
        State::Postponed => " (was planned, postponed)",
        State::Withdrawn => " (was planned, withdrawn)",
    }
}

fn entry(entry: &Entry) -> String {
    let mut text = format!(
        "\n## {}\n\n**{}{}: {}.** {}\n\n- Who: {}\n- What to do: {}\n",
        entry.id,
        entry.date,
        state(entry),
        entry.title,
        entry.change,
        entry.affected,
        entry.remedy
    );
    if !entry.other_dates.is_empty() {
        let dates: Vec<String> = entry.other_dates.iter().map(other_date).collect();
        text.push_str(&format!("- Other dates: {}.\n", dates.join("; ")));
    }
    if let Some(recognise) = &entry.recognise {
        text.push_str(&format!("- Recognised by: {recognise}\n"));
    }
    if !entry.patterns.is_empty() {
        let patterns: Vec<String> = entry.patterns.iter().map(|p| format!("`{}`", p.join(" "))).collect();
        text.push_str(&format!("- In scripts: {}\n", patterns.join(", ")));
    }
    let sources: Vec<String> = entry.sources.iter().map(|s| format!("<{s}>")).collect();
    text.push_str(&format!(
        "- Confidence {}; checked on {}; sources: {}\n",
        entry.confidence,
        entry.checked_on,
        sources.join(", ")
    ));
    text
}

fn other_date(other: &OtherDate) -> String {
    let planned = if other.planned { " (was planned)" } else { "" };
    format!("{}{planned} {}", other.date, other.what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_entry_has_one_row_of_three_cells_and_one_section() {
        let page = render();
        for known in &Timeline::built_in().entries {
            let line = row(known);
            assert_eq!(
                (line.lines().count(), line.matches('|').count()),
                (1, 4),
                "{}",
                known.id
            );
            assert_eq!(page.matches(&line).count(), 1, "{}", known.id);
            assert_eq!(page.matches(&format!("\n## {}\n", known.id)).count(), 1, "{}", known.id);
        }
    }

    #[test]
    fn what_was_planned_says_so() {
        let page = render();
        assert!(page.contains("2026-04-01 (was planned) announced date"), "{page}");
        assert!(page.contains("2023-03-01 (was planned, withdrawn)"));
    }
}

//! The guidance table as a page: what people look up is what the module tells.

use partner_auth::guidance::{self, Class, Guidance};

const HEAD: &str = "<!-- Written by `cargo run -p bindgen` from rust/core/data/guidance.json. Do not edit. -->
# Error codes

What the codes of Microsoft Entra ID, Partner Center, Microsoft Graph and Exchange Online mean to a partner, why they come, and what to do.
The commands of PartnerAuth tell the same words, and `Resolve-PartnerError` looks them up without a connection: from `$Error`, from an exception, from a text out of a log, or from a bare code.

```powershell
Resolve-PartnerError -Last
Resolve-PartnerError 'AADSTS65001'
Get-Content ./run.log | Resolve-PartnerError
```

- Kind is the first part of the error's FullyQualifiedErrorId.
- A mark in the column Credential says that the credential itself fails: every other tenant would fail alike.
- A mark in the column Retry says that the same call may succeed later.
- Where the advice for an app-only token is another, it follows the other one.
";

/// The page.
pub fn render() -> String {
    let classes: String = guidance::classes().iter().map(class).collect();
    format!("{HEAD}{classes}")
}

fn class(class: &Class) -> String {
    let rows: String = class.codes.iter().map(row).collect();
    format!(
        "\n## {}\n\nClass `{}`.\n\n\
         | Code | Service | Kind | Meaning | Cause | What to do | Credential | Retry |\n\
         |---|---|---|---|---|---|---|---|\n{rows}",
        class.title, class.name
    )
}

fn row(row: &Guidance) -> String {
    let mark = |is: bool| if is { "yes" } else { "" };
    let (mut cause, mut remedy) = (row.advice.cause.clone(), row.advice.remedy.clone());
    if let Some(app_only) = &row.app_only {
        cause = format!("{cause}<br>App-only: {}", app_only.cause);
        remedy = format!("{remedy}<br>App-only: {}", app_only.remedy);
    }
    format!(
        "| {} | {} | {} | {} | {cause} | {remedy} | {} | {} |\n",
        row.code_of_service(),
        row.service(),
        row.kind,
        row.meaning,
        mark(row.credential),
        mark(row.retryable)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_one_line_of_eight_cells() {
        let page = render();
        for known in guidance::rows() {
            let line = row(known);
            assert_eq!(page.matches(&line).count(), 1, "{}", known.code);
            assert_eq!(
                (line.lines().count(), line.matches('|').count()),
                (1, 9),
                "{}",
                known.code
            );
        }
    }

    #[test]
    fn the_advice_for_an_app_only_token_is_told_too() {
        let denied = guidance::of("Graph Authorization_RequestDenied")
            .map(row)
            .unwrap_or_default();
        assert!(
            denied.contains("App-only: GDAP gives an application alone nothing"),
            "{denied}"
        );
    }
}

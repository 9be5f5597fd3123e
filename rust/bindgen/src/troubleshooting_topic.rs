//! The guidance table as a topic of PowerShell's help.

use partner_auth::guidance::{self, Class, Guidance};

const HEAD: &str = "<!-- Written by `cargo run -p bindgen` from rust/core/data/guidance.json. Do not edit. -->
# about_PartnerAuth_Troubleshooting

## SHORT DESCRIPTION

What the codes in errors mean to a partner, why they come, and what to do.

## LONG DESCRIPTION

Errors of this module tell the words below, with the tenant, the service's code and the correlation id.
`Resolve-PartnerError` looks them up without a connection: from an error, an exception, a text out of a log, or a bare code.

```powershell
Resolve-PartnerError -Error 'AADSTS65001'
Get-Content -Path ./run.log | Resolve-PartnerError
```

`Test-PartnerCustomerAccess` tells which step of the way to a customer is broken, before a script fails there.
The first part of an error's FullyQualifiedErrorId is its kind, which scripts can compare.
";

const FOOT: &str = "
## SEE ALSO

- [Resolve-PartnerError](Resolve-PartnerError.md)
- [Test-PartnerCustomerAccess](Test-PartnerCustomerAccess.md)
- [about_PartnerAuth](about_PartnerAuth.md)
- [about_PartnerAuth_Gdap](about_PartnerAuth_Gdap.md)
";

/// The topic.
pub fn render() -> String {
    let classes: String = guidance::classes().iter().map(class).collect();
    format!("{HEAD}{classes}{FOOT}")
}

fn class(class: &Class) -> String {
    let rows: String = class.codes.iter().map(row).collect();
    format!("\n### {}\n\n| Code | What it means |\n|---|---|\n{rows}", class.title)
}

fn row(row: &Guidance) -> String {
    let app_only = row.app_only.as_ref().map_or_else(String::new, |advice| {
        format!(" For an application alone: {} {}", advice.cause, advice.remedy)
    });
    format!(
        "| {} ({}) | {} {} {}{app_only} |\n",
        row.code_of_service(),
        row.kind,
        row.meaning,
        row.advice.cause,
        row.advice.remedy
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_has_one_line_of_two_cells() {
        let topic = render();
        for known in guidance::rows() {
            let line = row(known);
            assert_eq!(topic.matches(&line).count(), 1, "{}", known.code);
            assert_eq!(
                (line.lines().count(), line.matches('|').count()),
                (1, 3),
                "{}",
                known.code
            );
        }
    }
}

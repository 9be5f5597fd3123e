//! Runs tests of C#: each test program once, for all goals together.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::sources;
use super::table::Goal;
use super::verdict::{self, Ending};
use crate::ctrf::{self, Report};
use crate::framework::{self, Run};
use crate::layout::MODULES;
use crate::tools::Tools;
use crate::{build_module, dotnet, package, shell};

/// Runs the tests of these goals.
///
/// # Errors
/// What was not built; a test program that broke off has tests that did not run.
pub fn run(tools: &Tools, goals: &[&Goal], run: &mut verdict::Run) -> Result<()> {
    let mut programs: BTreeMap<PathBuf, BTreeSet<&str>> = BTreeMap::new();
    for test in goals.iter().flat_map(|goal| &goal.csharp) {
        // What is in no source is told as missing.
        if let Some(project) = sources::project_of(&tools.layout.root, test) {
            programs.entry(project).or_default().insert(test);
        }
    }
    if programs.is_empty() {
        return Ok(());
    }
    build_module::build(tools)?;
    shell::build(tools)?;
    package::for_tests(tools)?;
    for (project, tests) in programs {
        let name = project.file_name().unwrap_or_default().to_string_lossy().into_owned();
        dotnet::compile(tools, &project.join(format!("{name}.csproj")))?;
        let report = tools.layout.target.join(format!("reliability-{name}.json"));
        drop(fs::remove_file(&report));
        let methods = tests
            .iter()
            .flat_map(|test| ["-method".to_owned(), format!("*.{test}")]);
        let mut arguments: Vec<OsString> = methods.map(OsString::from).collect();
        arguments.extend(["-result-ctrf".into(), report.clone().into_os_string()]);
        println!("$ {name}, {} methods", tests.len());
        let succeeded = if name == framework::PROJECT {
            match framework::run_program(tools, &arguments)? {
                Run::MonoIsMissing => {
                    tests.iter().for_each(|test| run.add(test, Ending::Skipped));
                    continue;
                }
                Run::BrokeOff => false,
                Run::Ended { succeeded, .. } => succeeded,
            }
        } else {
            run_on_core(tools, &name, &arguments, run)?
        };
        if let Some(report) = ctrf::read(&report)? {
            add(&report, &tests, run);
        }
        if !succeeded {
            blame(&tests, run);
        }
    }
    Ok(())
}

/// A program that ended badly without a test that failed crashed: none of its tests shows anything then.
fn blame(tests: &BTreeSet<&str>, run: &mut verdict::Run) {
    let is_told = |test: &&str| run.endings.get(*test) == Some(&Ending::Failed);
    if !tests.iter().any(is_told) {
        tests.iter().for_each(|test| run.add(test, Ending::Failed));
    }
}

/// Runs a test program on .NET, takes in the figures that it tells, and says whether it succeeded.
fn run_on_core(tools: &Tools, name: &str, arguments: &[OsString], run: &mut verdict::Run) -> Result<bool> {
    let target = &tools.layout.target;
    let program = target.join(format!("dotnet/bin/{name}/release/{name}.dll"));
    let mut command = Command::new("dotnet");
    command.arg(&program).args(arguments);
    command.envs(tools.shell.var_os(super::LONG).map(|value| (super::LONG, value)));
    command.env(MODULES, &tools.layout.modules);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{} was not started", program.display()))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            run.read(&line);
        }
    }
    Ok(child.wait()?.success())
}

fn add(report: &Report, tests: &BTreeSet<&str>, run: &mut verdict::Run) {
    for one in report.tests() {
        let ending = match one.status.as_str() {
            "passed" => Ending::Passed,
            "failed" => Ending::Failed,
            _ => Ending::Skipped,
        };
        for test in tests
            .iter()
            .filter(|test| ctrf::method(&one.name).ends_with(&format!(".{test}")))
        {
            run.add(test, ending);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{add, blame};
    use crate::ctrf::Report;
    use crate::reliability::verdict::{Ending, Run};
    use std::collections::BTreeSet;

    #[test]
    fn a_program_that_crashes_after_its_tests_passed_shows_nothing() {
        let tests = BTreeSet::from(["B.Good", "B.Bad"]);
        let mut crashed = Run::default();
        crashed.add("B.Good", Ending::Passed);
        blame(&tests, &mut crashed);
        assert_eq!(crashed.endings.get("B.Good"), Some(&Ending::Failed));
        assert_eq!(crashed.endings.get("B.Bad"), Some(&Ending::Failed));

        let mut failed = Run::default();
        failed.add("B.Good", Ending::Passed);
        failed.add("B.Bad", Ending::Failed);
        blame(&tests, &mut failed);
        assert_eq!(failed.endings.get("B.Good"), Some(&Ending::Passed));
    }

    #[test]
    fn a_method_is_as_good_as_the_worst_of_its_cases() {
        let report: Report = serde_json::from_str(
            r#"{"results":{"tests":[
                {"name":"A.B.Good","status":"passed"},
                {"name":"A.B.Bad(x: \"a.b(\")","status":"failed"},
                {"name":"A.B.Bad(x: 2)","status":"passed"},
                {"name":"A.OtherB.Good","status":"failed"},
                {"name":"A.B.Left","status":"skipped"}
            ]}}"#,
        )
        .unwrap();
        let mut run = Run::default();
        add(
            &report,
            &BTreeSet::from(["B.Good", "B.Bad", "B.Left", "B.Gone"]),
            &mut run,
        );
        let endings: Vec<_> = run
            .endings
            .iter()
            .map(|(name, ending)| (name.as_str(), *ending))
            .collect();
        assert_eq!(
            endings,
            [
                ("B.Bad", Ending::Failed),
                ("B.Good", Ending::Passed),
                ("B.Left", Ending::Skipped)
            ]
        );
    }
}

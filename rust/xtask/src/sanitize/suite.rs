//! Which tests run under which sanitizer.

use super::sanitizer::Sanitizer;

const BOUNDARY: &[&str] = &["partner-ffi", "partner-auth-native", "partner-sandbox-native"];
const BOUNDARY_AND_CORE: &[&str] = &[
    "partner-ffi",
    "partner-auth-native",
    "partner-sandbox-native",
    "partner-auth",
    "partner-store",
];
/// The tests that call the boundary; those of its parts run in the whole form.
const SHORT: &[&str] = &["--test", "operations", "--test", "hook", "--test", "native"];

/// Tests that can't pass under any of them, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "memory_threads_and_sockets_are_the_same_after_many_tokens",
        "it measures resident memory, and a sanitizer keeps back what was freed",
    ),
    (
        "a_process_that_closed_its_secrets_holds_none_of_them",
        "it reads all memory of the process, and a sanitizer's own takes terabytes of addresses",
    ),
    (
        "a_disk_that_is_full_or_broken_costs_nothing_that_was_there",
        "its child runs under strace, where LeakSanitizer can't look at it",
    ),
];

/// Tests of some packages, or of all.
#[derive(Debug)]
pub struct Suite {
    packages: Option<&'static [&'static str]>,
    targets: &'static [&'static str],
    /// Tests that are left out, with the reason.
    pub left_out: &'static [(&'static str, &'static str)],
}

impl Suite {
    /// What runs under that sanitizer.
    pub fn of(sanitizer: Sanitizer, short: bool) -> Self {
        let (packages, targets): (_, &[&str]) = match (short, sanitizer) {
            // As the tests are built: cargo joins the features of packages, and would else build the crates of others again.
            (true, _) => (None, SHORT),
            (false, Sanitizer::Valgrind) => (Some(BOUNDARY), &["--lib", "--tests"]),
            (false, _) => (Some(BOUNDARY_AND_CORE), &["--lib", "--tests"]),
        };
        Self {
            packages,
            targets,
            left_out: LEFT_OUT,
        }
    }

    /// Cargo's options for its packages.
    pub fn packages(&self) -> Vec<&'static str> {
        let Some(packages) = self.packages else {
            return vec!["--workspace"];
        };
        packages.iter().flat_map(|package| ["--package", *package]).collect()
    }

    /// Cargo's options for its test programs.
    pub fn targets(&self) -> &'static [&'static str] {
        self.targets
    }
}

#[cfg(test)]
mod tests {
    use super::Suite;
    use crate::layout::Layout;
    use crate::sanitize::sanitizer::Sanitizer;
    use std::fs;

    #[test]
    fn the_short_form_names_programs_that_there_are_at_the_boundary() {
        let root = Layout::find().unwrap().root;
        let programs = Suite::of(Sanitizer::Address, true).targets();
        let names: Vec<_> = programs.iter().filter(|word| **word != "--test").collect();
        assert!(names.contains(&&"native"), "{names:?}");
        for name in names {
            let is_there = ["rust/ffi/tests", "rust/ffi/auth/tests"].into_iter().any(|folder| {
                let folder = root.join(folder);
                folder.join(name).join("main.rs").exists() || folder.join(format!("{name}.rs")).exists()
            });
            assert!(is_there, "{name}");
        }
    }

    #[test]
    fn what_is_left_out_is_a_test_that_there_is() {
        let root = Layout::find().unwrap().root;
        let sources: String = ["rust/ffi/auth/tests", "rust/store/tests/kept"]
            .into_iter()
            .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
            .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
            .collect();
        for (test, reason) in Suite::of(Sanitizer::Thread, false).left_out {
            assert!(sources.contains(&format!("fn {test}(")), "{test}: {reason}");
        }
    }
}

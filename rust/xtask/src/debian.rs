//! Debian's packages.

use std::process::Command;

/// Which of these packages are not installed; all of them where there is no dpkg.
pub fn missing<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let query = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output();
    let text = query.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    not_in(&text.unwrap_or_default(), packages)
}

fn not_in<'a>(text: &str, packages: &[&'a str]) -> Vec<&'a str> {
    let is_missing = |package: &&&str| !text.lines().any(|line| line == format!("{package} installed"));
    packages.iter().filter(is_missing).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::not_in;

    #[test]
    fn a_package_that_was_removed_or_never_there_is_missing() {
        let text = "valgrind installed\nclang-22 config-files\n";
        assert_eq!(
            not_in(text, &["valgrind", "clang-22", "strace"]),
            ["clang-22", "strace"]
        );
    }
}

//! Finds the patterns of entries in a script. A hint and no proof: the script is read as text and never run.

/// A script, line by line, in lower case.
pub struct Script {
    lines: Vec<(u32, String)>,
}

impl Script {
    /// Reads a script. A line that PowerShell continues, with a backtick at its end, goes on in the next one.
    pub fn read(text: &str) -> Self {
        let mut lines: Vec<(u32, String)> = Vec::new();
        let mut goes_on = false;
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim_end().to_ascii_lowercase();
            let continued = line.strip_suffix('`');
            let part = continued.unwrap_or(&line);
            match lines.last_mut() {
                Some((_, whole)) if goes_on => whole.push_str(part),
                _ => lines.push((number, part.to_owned())),
            }
            goes_on = continued.is_some();
        }
        Self { lines }
    }

    /// The numbers of the lines in which one of the patterns is found, from 1 on.
    pub fn find(&self, patterns: &[Vec<String>]) -> Vec<u32> {
        let patterns: Vec<Vec<Word>> = patterns
            .iter()
            .map(|words| words.iter().map(|w| Word::of(w)).collect())
            .collect();
        let is_found = |line: &str| patterns.iter().any(|words| words.iter().all(|word| word.holds(line)));
        let found = self.lines.iter().filter(|(_, line)| is_found(line));
        found.map(|(number, _)| *number).collect()
    }
}

/// A word of a pattern.
struct Word {
    text: String,
    is_wanted: bool,
    begins: bool,
    ends: bool,
}

impl Word {
    fn of(word: &str) -> Self {
        let text = word.trim_start_matches('!');
        Self {
            is_wanted: text.len() == word.len(),
            begins: !text.starts_with('*'),
            ends: !text.ends_with('*'),
            text: text.trim_matches('*').to_ascii_lowercase(),
        }
    }

    /// True when the line has it, or has not what it must not have.
    fn holds(&self, line: &str) -> bool {
        let is_there = line.match_indices(&self.text).any(|(at, found)| {
            let before = line.get(..at).and_then(|part| part.chars().next_back());
            let after = line.get(at + found.len()..).and_then(|part| part.chars().next());
            self.may_follow(before) && !(self.ends && self.ends_in_letter() && after.is_some_and(is_letter))
        });
        is_there == self.is_wanted
    }

    fn may_follow(&self, before: Option<char>) -> bool {
        let Some(before) = before.filter(|_| self.begins) else {
            return true;
        };
        match self.text.chars().next() {
            // A parameter is no command's second half.
            Some('-') => !is_letter(before) && before != '-',
            Some(first) if is_letter(first) => !is_letter(before),
            _ => true,
        }
    }

    fn ends_in_letter(&self) -> bool {
        self.text.chars().next_back().is_some_and(is_letter)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(script: &str, words: &[&str]) -> Vec<u32> {
        Script::read(script).find(&[words.iter().map(|w| (*w).to_owned()).collect()])
    }

    #[test]
    fn a_word_is_found_whole_and_whatever_its_case() {
        assert_eq!(lines("a\nconnect-AZUREAD -Confirm", &["Connect-AzureAD"]), [2]);
        assert_eq!(lines("$u='https://graph.windows.net/x'", &["graph.windows.net"]), [1]);
        for other in ["Connect-AzureADPreview", "Disconnect-AzureAD2", "xgraph.windows.net"] {
            assert!(lines(other, &["Connect-AzureAD"]).is_empty(), "{other}");
            assert!(lines(other, &["graph.windows.net"]).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_parameter_is_no_part_of_a_commands_name_or_of_a_longer_parameter() {
        assert_eq!(lines("x -Device", &["-Device"]), [1]);
        for other in ["Get-Device", "x -DeviceLogin", "az --Device"] {
            assert!(lines(other, &["-Device"]).is_empty(), "{other}");
        }
    }

    #[test]
    fn a_star_lets_a_word_go_on() {
        assert_eq!(lines("Get-MsolUser", &["*-Msol*"]), [1]);
        assert!(lines("Get-Msol User", &["*-MsolU*"]).is_empty());
    }

    #[test]
    fn all_words_must_stand_in_one_line_and_none_that_must_not() {
        let words = ["Connect-PnPOnline", "!-ClientId"];
        assert_eq!(
            lines("Connect-PnPOnline -Url $u\nConnect-PnPOnline -ClientId $i", &words),
            [1]
        );
        assert!(
            lines(
                "New-PSSession\n-ConfigurationName Microsoft.Exchange",
                &["New-PSSession", "Microsoft.Exchange"]
            )
            .is_empty()
        );
    }

    #[test]
    fn a_line_that_goes_on_is_one_line_and_has_the_number_of_its_first() {
        let script = "x\r\nConnect-PnPOnline `\r\n  -Url $u `\r\n  -ClientId $i\r\nConnect-PnPOnline `";
        assert_eq!(lines(script, &["Connect-PnPOnline"]), [2, 5]);
        assert_eq!(lines(script, &["Connect-PnPOnline", "!-ClientId"]), [5]);
    }

    #[test]
    fn a_script_without_lines_or_with_one_of_a_megabyte_is_read() {
        assert!(lines("", &["Connect-AzureAD"]).is_empty());
        let long = "é".repeat(500_000) + " Connect-AzureAD";
        assert_eq!(lines(&long, &["Connect-AzureAD"]), [1]);
    }
}

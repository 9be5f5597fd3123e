//! The figures that tests print: `figure A7: memory +2.1 MiB after 100000`, on a line of its own or after other words.

/// The goal and the figure of a line, if it tells one.
pub fn of(line: &str) -> Option<(&str, &str)> {
    let (id, figure) = line.split_once("figure ")?.1.split_once(": ")?;
    let is_id = id.len() <= 3
        && id.starts_with(|c: char| c.is_ascii_uppercase())
        && id.get(1..).is_some_and(|number| number.parse::<u8>().is_ok());
    is_id.then(|| (id, figure.trim()))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn a_figure_names_its_goal() {
        let figure = Some(("A7", "memory +2.1 MiB after 100000"));
        assert_eq!(of("figure A7: memory +2.1 MiB after 100000"), figure);
        assert_eq!(of("test soak ... figure A7: memory +2.1 MiB after 100000\r"), figure);
        assert_eq!(of("figure C10: a: b"), Some(("C10", "a: b")));
        for line in [
            "",
            "figure A7",
            "figure A7 memory",
            "figure it: out",
            "figure A: x",
            "A7: figure",
            "figure 77: x",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }
}

//! What keys are called in a Redis server. What is in braces decides where a clustered server keeps them: all together.

use crate::hex::hex;

/// Names that begin alike.
#[derive(Clone, Debug)]
pub struct Names(String);

impl Names {
    /// Names of all who share what is called so.
    pub fn new(name: &str) -> Self {
        Self(format!("pa:{{{name}}}"))
    }

    /// A record.
    pub fn record(&self, own: &[u8]) -> String {
        self.of('r', own)
    }

    /// Who asks the service for a record.
    pub fn lease(&self, own: &[u8]) -> String {
        self.of('l', own)
    }

    /// The service wants nobody to ask for a record.
    pub fn pause(&self, own: &[u8]) -> String {
        self.of('p', own)
    }

    /// When all records of a group, or all at all, were forgotten.
    pub fn removed(&self, group: Option<&[u8]>) -> String {
        self.of('g', group.unwrap_or_default())
    }

    /// A line of calls.
    pub fn line(&self, line: &[u8]) -> String {
        self.of('t', line)
    }

    /// The last number that was given out.
    pub fn fence(&self) -> String {
        self.of('f', &[])
    }

    /// What a run keeps.
    pub fn run(&self, run: &[u8], part: char) -> String {
        format!("{}:{part}", self.of('n', run))
    }

    fn of(&self, kind: char, name: &[u8]) -> String {
        format!("{}:{kind}{}", self.0, hex(name))
    }
}

//! Events as they cross the boundary: UTF-8 JSON in memory that is zeroed when it goes.

use serde::Serialize;
use std::io::{self, Write};
use zeroize::Zeroizing;

/// One event.
pub type Event = Zeroizing<Vec<u8>>;

/// Fits most events without a token; thousands of them may wait to be read.
const FIRST_CAPACITY: usize = 512;

/// Writes an event.
#[must_use]
pub fn event<T: Serialize>(document: &T) -> Event {
    let mut bytes = Wiping(Zeroizing::new(Vec::with_capacity(FIRST_CAPACITY)));
    match serde_json::to_writer(&mut bytes, document) {
        Ok(()) => bytes.0,
        // Documents are plain data, which always can be written; an empty event would still be noticed by the reader.
        Err(_) => Event::default(),
    }
}

/// Grows as a `Vec` does, and zeroes the memory it leaves: a token must not stay behind in it.
struct Wiping(Event);

impl Write for Wiping {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        let needed = self.0.len().saturating_add(part.len());
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.saturating_mul(2)));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(part);
        Ok(part.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_larger_than_the_first_buffer_is_whole() {
        let text = "é\"".repeat(20_000);
        let read: String = serde_json::from_slice(&event(&text)).unwrap();
        assert_eq!(read, text);
    }
}

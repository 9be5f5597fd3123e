//! How a call went, as a number.

/// What an export answers when it did not simply succeed; success is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// No event came within the time given.
    Timeout,
    /// The operation is over and its events are drained.
    End,
    /// The buffer is too small; `length` says how much is needed, and the event is kept.
    TooSmall,
    /// The id is unknown or closed.
    BadHandle,
    /// A null pointer, bad UTF-8, bad JSON, nothing at all, or more than 1 MiB.
    BadArgument,
    /// A defect in this library; the call had no effect that can be relied upon.
    Panicked,
    /// The operation takes no input, or no more.
    NotOpen,
}

/// What the body of an export gives.
pub type Outcome = Result<(), Status>;

impl Status {
    /// The number of success.
    pub const OK: i32 = 0;

    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Timeout,
        Self::End,
        Self::TooSmall,
        Self::BadHandle,
        Self::BadArgument,
        Self::Panicked,
        Self::NotOpen,
    ];

    /// The number that crosses the boundary: positive ones are no failure.
    #[must_use]
    pub const fn code(self) -> i32 {
        match self {
            Self::Timeout => 1,
            Self::End => 2,
            Self::TooSmall => 3,
            Self::BadHandle => -1,
            Self::BadArgument => -2,
            Self::Panicked => -3,
            Self::NotOpen => -4,
        }
    }

    /// One line that says what it means, for the bindings.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Timeout => "No event came within the time given.",
            Self::End => "The operation is over and its events are drained.",
            Self::TooSmall => "The buffer is too small; the event is kept.",
            Self::BadHandle => "The id is unknown or closed.",
            Self::BadArgument => "A null pointer, bad UTF-8, bad JSON, nothing at all, or more than 1 MiB.",
            Self::Panicked => "A defect in the native library.",
            Self::NotOpen => "The operation takes no input, or no more.",
        }
    }
}

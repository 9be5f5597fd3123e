//! What a Redis server's answers say. Whoever can write to the server writes them, so nothing of their shape is taken for
//! granted: each reader gives nothing for what is no answer to its question.

use partner_auth::fleet::{Counts, Finished, Joined, Name, Results, Ticket};
use redis::Value;
use std::time::Duration;

/// What a worker joined; nothing inside where the run is another one.
pub fn joined(value: Value) -> Option<Option<Joined>> {
    if value == Value::Nil {
        return Some(None);
    }
    match value.into_sequence().ok()?.as_slice() {
        [its, old] => Some(Some(Joined {
            number: name(its)?,
            old: number(old)?,
        })),
        _ => None,
    }
}

/// Which of the tenants that were offered are new.
pub fn offered(value: Value) -> Option<Vec<bool>> {
    let known = value.into_sequence().ok()?;
    known.iter().map(|known| number(known).map(|n| n > 0)).collect()
}

/// The tenants that a worker got.
pub fn tickets(value: Value) -> Option<Vec<Ticket>> {
    value.into_sequence().ok()?.iter().map(ticket).collect()
}

/// Whether a result was taken.
pub fn is_taken(value: Value) -> Option<bool> {
    number(&value).map(|n| n > 0)
}

/// The tenants that were finished, and after which number of them to ask next.
pub fn finished(value: Value) -> Option<Finished> {
    if value == Value::Nil {
        return Some(Finished::default());
    }
    let mut parts = value.into_sequence().ok()?.into_iter();
    let next = number(&parts.next()?)?;
    let tenants = parts.next()?.into_sequence().ok()?;
    Some(Finished {
        tenants: tenants.iter().map(name).collect::<Option<_>>()?,
        next,
        is_there: true,
    })
}

/// The results after that number of them.
pub fn results(value: Value, after: u64) -> Option<Results> {
    let mut parts = value.into_sequence().ok()?.into_iter();
    let next = after.checked_add(number(&parts.next()?)?)?;
    let results = parts.next()?.into_sequence().ok()?.into_iter().map(|result| {
        let mut parts = result.into_sequence().ok()?.into_iter();
        match (name(&parts.next()?)?, parts.next()?) {
            (tenant, Value::BulkString(sealed)) => Some((tenant, sealed)),
            _ => None,
        }
    });
    Some(Results {
        sealed: results.collect::<Option<_>>()?,
        next,
    })
}

/// How far a run is; nothing inside where there is none.
pub fn counts(value: Value) -> Option<Option<Counts>> {
    if value == Value::Nil {
        return Some(None);
    }
    let counts: Vec<u64> = value.into_sequence().ok()?.iter().map(number).collect::<Option<_>>()?;
    let [tenants, finished, in_work] = *counts.as_slice() else {
        return None;
    };
    Some(Some(Counts {
        tenants,
        finished,
        in_work,
    }))
}

/// A record, sealed, unless it or its group was removed after its lease.
pub fn record(value: Value) -> Option<Vec<u8>> {
    let Value::Array(values) = value else {
        return None;
    };
    let [Value::BulkString(record), removals @ ..] = values.as_slice() else {
        return None;
    };
    let at = record.iter().position(|b| *b == b':')?;
    let (fence, sealed) = record.split_at_checked(at)?;
    let fence = digits(fence)?;
    let is_gone = removals
        .iter()
        .any(|removed| matches!(removed, Value::BulkString(n) if digits(n).is_none_or(|n| n >= fence)));
    (!is_gone).then(|| sealed.get(1..).unwrap_or_default().to_vec())
}

/// How long to wait for a place in a line, and when it is on the server's clock, in microseconds.
pub fn place(value: Value) -> Option<(Duration, i64)> {
    match value.into_sequence().ok()?.as_slice() {
        [Value::Int(wait), Value::Int(due)] => Some((Duration::from_micros(u64::try_from(*wait).ok()?), *due)),
        _ => None,
    }
}

/// How long nothing may leave yet.
pub fn pause(value: &Value) -> Option<Duration> {
    number(value).map(Duration::from_millis)
}

/// A number that is written in digits, such as that of a lease.
pub fn digits(text: &[u8]) -> Option<u64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// How many of these readers take an answer; nothing for bytes that the protocol does not have.
pub fn readers_of(bytes: &[u8]) -> Option<usize> {
    let value = redis::parse_redis_value(bytes).ok()?;
    let taken = [
        joined(value.clone()).is_some(),
        offered(value.clone()).is_some(),
        tickets(value.clone()).is_some(),
        is_taken(value.clone()).is_some(),
        finished(value.clone()).is_some(),
        results(value.clone(), 0).is_some(),
        counts(value.clone()).is_some(),
        record(value.clone()).is_some(),
        place(value.clone()).is_some(),
        pause(&value).is_some(),
    ];
    Some(taken.iter().filter(|taken| **taken).count())
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Int(n) => u64::try_from(*n).ok(),
        _ => None,
    }
}

fn name(value: &Value) -> Option<Name> {
    match value {
        Value::BulkString(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    }
}

fn ticket(value: &Value) -> Option<Ticket> {
    let Value::Array(parts) = value else { return None };
    let [Value::BulkString(entry), tenant, fence] = parts.as_slice() else {
        return None;
    };
    Some(Ticket {
        entry: String::from_utf8(entry.clone()).ok()?,
        tenant: name(tenant)?,
        fence: number(fence)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulk(bytes: &[u8]) -> Value {
        Value::BulkString(bytes.to_vec())
    }

    #[test]
    fn a_record_is_its_bytes_unless_a_removal_is_as_new() {
        let answer = |removals: &[Value]| Value::Array([&[bulk(b"7:\x01:\x02")], removals].concat());
        assert_eq!(record(answer(&[Value::Nil, bulk(b"6")])), Some(b"\x01:\x02".to_vec()));
        for removal in [&b"7"[..], b"8", b"soon", b""] {
            assert_eq!(record(answer(&[Value::Nil, bulk(removal)])), None, "{removal:?}");
        }
        for foreign in [
            Value::Nil,
            Value::Array(vec![]),
            Value::Array(vec![Value::Nil]),
            Value::Array(vec![bulk(b"7")]),
            Value::Array(vec![bulk(b"x:y")]),
        ] {
            assert_eq!(record(foreign), None);
        }
    }

    #[test]
    fn what_is_no_answer_to_the_question_is_nothing() {
        for foreign in [
            Value::Okay,
            Value::Int(-1),
            Value::SimpleString("x".to_owned()),
            Value::Array(vec![Value::Okay]),
        ] {
            let value = || foreign.clone();
            assert!(joined(value()).is_none() && offered(value()).is_none() && is_taken(value()).is_none());
            assert!(tickets(value()).is_none() && finished(value()).is_none() && results(value(), 0).is_none());
            assert!(counts(value()).is_none() && place(value()).is_none() && pause(&value()).is_none());
        }
        // A number that would run over.
        assert!(results(Value::Array(vec![Value::Int(1), Value::Array(vec![])]), u64::MAX).is_none());
    }
}

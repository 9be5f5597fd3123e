//! `timeline_read`.

use crate::convert;
use crate::documents::{
    EventKind, OperationEvent, TimelineDateDocument, TimelineDocument, TimelineEntryDocument, TimelineStart,
    UseDocument, UseKind,
};
use crate::failure::{ended, failed};
use partner_auth::timeline::{self, Date, Found, OtherDate, Query, Timeline, Use, day};
use partner_auth::{Error, Result};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Looks entries up; the operation is over when it starts.
pub fn read(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: TimelineStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match find(&start) {
        Ok(found) => event::event(&OperationEvent {
            timeline: Some(found),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

fn find(start: &TimelineStart) -> Result<TimelineDocument> {
    let data = start.data.map(convert::secret).transpose()?;
    let script = start.script.map(convert::secret).transpose()?;
    let given = data.map(|text| Timeline::parse(text.expose())).transpose()?;
    let timeline = given.as_ref().unwrap_or_else(|| Timeline::built_in());
    let uses: Option<Vec<Use>> = start.uses.as_ref().map(|uses| uses.iter().map(used).collect());
    let query = Query {
        today: date(&start.today)?,
        after: start.after.as_deref().map(date).transpose()?,
        before: start.before.as_deref().map(date).transpose()?,
        upcoming: start.upcoming,
        ids: &start.ids,
        uses: uses.as_deref(),
        script: script.as_ref().map(|text| text.expose()),
    };
    Ok(TimelineDocument {
        as_of: timeline.as_of.clone(),
        entries: timeline.find(&query).iter().map(|found| entry(found, &query)).collect(),
    })
}

fn date(text: &str) -> Result<Date> {
    day(text).ok_or_else(|| Error::internal("A request names a day that is none."))
}

fn entry(found: &Found<'_>, query: &Query<'_>) -> TimelineEntryDocument {
    let entry = found.entry;
    let status = entry.status(query.today);
    TimelineEntryDocument {
        id: entry.id.clone(),
        date: entry.date.to_string(),
        status: status.to_string(),
        days_left: status.days_left(),
        title: entry.title.clone(),
        other_dates: entry.other_dates.iter().map(other_date).collect(),
        change: entry.change.clone(),
        affected: entry.affected.clone(),
        remedy: entry.remedy.clone(),
        recognise: entry.recognise.clone(),
        patterns: entry.patterns.iter().map(|words| words.join(" ")).collect(),
        sources: entry.sources.clone(),
        confidence: entry.confidence.clone(),
        checked_on: entry.checked_on.clone(),
        seen: found.seen.iter().map(|seen| seen_document(seen)).collect(),
        lines: found.lines.clone(),
    }
}

fn other_date(other: &OtherDate) -> TimelineDateDocument {
    TimelineDateDocument {
        date: other.date.to_string(),
        planned: other.planned,
        what: other.what.clone(),
    }
}

fn used(document: &UseDocument) -> Use {
    let kind = match document.kind {
        UseKind::Client => timeline::UseKind::Client,
        UseKind::Cloud => timeline::UseKind::Cloud,
        UseKind::Parameter => timeline::UseKind::Parameter,
        UseKind::PowerShell => timeline::UseKind::PowerShell,
        UseKind::Resource => timeline::UseKind::Resource,
    };
    Use {
        kind,
        value: document.value.clone(),
        retired: false,
    }
}

fn seen_document(seen: &Use) -> UseDocument {
    let kind = match seen.kind {
        timeline::UseKind::Client => UseKind::Client,
        timeline::UseKind::Cloud => UseKind::Cloud,
        timeline::UseKind::Parameter => UseKind::Parameter,
        timeline::UseKind::PowerShell => UseKind::PowerShell,
        timeline::UseKind::Resource => UseKind::Resource,
    };
    UseDocument {
        kind,
        value: seen.value.clone(),
    }
}

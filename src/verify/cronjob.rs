//! When CronJobs, and Schedules of Velero, start: the schedule and its time zone, as the API server takes them
//! (`validateScheduleFormat`, `validateTimeZone`).

use super::Subject;
use super::schedule;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::syntax::Node;

/// Names of time zones, one a line.
const ZONES: &str = include_str!("zones.txt");

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    for object in subject.objects.iter().filter(|object| is_started_by_the_clock(object)) {
        let text = |key: &str| object.node.at(&["spec", key]).and_then(|node| Some((node, node.as_str()?)));
        out.extend(text("schedule").and_then(|(node, text)| bad_schedule(node, text)));
        out.extend(text("timeZone").and_then(|(node, text)| bad_zone(node, text)));
    }
}

/// Velero reads its Schedules by the same parser.
fn is_started_by_the_clock(object: &Object) -> bool {
    let identity = &object.identity;
    matches!(
        (identity.group.as_str(), identity.kind.as_str()),
        ("batch", "CronJob") | ("velero.io", "Schedule")
    )
}

fn bad_schedule(node: &Node, text: &str) -> Option<Diagnostic> {
    let problem = schedule::check(text).err()?;
    let message = format!("`{text}` is not a schedule: {problem}");
    let found = Diagnostic::error(code::BAD_VALUE, message).at(node.origin.span(), "");
    Some(found.help("minute, hour, day of the month, month, weekday: `0 3 * * *` is every night at three"))
}

/// A zone that is not in our list may be younger than it.
fn bad_zone(node: &Node, text: &str) -> Option<Diagnostic> {
    let zones = || ZONES.lines().filter(|line| !line.starts_with('#'));
    if zones().any(|zone| zone == text) {
        return None;
    }
    if text.is_empty() || text.eq_ignore_ascii_case("local") {
        let found = Diagnostic::error(code::BAD_VALUE, format!("`{text}` is not a time zone"));
        return Some(found.at(node.origin.span(), "").help("name one, `Europe/Berlin`, or remove the key"));
    }
    let message = format!("`{text}` is not a time zone that platc knows");
    let found = Diagnostic::warning(code::BAD_VALUE, message).at(node.origin.span(), "");
    Some(match nearest(text, zones()) {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found.help("it is a name of the IANA database, such as `Europe/Berlin` or `UTC`"),
    })
}

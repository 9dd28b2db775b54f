//! What was verified, kind by kind, and what was passed over.

use platc::ops::verify::{KindTally, PassedOver, Reason, Verified};
use serde_json::{Value, json};

use super::escape::visible;
use super::style;

/// Kinds without findings that are listed; more are counted.
const MOST_QUIET: usize = 20;
/// Kinds with findings that are listed.
const MOST: usize = 60;
/// Files named that are no manifests; more are counted.
const MOST_NAMED: usize = 4;

/// The table, aligned, and a line for what was passed over.
pub fn text(verified: &Verified, colored: bool) -> String {
    let mut text = table(&verified.kinds, colored);
    for line in passed_over(&verified.passed_over) {
        text.push_str(&style::faint(&line, colored));
        text.push('\n');
    }
    text
}

fn table(kinds: &[KindTally], colored: bool) -> String {
    if kinds.is_empty() {
        return String::new();
    }
    let quiet = kinds.iter().filter(|kind| kind.errors + kind.warnings == 0).count();
    let loud = kinds.len() - quiet;
    let shown: Vec<&KindTally> = kinds.iter().take(loud.min(MOST) + quiet.min(MOST_QUIET)).collect();
    let name = |tally: &KindTally| {
        let is_one_of_two = kinds.iter().filter(|other| other.kind == tally.kind).count() > 1;
        let group = if is_one_of_two && !tally.group.is_empty() {
            format!(".{}", tally.group)
        } else {
            String::new()
        };
        visible(&format!("{}{group}", tally.kind)).into_owned()
    };
    let head = ["kind", "objects", "errors", "warnings", "skipped"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(shown.iter().map(|tally| {
        [
            name(tally),
            tally.objects.to_string(),
            count(tally.errors),
            count(tally.warnings),
            count(tally.skipped),
        ]
    }));
    // A column without any count says nothing.
    let is_empty =
        |column: usize| rows.iter().skip(1).all(|row| row.get(column).is_none_or(String::is_empty));
    let columns: Vec<usize> = (0..5).filter(|column| *column < 2 || !is_empty(*column)).collect();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let cells = columns.iter().filter_map(|column| {
            let (cell, width) = (row.get(*column)?, width(*column)?);
            Some(if *column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") })
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let line = line.trim_end();
        text.push_str(&if number == 0 { style::faint(line, colored) } else { line.to_owned() });
        text.push('\n');
    }
    match kinds.len() - shown.len() {
        0 => {}
        1 => text.push_str("… 1 more kind\n"),
        more => text.push_str(&format!("… {more} more kinds\n")),
    }
    text
}

/// Nothing where there is nothing: what counts stands out.
fn count(number: usize) -> String {
    if number == 0 { String::new() } else { number.to_string() }
}

fn passed_over(passed: &[PassedOver]) -> Vec<String> {
    let said = [
        (Reason::NoManifest, "no manifests", ""),
        (Reason::Tool, "for other tools, not for a cluster", ""),
        (Reason::Kustomize, "for Kustomize", ": kustomize build <folder> | platc verify -"),
        (Reason::Platc, "for platc", ": platc check reads those"),
        (Reason::Link, "symbolic links, not followed", ""),
    ];
    let line = |(reason, what, hint): (Reason, &str, &str)| {
        let paths: Vec<&str> =
            passed.iter().filter(|p| p.reason == reason).map(|p| p.path.as_str()).collect();
        if paths.is_empty() {
            return None;
        }
        let named = paths.iter().take(MOST_NAMED).map(|path| visible(path).into_owned()).collect::<Vec<_>>();
        let more = match paths.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!("passed over, {what}: {}{more}{}", named.join(", "), hint.replacen(": ", " — ", 1)))
    };
    said.into_iter().filter_map(line).collect()
}

/// The same for programs.
pub fn json(verified: &Verified) -> Value {
    let kinds = verified.kinds.iter().map(|tally| {
        json!({
            "kind": tally.kind, "group": tally.group, "objects": tally.objects,
            "errors": tally.errors, "warnings": tally.warnings, "skipped": tally.skipped,
        })
    });
    let passed = verified.passed_over.iter().map(|passed| {
        let reason = match passed.reason {
            Reason::NoManifest => "no-manifest",
            Reason::Tool => "tool",
            Reason::Kustomize => "kustomize",
            Reason::Platc => "platc",
            Reason::Link => "symlink",
        };
        json!({"path": passed.path, "reason": reason})
    });
    json!({
        "kubernetes": verified.minor.to_string(), "kinds": kinds.collect::<Vec<_>>(),
        "passed_over": passed.collect::<Vec<_>>(),
    })
}

//! Findings for code scanning: SARIF 2.1.0 (OASIS), within what GitHub takes.
//!
//! One run; its rules are the codes that were found, with their pages. What GitHub refuses or leaves out
//! (results, places beyond a number) is left out here, the worst findings first to stay, and counted.

use std::collections::BTreeMap;

use platc::diagnostic::{About, Code, Diagnostic, Fix, Label, Severity};
use platc::digest::Digest;
use platc::source::{Files, Span};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Report, place, severity_name, words};
use crate::cli::escape::visible;
use crate::cli::markdown;
use crate::cli::summary::counted;

/// Results that GitHub takes in a run.
const MOST_RESULTS: usize = 25_000;
/// Places that GitHub keeps of a result.
const MOST_PLACES: usize = 100;
/// Where GitHub shows a finding that has no place; it refuses results without one.
pub const OF_THE_ESTATE: &str = "platc.yaml";
/// What [`fingerprint`] makes; another way of making it gets another name.
const FINGERPRINT: &str = "platcFinding/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Page,
    default_configuration: Value,
}

#[derive(Serialize)]
struct Page {
    text: String,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical,
    /// The object and its field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    /// Just behind the last character.
    end_column: usize,
}

pub fn render(report: &Report<'_>) -> String {
    let mut kept: Vec<&Diagnostic> = report.diagnostics.iter().collect();
    if kept.len() > MOST_RESULTS {
        kept.sort_by_key(|found| found.severity);
        kept.truncate(MOST_RESULTS);
    }
    let mut codes: BTreeMap<Code, Severity> = BTreeMap::new();
    for found in &kept {
        let worst = codes.entry(found.code).or_insert(found.severity);
        *worst = found.severity.min(*worst);
    }
    let rules: Vec<Rule> = codes.iter().map(|(code, severity)| rule(*code, *severity)).collect();
    let mut seen = BTreeMap::new();
    let results: Vec<SarifResult> = kept
        .into_iter()
        .map(|found| {
            let rule_index = codes.range(..found.code).count();
            result(found, rule_index, fingerprint(found, report.files, &mut seen), report.files)
        })
        .collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "platc",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": left_out(report.diagnostics.len() - results.len()),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Text and numbers only: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn left_out(count: usize) -> Vec<Value> {
    let told =
        json!({"level": "warning", "message": {"text": format!("{} left out", counted(count, "finding"))}});
    (count > 0).then_some(told).into_iter().collect()
}

fn rule(code: Code, severity: Severity) -> Rule {
    let first = markdown::first_sentence(code.page());
    Rule {
        id: code.name(),
        short_description: Message { text: format!("{first}.") },
        full_description: Message { text: markdown::first_paragraph(code.page()) },
        help: Page { text: markdown::render(code.page(), false), markdown: code.page() },
        default_configuration: json!({"level": severity_name(severity)}),
    }
}

fn result(found: &Diagnostic, rule_index: usize, fingerprint: String, files: &Files) -> SarifResult {
    let mut primary = match &found.primary {
        Some(label) => location(label.span, files),
        None => line_of(found.path.as_deref().unwrap_or(OF_THE_ESTATE), 1),
    };
    primary.logical_locations.extend(found.about.iter().map(|about| logical(about)));
    let mut lines: Vec<String> = words::lines(found).iter().map(|line| without_links(line)).collect();
    let manifests = found.about.iter().flat_map(|about| &about.manifests).map(|place| manifest(place));
    let related = found.related.iter().map(|label| related_location(label, files)).chain(manifests);
    let mut related: Vec<Location> = related.take(MOST_PLACES - 1).collect();
    for (id, place) in (1..).zip(&mut related) {
        place.id = Some(id);
        // Related places are shown only where the message leads to them.
        lines.push(link(id, place));
    }
    SarifResult {
        rule_id: found.code.name(),
        rule_index,
        level: severity_name(found.severity),
        message: Message { text: words::joined(&lines) },
        locations: [primary],
        related_locations: related,
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: found.fix.iter().map(|fix| self::fix(fix, files)).collect(),
    }
}

/// A line of the message that leads to a related place by its number.
fn link(id: usize, place: &Location) -> String {
    let told = place.message.as_ref().map_or(String::new(), |message| format!(": {}", message.text));
    let Physical { artifact_location, region } = &place.physical_location;
    // Percent-encoded: no bracket in it can end the link.
    format!("[{}:{}]({id}){told}", artifact_location.uri, region.start_line)
}

/// The object and field that a finding is about.
fn logical(about: &About) -> Value {
    let kind = if about.field.is_empty() { "object" } else { "property" };
    let dot = if about.field.is_empty() { "" } else { "." };
    let name = format!("{}{dot}{}", about.object, about.field);
    json!({"fullyQualifiedName": visible(&name), "kind": kind})
}

/// The line of a manifest that a finding's line becomes: `golden/prod/shop/service-shop.yaml:14`.
fn manifest(place: &str) -> Location {
    let (path, line) = place.rsplit_once(':').unwrap_or((place, ""));
    let message = Some(Message { text: "the manifest".to_owned() });
    Location { message, ..line_of(path, line.parse().unwrap_or(1)) }
}

/// What stays the same when lines move: the code, the file, the words; equal ones are counted.
///
/// GitHub's own `primaryLocationLineHash` is left to the action that uploads.
fn fingerprint(found: &Diagnostic, files: &Files, seen: &mut BTreeMap<String, usize>) -> String {
    let at = found.primary.as_ref().map(|label| label.span);
    let path = at.map(|span| files.path(span)).or(found.path.as_deref()).unwrap_or("");
    let pointed = at.map_or("", |span| files.text(span));
    let parts = [found.code.name(), path, &found.message, pointed];
    let digest = Digest::of(parts.join("\0").as_bytes()).hex();
    let count = seen.entry(digest.clone()).and_modify(|count| *count += 1).or_insert(1);
    format!("{digest}:{count}")
}

/// The edits, file by file, as the places in a file have to be told.
fn fix(fix: &Fix, files: &Files) -> Value {
    let mut by_file: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(files.path(edit.span)).or_default().push(json!({
            "deletedRegion": region(edit.span, files),
            "insertedContent": Message { text: edit.replacement.clone() },
        }));
    }
    let change = |(path, replacements): (&str, Vec<Value>)| json!({"artifactLocation": Artifact { uri: uri(path) }, "replacements": replacements});
    json!({
        "description": Message { text: without_links(&fix.description) },
        "artifactChanges": by_file.into_iter().map(change).collect::<Vec<_>>(),
    })
}

fn related_location(label: &Label, files: &Files) -> Location {
    let message = (!label.text.is_empty()).then(|| Message { text: without_links(&label.text) });
    Location { message, ..location(label.span, files) }
}

fn location(span: Span, files: &Files) -> Location {
    at(files.path(span), region(span, files))
}

/// The beginning of a line.
fn line_of(path: &str, line: usize) -> Location {
    at(path, Region { start_line: line, start_column: 1, end_line: line, end_column: 1 })
}

fn at(path: &str, region: Region) -> Location {
    let physical_location = Physical { artifact_location: Artifact { uri: uri(path) }, region };
    Location { id: None, physical_location, logical_locations: Vec::new(), message: None }
}

fn region(span: Span, files: &Files) -> Region {
    let at = place(files, span);
    Region { start_line: at.line, start_column: at.column, end_line: at.end_line, end_column: at.end_column }
}

/// A viewer takes `[text](target)` in a message for a link, which no text of a user may make.
fn without_links(line: &str) -> String {
    visible(line).replace("](", "] (")
}

/// A path as a relative URI reference (RFC 3986): all but unreserved characters and `/` are percent-encoded.
fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use platc::source::SourceFile;

    use super::super::samples;
    use super::*;
    use crate::cli::render::PathsFrom;
    use crate::cli::summary::Summary;

    #[test]
    fn one_run_that_says_everything() {
        samples::expect("shop.sarif.json", &samples::shop(render));
    }

    #[test]
    fn hostile_text_makes_no_link_and_hides_nothing() {
        let text = samples::hostile(render);
        samples::expect("hostile.sarif.json", &text);
        assert!(!text.contains("\\u001b"), "{text}");
        let document: Value = serde_json::from_str(&text).unwrap();
        let message = document["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
        // Only our own, which lead to related places.
        let links: Vec<&str> = message.split("](").skip(1).map(|rest| &rest[..2]).collect();
        assert_eq!(links, ["1)", "2)"], "{message}");
    }

    fn fingerprints(before: &str) -> Vec<String> {
        let mut files = Files::new();
        let text = format!("{before}a: 1\nb: 1\n");
        let file = files.add(SourceFile::new("apps/a/app.yaml", text));
        let found = |at: usize| {
            Diagnostic::error(platc::diagnostic::code::WRONG_TYPE, "odd")
                .at(Some(Span::new(file, before.len() + at, before.len() + at + 1)), "")
        };
        let diagnostics = vec![found(0), found(5), found(0)];
        let report = Report {
            diagnostics,
            files: &files,
            summary: Summary::default(),
            result: None,
            paths_from: PathsFrom::Estate,
        };
        let document: Value = serde_json::from_str(&render(&report)).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"][FINGERPRINT].to_string()).collect()
    }

    #[test]
    fn fingerprints_stay_when_lines_move() {
        let here = fingerprints("");
        assert_eq!(here, fingerprints("# one\n\n# two\n"));
        let different: std::collections::BTreeSet<&String> = here.iter().collect();
        assert_eq!(different.len(), 3, "{here:?}");
    }

    #[test]
    fn no_more_than_github_takes_and_the_worst_stay() {
        let files = Files::new();
        let code = platc::diagnostic::code::WRONG_TYPE;
        let warnings = (0..MOST_RESULTS).map(|number| Diagnostic::warning(code, format!("w{number}")));
        let diagnostics = warnings.chain([Diagnostic::error(code, "e")]).collect();
        let report = Report {
            diagnostics,
            files: &files,
            summary: Summary::default(),
            result: None,
            paths_from: PathsFrom::Estate,
        };
        let document: Value = serde_json::from_str(&render(&report)).unwrap();
        let run = &document["runs"][0];
        assert_eq!(run["results"].as_array().unwrap().len(), MOST_RESULTS);
        assert_eq!(run["results"][0]["level"], "error");
        let told = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(told, "1 finding left out");
    }

    #[test]
    fn pages_are_as_short_as_github_takes_them() {
        for code in platc::diagnostic::code::ALL {
            let rule = rule(*code, Severity::Error);
            for text in [&rule.short_description.text, &rule.full_description.text] {
                assert!(text.len() <= 1024 && text.len() > 1, "{}: {text}", code.name());
            }
        }
    }
}

//! Playing the cases.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use platc::diagnostic::{Diagnostic, Severity, arrange};
use platc::manifest::Object;
use platc::schema::output::{Minor, OutputSchemas};
use platc::source::{Files, SourceFile};
use platc::syntax::{self, ParseOptions};
use platc::verify::{Check, Rule, Scope, Subject, Summary, between, rules, verify};
use platc::workspace::definitions;

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify")
}

/// Every rule's folder with the manifests in it.
pub fn cases() -> BTreeMap<String, Vec<PathBuf>> {
    let mut cases: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for entry in
        std::fs::read_dir(folder()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir())
    {
        let files = std::fs::read_dir(entry.path()).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|kind| kind == "yaml")).collect();
        files.sort();
        cases.insert(entry.file_name().into_string().unwrap(), files);
    }
    cases
}

/// What is found in manifests.
pub fn findings(text: &str) -> (Vec<Diagnostic>, Files) {
    let mut files = Files::new();
    let id = files.add(SourceFile::new("case.yaml", text));
    let parsed = syntax::parse(id, text, &ParseOptions::default());
    let nodes = parsed.documents.into_iter().map(|document| document.root).filter(|node| !node.is_null());
    let objects: Vec<Object> =
        nodes.map(|node| Object::new(node, "case.yaml").expect("a case holds objects")).collect();
    let (mut schemas, mut found) = (OutputSchemas::default(), parsed.diagnostics);
    objects.iter().for_each(|object| definitions::among(&object.node, &mut schemas, &mut found));
    let subject = Subject { objects: &objects, paths: &[], schemas: &schemas, minor: minor(text) };
    found.extend(verify(&subject));
    let scope = if text.starts_with("# closed") { Scope::Closed } else { Scope::Open };
    found.extend(between(&[&Summary::of("", &subject)], scope).into_iter().map(|(_, found)| found));
    (arrange(found, &files), files)
}

/// Whether a rule holds between objects rather than of one.
fn is_between(rule: &Rule) -> bool {
    matches!(rule.check, Check::References(..) | Check::Between(_))
}

fn minor(text: &str) -> Minor {
    match text.lines().next().and_then(|line| line.strip_prefix("# kubernetes: 1.")) {
        Some(minor) => Minor::new(minor.trim().parse().expect("a minor")),
        None => OutputSchemas::embedded().newest(),
    }
}

/// A line for each finding; in the folder of a rule of single objects, none for those that hold between them.
fn said(rule: &str, text: &str) -> String {
    let (mut found, files) = findings(text);
    let between: Vec<&str> = rules().filter(|rule| is_between(rule)).map(|rule| rule.code.name()).collect();
    if !between.contains(&rule) {
        found.retain(|found| !between.contains(&found.code.name()));
    }
    let mut said = String::new();
    for one in found {
        let severity = if one.severity == Severity::Error { "error" } else { "warning" };
        let place = one.primary.as_ref().map(|label| files.position(label.span));
        let place = place.map_or("-".to_string(), |place| format!("{}:{}", place.line, place.column));
        let about = one.about.as_ref().map_or(String::new(), |about| format!(" [{about}]"));
        let help = one.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        writeln!(said, "{place} {severity}[{}] {}{help}{about}", one.code.name(), one.message).unwrap();
    }
    said
}

#[test]
fn every_case_finds_what_it_should() {
    let bless = std::env::var_os("PLATC_BLESS").is_some();
    let mut complaints = Vec::new();
    for (rule, path) in
        cases().into_iter().flat_map(|(rule, files)| files.into_iter().map(move |path| (rule.clone(), path)))
    {
        let said = said(&rule, &std::fs::read_to_string(&path).unwrap());
        let expected = path.with_extension("txt");
        if bless {
            std::fs::write(&expected, said).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != said {
            complaints.push(format!("{}\n{said}", path.display()));
        }
    }
    assert!(
        complaints.is_empty(),
        "PLATC_BLESS=1 accepts what is found now; it is\n{}",
        complaints.join("\n")
    );
}

/// A folder whose cases never show its rule shows nothing.
#[test]
fn every_folder_shows_its_rule() {
    for (rule, files) in cases() {
        let shows = |path: &PathBuf| {
            let (found, _) = findings(&std::fs::read_to_string(path).unwrap());
            found.iter().any(|one| one.code.name() == rule)
        };
        assert!(files.iter().any(shows), "no case in tests/verify/{rule} is found to break it");
    }
}

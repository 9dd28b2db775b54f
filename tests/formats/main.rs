//! Reports for other programs are what those programs read: every estate of `tests/ui`, with all its mistakes, as
//! SARIF that fits the schema of the standard and what GitHub asks beyond it, and as XML that is well-formed. Their paths
//! are the repository's.

mod repository;
mod xml;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The estates of the cases in `tests/ui`.
fn estates() -> Vec<PathBuf> {
    let cases = std::fs::read_dir(root().join("tests/ui")).unwrap();
    let inputs = cases.map(|case| case.unwrap().path().join("input"));
    let mut estates: Vec<PathBuf> = inputs.filter(|input| input.join("platc.yaml").is_file()).collect();
    estates.sort();
    assert!(estates.len() > 100, "only {} estates", estates.len());
    estates
}

/// What `platc check` says of an estate; `None` where the machine refused to look.
fn check(estate: &Path, format: &str) -> Option<String> {
    let arguments = ["check", "--format", format, "--root"];
    let output = Command::new(env!("CARGO_BIN_EXE_platc")).args(arguments).arg(estate).output().unwrap();
    (output.status.code() != Some(2)).then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn sarif_fits_the_schema_of_the_standard() {
    let schema = std::fs::read_to_string(root().join("tests/formats/sarif/sarif-schema-2.1.0.json")).unwrap();
    // Of a language, which we do not write: a stray bracket that ECMA 262 takes for itself, and other engines refuse.
    let language = r"^[a-zA-Z]{2}|^[a-zA-Z]{2}-[a-zA-Z]{2}]?$";
    assert!(schema.contains(language));
    let schema: Value = serde_json::from_str(&schema.replace(language, "^[a-zA-Z-]*$")).unwrap();
    let validator =
        jsonschema::options().should_validate_formats(true).offline().build(&schema).expect("a schema");
    assert!(!validator.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{}]})), "it demands a tool");
    let mut results = 0;
    for estate in estates() {
        let Some(text) = check(&estate, "sarif") else { continue };
        let document: Value = serde_json::from_str(&text).unwrap();
        let complaints: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path().as_str()))
            .collect();
        assert!(complaints.is_empty(), "{}:\n{}", estate.display(), complaints.join("\n"));
        results += fits_github(&document);
    }
    assert!(results > 300, "only {results} findings");
}

/// What code scanning asks for and the standard does not; how many results there are.
fn fits_github(document: &Value) -> usize {
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        assert!(rule["help"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
    }
    let results = run["results"].as_array().unwrap();
    let mut fingerprints = std::collections::BTreeSet::new();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains([':', ' ', '\\']), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() >= 1);
        assert!(fingerprints.insert(result["partialFingerprints"].to_string()), "{result}");
    }
    results.len()
}

#[test]
fn junit_is_well_formed() {
    for estate in estates() {
        let Some(text) = check(&estate, "junit") else { continue };
        let cases =
            xml::elements(&text).unwrap_or_else(|fault| panic!("{}: {fault}\n{text}", estate.display()));
        assert!(cases.iter().filter(|name| *name == "testcase").count() > 0, "{text}");
    }
}

//! What holds between the objects that authors of real estates wrote, and between those that we make of them.

use platc::manifest::Object;
use platc::schema::output::OutputSchemas;
use platc::verify::{Scope, Subject, Summary, between, verify};

use crate::{documents, folder, yaml_files};

/// What is found in the manifests below a folder: file, code and message.
fn findings(path: &str, scope: Scope) -> Vec<String> {
    let schemas = OutputSchemas::embedded();
    let files = yaml_files(&folder(path));
    let mut said = Vec::new();
    let mut summaries = Vec::new();
    for file in &files {
        let nodes = documents(&std::fs::read_to_string(file).unwrap());
        let objects: Vec<Object> = nodes.into_iter().filter_map(|node| Object::new(node, "").ok()).collect();
        let subject = Subject { objects: &objects, paths: &[], schemas, minor: schemas.newest() };
        said.extend(verify(&subject).into_iter().map(|found| (summaries.len(), found)));
        summaries.push(Summary::of("", &subject));
    }
    said.extend(between(&summaries.iter().collect::<Vec<_>>(), scope));
    let name = |at: usize| files[at].file_name().unwrap().to_str().unwrap().to_string();
    said.iter().map(|(at, found)| format!("{} {}: {}", name(*at), found.code.name(), found.message)).collect()
}

/// Every finding is true: each says what is not in the folder, or what is odd.
#[test]
fn originals_hold_together() {
    assert_eq!(findings("online-boutique/original", Scope::Open), Vec::<String>::new());
    assert_eq!(findings("bank-of-anthos/original", Scope::Open), Vec::<String>::new());
}

/// What we make refers to nothing that is not there or declared, and contradicts nothing that is.
#[test]
fn golden_trees_hold_together() {
    for tree in
        ["kitchen-sink/golden/dev", "kitchen-sink/golden/prod", "online-boutique/golden", "../../golden/prod"]
    {
        assert_eq!(findings(tree, Scope::Open), Vec::<String>::new(), "{tree}");
    }
}

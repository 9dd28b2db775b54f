//! The estate at the root of this repository: the product's showcase, and its acceptance test.

use std::path::Path;

use platc::compile::Selection;
use platc::ops::Compiled;
use platc::ops::check::{CheckOptions, check};
use platc::system::{Disk, Memory, System};

fn root() -> Disk {
    Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The estate's own files in memory, without `dropped`.
fn copy(dropped: &str) -> Memory {
    let mut files = vec![("platc.yaml".to_string(), root().read("platc.yaml").unwrap())];
    for folder in ["apps", "overlays", "templates", "schemas/extensions"] {
        let listed = root().files(folder).unwrap();
        files.extend(listed.into_iter().map(|entry| (entry.name.clone(), root().read(&entry.name).unwrap())));
    }
    files.retain(|(path, _)| path != dropped);
    Memory::with_files(files)
}

/// How many objects are compiled, and all their text.
fn rendered(system: &dyn System) -> (usize, String) {
    let compiled = Compiled::new(system, Selection::default()).unwrap();
    let findings = compiled.findings();
    assert!(findings.is_empty(), "{findings:#?}");
    let files: Vec<Vec<u8>> =
        compiled.units().iter().flat_map(|unit| unit.files.clone().into_values()).collect();
    (files.len(), files.into_iter().map(|bytes| String::from_utf8(bytes).unwrap()).collect())
}

#[test]
fn it_compiles_without_a_finding_to_its_golden_files() {
    let checked = check(&root(), &CheckOptions::default()).unwrap();
    let findings = &checked.outcome.findings;
    assert!(findings.is_empty(), "`platc golden`? {findings:#?}");
    // Six apps in dev, five in staging and prod; and what each of the three environments has of its own.
    assert_eq!(checked.outcome.compiled.units().len(), 6 + 5 + 5 + 3);
}

#[test]
fn each_of_its_templates_does_something() {
    let (objects, text) = rendered(&copy(""));
    let kind = "templates/kubernetes/app/podmonitor.yaml";
    let (without_kind, text_without_kind) = rendered(&copy(kind));
    // A monitor each for thumbnails, their worker, the chat, the API and the database, in three environments.
    assert_eq!(objects, without_kind + 15);
    assert!(text.contains("kind: PodMonitor") && !text_without_kind.contains("kind: PodMonitor"));

    let extension = "templates/kubernetes/app/probe.yaml";
    let (without_extension, text_without_extension) = rendered(&copy(extension));
    assert_eq!(objects, without_extension + 3);
    assert!(text.contains("kind: Probe") && !text_without_extension.contains("kind: Probe"));

    let part = "templates/kubernetes/part/spread.yaml";
    let (without_part, text_without_part) = rendered(&copy(part));
    assert_eq!(objects, without_part);
    assert!(text.contains("nodeTaintsPolicy: Honor") && !text_without_part.contains("nodeTaintsPolicy"));
}

//! Writing: what is whose, what forbids it, what a stop leaves behind, what two writers do to each other.

mod disk;
mod faulty;
mod ownership;
mod stops;

use std::collections::BTreeMap;

use platc::manifest::{Report, Request, Step, Unit, write};
use platc::system::{Memory, System};

/// An owner with files of text.
fn unit(owner: &str, files: &[(&str, &str)]) -> Unit {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Unit { owner: owner.to_owned(), files: files.collect(), inputs: vec![format!("apps/{owner}/app.yaml")] }
}

fn request(units: Vec<Unit>) -> Request {
    Request { folder: "golden".to_owned(), units, retire: Vec::new() }
}

/// Writes, and expects that nothing forbids it.
fn written(system: &dyn System, request: &Request) -> Report {
    write(system, request, &|_: Step| {}).expect("nothing forbids writing")
}

/// Writes, and gives the code and path of each finding.
fn refused(system: &dyn System, request: &Request) -> Vec<(&'static str, String)> {
    let found = write(system, request, &|_: Step| {}).expect_err("writing should be refused");
    found.into_iter().map(|finding| (finding.code.name(), finding.path.unwrap_or_default())).collect()
}

/// The text of every file outside `.platc`.
fn tree(memory: &Memory) -> BTreeMap<String, String> {
    let contents = memory.contents().into_iter().filter(|(path, _)| !path.contains(".platc/"));
    contents.map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned())).collect()
}

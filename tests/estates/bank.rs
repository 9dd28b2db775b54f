//! Bank of Anthos: databases as StatefulSets, ConfigMaps that all share, an account of the cloud. The environment
//! `original` says what its authors wrote, without a patch.

use platc::diagnostic::code;
use platc::ops::check::{CheckOptions, check};
use platc::system::Disk;

use crate::originals::{come_out_again, compiled};
use crate::{folder, yaml_files};

const ESTATE: &str = "bank-of-anthos";

#[test]
fn the_originals_come_out_again() {
    let fields = come_out_again(ESTATE, 23);
    assert!(fields > 500, "only {fields} fields were compared");
}

#[test]
fn words_say_it_all() {
    for path in
        ["apps", "overlays"].into_iter().flat_map(|part| yaml_files(&folder(&format!("{ESTATE}/{part}"))))
    {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("patches"), "{}", path.display());
    }
}

#[test]
fn it_compiles_without_a_finding() {
    let compiled = compiled(ESTATE, "original");
    assert!(compiled.findings().is_empty(), "{:#?}", compiled.findings());
    assert_eq!(compiled.units().len(), 10);
}

#[test]
fn the_golden_files_are_up_to_date() {
    let checked = check(&Disk::new(folder(ESTATE)), &CheckOptions::default()).unwrap();
    let stale: Vec<_> =
        checked.outcome.findings.iter().filter(|found| found.code == code::GOLDEN_STALE).collect();
    assert_eq!(checked.stale, 0, "`platc golden` in tests/estates/{ESTATE}: {stale:#?}");
}

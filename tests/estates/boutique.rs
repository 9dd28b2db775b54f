//! Online Boutique: the environment `original` says what its authors wrote; three more are what a team would want.

use platc::diagnostic::code;
use platc::ops::check::{CheckOptions, check};
use platc::system::Disk;

use crate::folder;
use crate::originals::{come_out_again, compiled};

const ESTATE: &str = "online-boutique";

#[test]
fn the_originals_come_out_again() {
    let fields = come_out_again(ESTATE, 35);
    assert!(fields > 500, "only {fields} fields were compared");
}

#[test]
fn every_environment_compiles() {
    for (environment, apps) in [("original", 12), ("dev", 12), ("staging", 12), ("prod", 11)] {
        let compiled = compiled(ESTATE, environment);
        let findings = compiled.findings();
        // The authors gave their images no tags; only `original` leaves it at that.
        let is_known = |found: &&platc::diagnostic::Diagnostic| {
            environment == "original" && found.code == code::IMAGE_TAG_MISSING
        };
        let others: Vec<_> = findings.iter().filter(|found| !is_known(found)).collect();
        assert!(others.is_empty(), "{environment}: {others:#?}");
        assert_eq!(compiled.counts().apps, apps, "{environment}");
    }
}

#[test]
fn the_golden_files_are_up_to_date() {
    let checked = check(&Disk::new(folder(ESTATE)), &CheckOptions::default()).unwrap();
    let stale: Vec<_> =
        checked.outcome.findings.iter().filter(|found| found.code == code::GOLDEN_STALE).collect();
    assert_eq!(checked.stale, 0, "`platc golden` in tests/estates/{ESTATE}: {stale:#?}");
}

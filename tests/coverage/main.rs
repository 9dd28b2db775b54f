//! How much of what real estates write the language says by its own words: `docs/coverage.md`, measured.
//!
//! `fields.tsv` has the fields, counted in public estates. For each of them an app of the estate beside this file is
//! compiled, and the word is read off: the key that the field's origin points at in the spec. What no word says is written
//! below `patches`. `PLATC_BLESS=1 cargo test --test coverage` writes the page.

mod field;
mod page;
mod seen;

use std::path::Path;

use field::{List, Row};
use seen::Seen;

/// Least share of the main table's occurrences that words must say, in percent.
const LEAST: f64 = 99.0;

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/coverage"))
}

#[test]
fn the_page_says_what_is_measured() {
    let seen = Seen::of(&folder().join("estate"));
    let rows = field::rows(&std::fs::read_to_string(folder().join("fields.tsv")).unwrap());
    let page = page::page(&rows, &seen);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/coverage.md");
    if std::env::var_os("PLATC_BLESS").is_some() {
        std::fs::write(path, page).unwrap();
    } else {
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            there == page,
            "docs/coverage.md: PLATC_BLESS=1 cargo test --test coverage writes what is so now"
        );
    }
}

#[test]
fn words_say_what_real_estates_write() {
    let seen = Seen::of(&folder().join("estate"));
    let rows = field::rows(&std::fs::read_to_string(folder().join("fields.tsv")).unwrap());
    let main: Vec<&Row> = rows.iter().filter(|row| row.list == List::Main).collect();
    let share = page::share(&main, &seen);
    let left: Vec<&str> =
        main.iter().filter(|row| row.words(&seen).is_none()).map(|row| row.field.as_str()).collect();
    assert!(share >= LEAST, "words say only {share:.1} % of the occurrences; left to patches: {left:#?}");
}

/// What is left is said by patches. Only what the API server takes in no workload cannot be said.
#[test]
fn patches_say_the_rest() {
    let seen = Seen::of(&folder().join("estate"));
    let rows = field::rows(&std::fs::read_to_string(folder().join("fields.tsv")).unwrap());
    let unsaid = rows.iter().filter(|row| row.words(&seen).is_none() && row.patch(&seen).is_none());
    let unsaid: Vec<&str> = unsaid.map(|row| row.field.as_str()).collect();
    assert_eq!(unsaid, ["pod.ephemeralContainers[]{}"]);
}

/// Nobody's app is there for nothing: each brings about a field that no app before it does.
#[test]
fn every_app_of_the_estate_is_needed() {
    let seen = Seen::of(&folder().join("estate"));
    let rows = field::rows(&std::fs::read_to_string(folder().join("fields.tsv")).unwrap());
    let words = rows.iter().filter_map(|row| row.words(&seen)).flatten();
    let patches = rows.iter().filter_map(|row| row.patch(&seen));
    let named: std::collections::BTreeSet<&str> =
        words.chain(patches).map(|word| word.app.as_str()).collect();
    for app in seen.apps() {
        assert!(named.contains(app.as_str()), "{app} brings about nothing that another does not");
    }
}

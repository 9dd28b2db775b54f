//! What users see: each folder beside this file is a case, played against the real binary.
//!
//! A case is a folder named after a behaviour:
//!
//! - `command`: what is typed behind `platc`, one invocation a line; `NAME=value` before the arguments sets
//!   a variable, `< path` behind them is standard input, `cd folder` goes somewhere else, `rm path` and
//!   `write path text` change a file
//! - `input/`: the files that are there; a copy of it is the working directory
//! - `setup`: what plain text in Git cannot hold, see [`setup`]
//! - `stdout`, `stderr`: what is printed; missing means nothing; `38 ms` is kept as `… ms`
//! - `exit`: the exit codes, one a line; missing means 0
//! - `after/`: files that are new or changed afterwards, `removed`: those that are gone; without either, a
//!   case that changes anything fails
//!
//! `README.md` lists the rules of the language with the cases that break them.
//!
//! `PLATC_BLESS=1 cargo test --test ui` writes the expectations, `PLATC_UI=name` plays the cases whose name
//! contains it.

mod case;
mod play;
mod rules;
mod setup;
mod streams;
mod tree;

use case::Case;

#[test]
fn every_case_prints_what_it_should() {
    let bless = std::env::var_os("PLATC_BLESS").is_some();
    let wanted = std::env::var("PLATC_UI").unwrap_or_default();
    let cases: Vec<Case> = case::all().into_iter().filter(|case| case.name.contains(&wanted)).collect();
    assert!(!cases.is_empty(), "no case is called `{wanted}`");
    let failures: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let seen = play::play(case);
            if bless {
                case.bless(&seen);
                return None;
            }
            let complaints = case.compare(&seen);
            (!complaints.is_empty()).then(|| format!("━━ {} ━━\n{}", case.name, complaints.join("\n")))
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases differ (- expected, + seen); PLATC_BLESS=1 accepts what is seen\n\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n\n")
    );
}

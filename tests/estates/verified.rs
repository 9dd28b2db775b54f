//! What `platc verify` says of the manifests that authors of real estates wrote, and of those that we make.

use std::process::Command;

use crate::folder;

/// The findings for a folder: `<file> <severity>[<code>] <message>`, by file.
fn findings(path: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_platc"));
    command.current_dir(folder(path)).args(["verify", ".", "--format", "concise"]);
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let found = |line: &str| {
        let (place, message) = line.split_once(": ")?;
        let file = place.split(':').next()?.rsplit('/').next()?;
        Some(format!("{file} {message}"))
    };
    text.lines().filter_map(found).collect()
}

/// The API server accepts all of them. A warning each for what is not there, and for what is odd:
///
/// - the README of the bank has its user make the Secret `jwt-key` by hand;
/// - its databases are StatefulSets behind usual Services, which is enough for one pod each.
#[test]
fn originals_have_no_errors() {
    assert_eq!(findings("online-boutique/original"), Vec::<String>::new());
    assert_eq!(
        findings("bank-of-anthos/original"),
        [
            "accounts-db.yaml warning[stateful-service]: Service/accounts-db is not headless: the pods have no names of their own",
            "balance-reader.yaml warning[secret-reference]: there is no Secret `jwt-key`",
            "ledger-db.yaml warning[stateful-service]: Service/ledger-db is not headless: the pods have no names of their own",
        ]
    );
}

/// What we make has no errors either. Of what somebody else makes there are warnings: here only Secrets are declared so.
#[test]
fn golden_trees_have_no_errors() {
    for tree in ["online-boutique/golden", "../../golden"] {
        let found = findings(tree);
        let is_odd = |line: &&String| !line.contains("warning[secret-reference]: there is no Secret");
        let odd: Vec<&String> = found.iter().filter(is_odd).collect();
        assert!(odd.is_empty(), "{tree}: {odd:#?}");
    }
    for tree in ["kitchen-sink/golden", "bank-of-anthos/golden"] {
        let errors: Vec<String> =
            findings(tree).into_iter().filter(|line| line.contains(" error[")).collect();
        assert!(errors.is_empty(), "{tree}: {errors:#?}");
    }
}

//! The table of rules in README.md: each case that it names is there, and finds something.

use super::case;

#[test]
fn every_rule_has_a_case_that_breaks_it() {
    let cases = case::all();
    let rows = include_str!("README.md").lines().filter_map(|line| {
        let (rule, named) = line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        (named != "case").then_some((rule, named))
    });
    let (mut wrong, mut rules) = (Vec::new(), 0);
    for (rule, named) in rows {
        rules += 1;
        for name in named.split(", ") {
            let name = name.trim_matches('`');
            match cases.iter().find(|case| case.name == name) {
                None => wrong.push(format!("{rule}: there is no case `{name}`")),
                Some(case) if !finds(case) => wrong.push(format!("{rule}: `{name}` finds nothing")),
                Some(_) => {}
            }
        }
    }
    assert!(rules > 60, "the table is not read: {rules} rules");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a case expects an error or a warning.
fn finds(case: &case::Case) -> bool {
    ["stdout", "stderr"].iter().any(|stream| {
        let text = case.text(stream);
        text.contains("error[") || text.contains("warning[")
    })
}

//! The page of every rule shows it: its first example breaks the rule, its last one is clean.

use platc::diagnostic::Diagnostic;
use platc::verify::rules;

use crate::case::findings;
use crate::registry::{COMPILED, LARGE};

/// The examples of a page.
fn examples(page: &str) -> Vec<String> {
    let mut examples = Vec::new();
    let mut lines = page.lines();
    while lines.by_ref().any(|line| line == "```yaml") {
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        examples.push(block.join("\n") + "\n");
    }
    examples
}

#[test]
fn examples_show_what_the_page_says() {
    for rule in rules().filter(|rule| !COMPILED.iter().chain(&LARGE).any(|name| *name == rule.code.name())) {
        let name = rule.code.name();
        let examples = examples(rule.code.page());
        assert!(examples.len() >= 2, "{name}: the page shows what breaks the rule, and how it is mended");
        let (first, last) = (examples.first().unwrap(), examples.last().unwrap());
        let (found, _) = findings(first);
        assert!(found.iter().any(|one| one.code == rule.code), "{name}: the first example does not break it");
        let (left, _) = findings(last);
        let left: Vec<&Diagnostic> =
            left.iter().filter(|one| one.is_error() || one.code == rule.code).collect();
        assert!(left.is_empty(), "{name}: the last example is not clean: {left:?}");
    }
}

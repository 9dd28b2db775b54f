//! The page of every rule and of every code that stands for one shows it: its first example breaks the rule, its last one is clean.

use platc::diagnostic::{Code, Diagnostic, code};
use platc::verify::rules;

use crate::case::findings;
use crate::registry::COMPILED;

/// Rules whose breach is longer than anybody would read on a page; their cases show it.
const LONG: [&str; 2] = ["data-too-large", "object-size"];

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

/// Codes of the check by schema whose pages have whole manifests.
const OF_SCHEMAS: &[Code] = &[code::CEL_RULE];

#[test]
fn examples_show_what_the_page_says() {
    let is_shown = |code: &Code| !COMPILED.contains(&code.name()) && !LONG.contains(&code.name());
    for code in rules().map(|rule| rule.code).filter(is_shown).chain(OF_SCHEMAS.iter().copied()) {
        let name = code.name();
        let examples = examples(code.page());
        assert!(examples.len() >= 2, "{name}: the page shows what breaks the rule, and how it is mended");
        let (first, last) = (examples.first().unwrap(), examples.last().unwrap());
        let (found, _) = findings(first);
        assert!(found.iter().any(|one| one.code == code), "{name}: the first example does not break it");
        let (left, _) = findings(last);
        let left: Vec<&Diagnostic> = left.iter().filter(|one| one.is_error() || one.code == code).collect();
        assert!(left.is_empty(), "{name}: the last example is not clean: {left:?}");
    }
}

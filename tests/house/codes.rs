//! Every code of a finding has a page that helps, and every page a code.

use std::collections::BTreeSet;

use platc::diagnostic::code::ALL;

use crate::sources::{no_complaints, paths_below};

#[test]
fn codes_are_sorted_and_unique() {
    let names: Vec<&str> = ALL.iter().map(|code| code.name()).collect();
    let sorted: Vec<&str> = names.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(names, sorted, "left: src/diagnostic/code.rs, right: as it should be");
}

#[test]
fn names_are_words_and_hyphens() {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '.');
    let complaints = ALL
        .iter()
        .filter(|code| !code.name().chars().all(allowed))
        .map(|code| code.name().to_owned())
        .collect();
    no_complaints("a code is lower-case words and numbers with hyphens:", complaints);
}

#[test]
fn pages_explain_and_help() {
    let mut complaints = Vec::new();
    for code in ALL {
        let (name, page) = (code.name(), code.page());
        if !page.starts_with(&format!("# {name}\n\n")) {
            complaints.push(format!("{name}: the page begins with `# {name}` and an empty line"));
        }
        if !page.contains("\n**Fix.** ") {
            complaints.push(format!("{name}: the page says what to do: `**Fix.** …`"));
        }
        if page.matches("```").count() % 2 != 0 {
            complaints.push(format!("{name}: a code block is not closed"));
        }
        if !page.ends_with('\n') || page.ends_with("\n\n") {
            complaints.push(format!("{name}: the page ends with one line break"));
        }
    }
    no_complaints("`platc help <code>` is a page worth reading:", complaints);
}

#[test]
fn every_page_belongs_to_a_code() {
    let files: BTreeSet<String> = paths_below("src/diagnostic/pages")
        .into_iter()
        .filter_map(|path| Some(path.strip_prefix("src/diagnostic/pages/")?.strip_suffix(".md")?.to_owned()))
        .collect();
    let codes: BTreeSet<String> = ALL.iter().map(|code| code.name().to_owned()).collect();
    assert_eq!(files, codes, "left: pages/*.md, right: src/diagnostic/code.rs");
}

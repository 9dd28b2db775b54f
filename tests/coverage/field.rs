//! The fields of `fields.tsv`, in the notation of the count: `c.` is a container, `init.` an init container, `T.` the pod
//! template, `pod.` its spec; `[]` is an item of a list, `{}` whatever lies below, `{a,b}` the one and the other.

use crate::seen::{Seen, Word};

/// Words shown for a field; where labels come from, say, there are more.
const MOST_WORDS: usize = 5;

/// Which list a field stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// Counted in the application estates.
    Main,
    /// Rare there.
    Tail,
    /// Only in the operations estates.
    Operations,
    /// In none of them.
    Zero,
}

/// A field with how often it is written.
pub struct Row {
    pub list: List,
    pub field: String,
    /// Workloads of 225 that write it, as text: empty where only "few" is known.
    pub workloads: String,
    pub occurrences: usize,
    /// Workloads of 241 of the operations estates.
    pub operations: String,
}

/// Reads the table.
pub fn rows(text: &str) -> Vec<Row> {
    let rows: Vec<Row> = text.lines().skip(1).map(row).collect();
    assert!(rows.len() > 140, "only {} fields", rows.len());
    rows
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('\t').collect();
    let [list, field, workloads, _, occurrences, operations] = cells[..] else {
        panic!("`{line}` has no 6 cells")
    };
    let list = match list {
        "main" => List::Main,
        "tail" => List::Tail,
        "operations" => List::Operations,
        "zero" => List::Zero,
        _ => panic!("`{list}` is no list"),
    };
    let occurrences = if list == List::Main { occurrences.parse().unwrap() } else { 0 };
    Row {
        list,
        field: field.to_string(),
        workloads: workloads.to_string(),
        occurrences,
        operations: operations.to_string(),
    }
}

impl Row {
    /// The words that say the field, each once; `None` where one of its alternatives has none.
    pub fn words<'s>(&self, seen: &'s Seen) -> Option<Vec<&'s Word>> {
        let mut words: Vec<&Word> = Vec::new();
        for pattern in self.patterns() {
            let found = seen.words(|path| fits(&pattern, path));
            if found.is_empty() {
                return None;
            }
            let new = |word: &&Word| !words.iter().any(|known| known.word == word.word);
            let new: Vec<&Word> = found.into_iter().filter(new).take(MOST_WORDS).collect();
            words.extend(new);
        }
        Some(words)
    }

    /// The patch that says the field, where no word does.
    pub fn patch<'s>(&self, seen: &'s Seen) -> Option<&'s Word> {
        let patches: Option<Vec<&Word>> =
            self.patterns().iter().map(|pattern| seen.patch(|path| fits(pattern, path))).collect();
        patches?.into_iter().next()
    }

    /// `a.{b,c}` as `a.b` and `a.c`.
    fn patterns(&self) -> Vec<String> {
        let field = &self.field;
        match field.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?))) {
            Some((head, (inner, tail))) if !inner.is_empty() => {
                inner.split(',').map(|one| format!("{head}{one}{tail}")).collect()
            }
            _ => vec![field.clone()],
        }
    }
}

/// Whether a leaf's path is the field, or lies in it where it ends in `{}`.
fn fits(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix("{}") {
        Some(whole) => path.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        None => path == pattern,
    }
}

#[test]
fn the_notation_is_read() {
    let row = |field: &str| rows_of(field).patterns();
    assert_eq!(row("c.{name,image}"), ["c.name", "c.image"]);
    assert_eq!(row("T.metadata.labels{}"), ["T.metadata.labels{}"]);
    assert_eq!(row("pod.volumes[].configMap.items[].{key,path}").len(), 2);
    assert!(fits("T.metadata.labels{}", "T.metadata.labels.app"));
    assert!(!fits("T.metadata.labels{}", "T.metadata.labelsets.app"));
    assert!(fits("c.command[]", "c.command[]") && !fits("c.command", "c.command[]"));
}

#[cfg(test)]
fn rows_of(field: &str) -> Row {
    row(&format!("main\t{field}\t1\t1\t1\t1"))
}

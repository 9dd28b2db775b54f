//! What a render did, a line per environment: counts in columns, then which files changed.

use super::style;
use super::summary::counted;

/// Apps listed below an environment; more are counted.
pub const MOST_APPS: usize = 12;
/// Files listed beside an app; more are counted.
const MOST_FILES: usize = 4;

/// What was done for one environment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub environment: String,
    pub apps: usize,
    pub objects: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// How many apps have a written or removed file.
    pub changed: usize,
    /// Those of them that are to be named, the first [`MOST_APPS`] at least, with the names of those files, both sorted.
    pub named: Vec<(String, Vec<String>)>,
}

/// `prod  64 apps  842 objects   3 written  839 unchanged  0 removed`, then the changed files; all columns
/// are as wide as their widest entry, the time stands behind the last count.
pub fn lines(tallies: &[Tally], elapsed: std::time::Duration, colored: bool) -> String {
    let rows: Vec<[String; 6]> = tallies.iter().map(cells).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for (number, (tally, row)) in tallies.iter().zip(&rows).enumerate() {
        let mut cells = Vec::with_capacity(7);
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            cells.push(if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") });
        }
        if number + 1 == tallies.len() {
            cells.push(format!("{} ms", elapsed.as_millis()));
        }
        let line = cells.join("  ");
        text.push_str(&if tally.changed == 0 { line } else { style::strong(&line, colored) });
        text.push('\n');
        text.push_str(&changes(tally, colored));
    }
    text
}

fn cells(tally: &Tally) -> [String; 6] {
    [
        tally.environment.clone(),
        counted(tally.apps, "app"),
        counted(tally.objects, "object"),
        format!("{} written", tally.written),
        format!("{} unchanged", tally.unchanged),
        format!("{} removed", tally.removed),
    ]
}

fn changes(tally: &Tally, colored: bool) -> String {
    let shown = || tally.named.iter().take(MOST_APPS);
    let width = shown().map(|(app, _)| app.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (app, files) in shown() {
        let mut names: Vec<&str> = files.iter().take(MOST_FILES).map(String::as_str).collect();
        let more = format!("… {} more", files.len().saturating_sub(MOST_FILES));
        if files.len() > MOST_FILES {
            names.push(&more);
        }
        text.push_str(&format!("  {app:<width$}  {}\n", style::faint(&names.join("  "), colored)));
    }
    if tally.changed > MOST_APPS {
        text.push_str(&format!("  … {} more\n", counted(tally.changed - MOST_APPS, "app")));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn counts_stand_in_columns_and_changes_below() {
        let files = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let dev = Tally { environment: "dev".into(), apps: 1, objects: 9, unchanged: 9, ..Tally::default() };
        let prod = Tally {
            environment: "prod".into(),
            apps: 64,
            objects: 842,
            written: 3,
            unchanged: 839,
            removed: 0,
            changed: 2,
            named: vec![
                ("cart".into(), files(&["deployment-cart.yaml"])),
                ("checkout".into(), files(&["a.yaml", "b.yaml", "c.yaml", "d.yaml", "e.yaml"])),
            ],
        };
        assert_eq!(
            lines(&[dev, prod], Duration::from_millis(21), false),
            "dev     1 app    9 objects  0 written    9 unchanged  0 removed\n\
             prod  64 apps  842 objects  3 written  839 unchanged  0 removed  21 ms\n\
             \u{20} cart      deployment-cart.yaml\n\
             \u{20} checkout  a.yaml  b.yaml  c.yaml  d.yaml  … 1 more\n"
        );
    }
}

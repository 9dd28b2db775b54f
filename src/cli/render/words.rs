//! A finding in plain words, for readers that show the place themselves: annotations, code scanning, test reports.

use platc::diagnostic::{About, Diagnostic};
use platc::source::Files;

use super::place;
use crate::cli::escape::visible;

/// So many bytes are told; GitHub refuses a message of more than 64 KiB.
const MOST_BYTES: usize = 60_000;

/// The message, what stands under its place, the notes and what to do, a line each.
pub fn lines(diagnostic: &Diagnostic) -> Vec<String> {
    let under = diagnostic.primary.iter().map(|label| &label.text).filter(|text| !text.is_empty());
    let said = std::iter::once(&diagnostic.message).chain(under).map(|text| visible(text).into_owned());
    said.chain(advice(diagnostic)).collect()
}

/// The same with the related places, for readers that show only one place.
pub fn lines_with_places(diagnostic: &Diagnostic, files: &Files) -> Vec<String> {
    let mut lines = lines(diagnostic);
    let advice = lines.split_off(lines.len() - advice(diagnostic).count());
    lines.extend(diagnostic.related.iter().map(|label| {
        let at = place(files, label.span);
        format!("{}:{}: {}", visible(&at.file), at.line, visible(&label.text))
    }));
    lines.extend(diagnostic.about.iter().filter_map(|about| becomes(about)));
    lines.extend(advice);
    lines
}

/// `in Deployment/checkout.spec.replicas (from kubernetes/app/deployment.yaml)`.
pub fn in_object(about: &About) -> String {
    format!("in {}", visible(&about.to_string()))
}

/// Where a line of a person's ends: `becomes golden/prod/shop/service-shop.yaml:14`, the first of several.
pub fn becomes(about: &About) -> Option<String> {
    let (first, more) = about.manifests.split_first()?;
    let others = if more.is_empty() { String::new() } else { format!(" (and {} more)", more.len()) };
    Some(format!("becomes {}{others}", visible(first)))
}

fn advice(diagnostic: &Diagnostic) -> impl Iterator<Item = String> {
    let about = diagnostic.about.iter().map(|about| in_object(about));
    let notes = diagnostic.notes.iter().map(|note| format!("note: {}", visible(note)));
    let help = diagnostic.help.iter().map(|help| format!("help: {}", visible(help)));
    about
        .chain(notes)
        .chain(help)
        .chain(diagnostic.fix.iter().map(|fix| format!("fix: {}", visible(&fix.description))))
}

/// The lines as one text that no reader refuses for its length.
pub fn joined(lines: &[String]) -> String {
    let mut text = lines.join("\n");
    if text.len() > MOST_BYTES {
        text.truncate(text.floor_char_boundary(MOST_BYTES));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_any_length_is_taken() {
        let text = joined(&["é".repeat(100_000)]);
        assert!(text.len() <= MOST_BYTES + '…'.len_utf8() && text.ends_with("é…"));
    }
}

//! The formatter of hand-written YAML: tidies spaces, blank lines and indentation, keeps everything else.
//!
//! Comments, key order, quotes and line breaks inside values stay. `layout` and `indent` propose edits; this makes
//! them only where the text still reads the same.

use super::{Comment, ParseOptions, Parsed, apply, indent, layout, parse};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// The text in its tidy form: LF for every line break, no byte order mark, no blanks at line ends, one blank line at most between
/// lines and none at either end, one line break at the end, `{a: b}` and `[a, b]` without inner padding, `# ` before
/// a comment's words, two spaces a level with lists indented under their key.
///
/// The result has the same values and comments, and formatting it again changes nothing more. A text for which
/// that cannot be had comes back as it is.
///
/// Errors: the findings of a text that is not read without errors.
pub fn format(file: FileId, text: &str, options: &ParseOptions) -> Result<String, Vec<Diagnostic>> {
    let before = parse(file, text, options);
    if !before.is_ok() {
        return Err(before.diagnostics.into_iter().filter(Diagnostic::is_error).collect());
    }
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    let original = Read { text, parsed: &before };
    let tidy = |text: &str, reindents: bool| {
        let once = pass(file, text, options, reindents);
        let twice = pass(file, &once, options, reindents);
        (once == twice && original.is_same(&once, &parse(file, &once, options))).then_some(once)
    };
    // Where only the second way works, its result may still be open to the first.
    let settled = tidy(&plain, true).or_else(|| {
        let kept = tidy(&plain, false)?;
        Some(tidy(&kept, true).unwrap_or(kept))
    });
    Ok(settled.unwrap_or_else(|| text.to_owned()))
}

/// The text with one round of edits made. Indentation goes first: it moves what the others look at.
fn pass(file: FileId, text: &str, options: &ParseOptions, reindents: bool) -> String {
    let mut text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    if reindents {
        text = apply(&text, &indent::edits(file, &text, &parse(file, &text, options)));
    }
    apply(&text, &layout::edits(file, &text, &parse(file, &text, options)))
}

/// A text with what was read from it.
struct Read<'t> {
    text: &'t str,
    parsed: &'t Parsed,
}

impl Read<'_> {
    /// Whether another text holds the same values and comments.
    fn is_same(&self, text: &str, parsed: &Parsed) -> bool {
        let documents = || self.parsed.documents.iter().zip(&parsed.documents);
        let comments = || self.parsed.comments.iter().zip(&parsed.comments);
        parsed.is_ok()
            && self.parsed.documents.len() == parsed.documents.len()
            && self.parsed.comments.len() == parsed.comments.len()
            && documents().all(|(left, right)| left.root.same_value(&right.root))
            && comments().all(|(left, right)| {
                left.own_line == right.own_line && words(self.text, left) == words(text, right)
            })
    }
}

/// A comment's text without its `#` and the blanks around.
fn words<'t>(text: &'t str, comment: &Comment) -> &'t str {
    let written = text.get(comment.span.range()).unwrap_or_default();
    written.strip_prefix('#').unwrap_or(written).trim()
}

#[cfg(test)]
mod tests;

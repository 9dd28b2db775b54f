//! Comments that let findings pass: `# platc: allow <code> <reason>`, beside a line or alone above it.
//!
//! Reads them, lets pass what they name, and says which are wrong and which let nothing pass. Who asks when, and what
//! follows for the exit code, is left to others.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Comment, ParseOptions, RepeatedKeys, parse};
use crate::diagnostic::{Code, Diagnostic, code, nearest};
use crate::source::{FileId, SourceFile, Span};

/// What every such comment has in it.
const MARK: &str = "platc:";
const WORD: &str = "allow";
/// Two objects in one file: one of them would be lost.
const LOSING: [Code; 2] = [code::DUPLICATE_OBJECT, code::PATH_COLLISION];

/// What findings are of. Warnings pass always, errors not everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Of texts, specs and templates: with an error there is nothing that could be written.
    Texts,
    /// Of objects that are to be written.
    Compiled,
    /// Of objects that somebody else made.
    Read,
}

impl Of {
    /// Whether a finding may go untold.
    pub fn can_pass(self, found: &Diagnostic) -> bool {
        match self {
            Of::Texts => !found.is_error(),
            Of::Compiled => !LOSING.contains(&found.code),
            Of::Read => true,
        }
    }
}

/// The comments of some files.
#[derive(Debug, Default)]
pub struct Allows {
    by_file: BTreeMap<FileId, Vec<Allow>>,
    mistakes: Vec<Diagnostic>,
}

/// A file, or a document of one.
pub type Part<'f> = (FileId, &'f SourceFile);

#[derive(Debug)]
struct Allow {
    code: Code,
    /// The code in the comment.
    span: Span,
    /// The bytes of the line that it speaks of.
    line: Range<u32>,
    used: AtomicBool,
}

impl Allows {
    /// Reads the comments of files. Most have none: those are only searched.
    pub fn read<'f>(files: impl Iterator<Item = (FileId, &'f SourceFile)>) -> Self {
        Allows::read_parts(files.map(|at| (at, None)))
    }

    /// As [`Allows::read`], where a file may be a part of one and another part comes after it: what stands alone at the
    /// end of the one speaks of the other.
    pub fn read_parts<'f>(parts: impl Iterator<Item = (Part<'f>, Option<Part<'f>>)>) -> Self {
        let mut allows = Allows::default();
        for (part, next) in parts.filter(|((_, file), _)| may_be_in(file.text())) {
            let options =
                ParseOptions { repeated_keys: RepeatedKeys::AllowDirectives, ..ParseOptions::default() };
            for comment in parse(part.0, part.1.text(), &options).comments {
                allows.take(part, next, &comment);
            }
        }
        allows
    }

    fn take(&mut self, (id, file): Part, next: Option<Part>, comment: &Comment) {
        let Some(words) = Words::of(file, comment) else { return };
        if words.verb.0 != WORD {
            let message = format!("`{MARK} {}` says nothing to platc", words.verb.0);
            let found = Diagnostic::error(code::ALLOW_UNKNOWN, message).at(Some(words.verb.1), "");
            self.mistakes.push(found.help(format!("did you mean `{WORD}`?")));
            return;
        }
        let (name, span) = words.code;
        let Some(code) = Code::find(name) else {
            self.mistakes.push(unknown(name, span, comment.span));
            return;
        };
        if words.reason.is_empty() {
            let message = format!("`{name}` is allowed without a reason");
            let found = Diagnostic::error(code::ALLOW_WITHOUT_REASON, message).at(Some(span), "");
            self.mistakes.push(found.help(format!("say why: `# {MARK} {WORD} {name} <reason>`")));
        }
        let own = file.position(comment.span.start).line;
        let (id, line) = match comment.own_line {
            false => (id, line_at(file, own)),
            true => first_line(file, own + 1)
                .map(|line| (id, line))
                .or_else(|| next.and_then(|(next, file)| Some((next, first_line(file, file.first_line())?))))
                .unwrap_or((id, line_at(file, own))),
        };
        self.by_file.entry(id).or_default().push(Allow { code, span, line, used: AtomicBool::new(false) });
    }

    /// Takes out the findings that comments let pass.
    pub fn let_pass(&self, found: &mut Vec<Diagnostic>, of: Of) {
        if !self.by_file.is_empty() {
            found.retain_mut(|one| !self.passes(one, of));
        }
    }

    /// Whether a comment lets a finding pass.
    pub fn passes(&self, found: &mut Diagnostic, of: Of) -> bool {
        let Some(allow) = self.of(found) else { return false };
        allow.used.store(true, Ordering::Relaxed);
        let stays = !of.can_pass(found);
        let note = "this cannot be allowed: with it nothing can be written";
        if stays && !found.notes.iter().any(|known| known == note) {
            found.notes.push(note.to_string());
        }
        !stays
    }

    /// The comment that speaks of a finding.
    fn of(&self, found: &Diagnostic) -> Option<&Allow> {
        let span = found.primary.as_ref()?.span;
        let allows = self.by_file.get(&span.file)?;
        allows.iter().find(|allow| allow.code == found.code && allow.line.contains(&span.start))
    }

    /// What is wrong with the comments.
    pub fn mistakes(&self) -> impl Iterator<Item = &Diagnostic> {
        self.mistakes.iter()
    }

    /// The comments that let nothing pass. Says something only after everything was looked at.
    pub fn unused(&self) -> impl Iterator<Item = Diagnostic> {
        let unused = self.by_file.values().flatten().filter(|allow| !allow.used.load(Ordering::Relaxed));
        unused.map(|allow| {
            let name = allow.code.name();
            let message = format!("the comment lets nothing pass: its line has no `{name}`");
            let found = Diagnostic::warning(code::ALLOW_UNUSED, message).at(Some(allow.span), "");
            found.help("remove the comment, or put it beside or above the line that it speaks of")
        })
    }
}

/// Whether a text may hold such comments, seen from afar.
pub fn may_be_in(text: &str) -> bool {
    text.contains(MARK)
}

fn unknown(name: &str, span: Span, comment: Span) -> Diagnostic {
    if name.is_empty() {
        let found = Diagnostic::error(code::ALLOW_UNKNOWN, "the comment does not say what to allow");
        return found.at(Some(comment), "").help(format!("write `# {MARK} {WORD} <code> <reason>`"));
    }
    let near = nearest(name, code::ALL.iter().map(Code::name));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`platc help codes` lists the codes".to_string(),
    };
    let found = Diagnostic::error(code::ALLOW_UNKNOWN, format!("`{name}` is not the code of a finding"));
    found.at(Some(span), "").help(help)
}

/// Whether there is anything in a text that a comment could speak of.
pub fn has_content(file: &SourceFile) -> bool {
    first_line(file, file.first_line()).is_some()
}

/// The first line that holds more than a comment, from one on.
fn first_line(file: &SourceFile, from: usize) -> Option<Range<u32>> {
    let mut lines = (from..).take_while(|line| file.line_start(*line).is_some());
    lines.find(|line| !is_empty(file.line(*line))).map(|line| line_at(file, line))
}

fn line_at(file: &SourceFile, line: usize) -> Range<u32> {
    let end = file.line_start(line + 1).unwrap_or(u32::MAX);
    file.line_start(line).unwrap_or(end)..end
}

/// Whether a line holds nothing, or nothing but a comment or the end of a document.
fn is_empty(line: &str) -> bool {
    let rest = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
    let rest = rest.filter(|rest| !rest.starts_with(|next: char| !next.is_whitespace())).unwrap_or(line);
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with('#')
}

/// A comment that is meant for us, word by word.
struct Words<'t> {
    verb: (&'t str, Span),
    code: (&'t str, Span),
    reason: &'t str,
}

impl<'t> Words<'t> {
    /// `None` where the comment speaks to people: `# platc: see the manual`.
    fn of(file: &'t SourceFile, comment: &Comment) -> Option<Self> {
        let text = file.text().get(comment.span.range())?;
        let rest = text.trim_start_matches('#').trim_start().strip_prefix(MARK)?;
        let (verb, after) = word(rest);
        let (code, reason) = word(after);
        let is_ours = verb == WORD || nearest(verb, [WORD]).is_some();
        let end = comment.span.end as usize;
        // Counted from the end, which all rests share.
        let span = |word: &str, rest: &str| {
            let start = end - rest.len() - word.len();
            Span::new(comment.span.file, start, start + word.len())
        };
        let (verb, code) = ((verb, span(verb, after)), (code, span(code, reason)));
        is_ours.then_some(Words { verb, code, reason: reason.trim() })
    }
}

/// The first word of a text, and what stands behind it.
fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Files;

    fn read(text: &str) -> (Files, Allows) {
        let mut files = Files::new();
        files.add(SourceFile::new("a.yaml", text));
        let allows = Allows::read(files.iter());
        (files, allows)
    }

    /// The findings that stay, of one at each of these pieces of the text.
    fn stay(text: &str, at: &[&str], of: Of) -> Vec<String> {
        let (files, allows) = read(text);
        let (file, _) = files.iter().next().unwrap();
        let finding = |piece: &&str| {
            let start = text.find(&format!("{piece}:")).unwrap();
            Diagnostic::error(code::WRONG_TYPE, *piece).at(Some(Span::new(file, start, start + 1)), "")
        };
        let mut found = at.iter().map(finding).collect();
        allows.let_pass(&mut found, of);
        assert_eq!(allows.mistakes().count(), 0);
        found.into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn beside_a_line_or_above_it() {
        let beside = "a: 1  # platc: allow wrong-type because\nb: 2\n";
        assert_eq!(stay(beside, &["a", "b"], Of::Read), ["b"]);
        let above = "a: 1\n# platc: allow wrong-type because\n\n# and more\nb: 2\nc: 3\n";
        assert_eq!(stay(above, &["a", "b", "c"], Of::Compiled), ["a", "c"]);
        let crlf = "a: 1 #platc:allow  wrong-type  because\r\nb: 2\r\n";
        assert_eq!(stay(crlf, &["a", "b"], Of::Read), ["b"]);
    }

    /// Above a document it speaks of the document's first line, on either side of the marker.
    #[test]
    fn above_a_document() {
        for between in ["# platc: allow wrong-type x\n---\n", "---\n# platc: allow wrong-type x\n"] {
            let text = format!("a: 1\n{between}b: 2\nc: 3\n");
            assert_eq!(stay(&text, &["a", "b", "c"], Of::Read), ["a", "c"], "{between}");
        }
        let both = "a: 1\n...\n# platc: allow wrong-type x\n--- # the next\n\nb: 2\n";
        assert_eq!(stay(both, &["a", "b"], Of::Read), ["a"]);
        let of_marker = "a: 1\n# platc: allow wrong-type x\n--- {b: 2}\n---\nc: 3\n";
        assert_eq!(stay(of_marker, &["a", "b", "c"], Of::Read), ["a", "c"]);
        let text = "# platc: allow wrong-type x\n---a: 1\nb: 2\n";
        assert_eq!(stay(text, &["a", "b"], Of::Read), ["b"]);
    }

    #[test]
    fn text_is_no_comment() {
        let text = "a: \"# platc: allow wrong-type x\"\nb: |\n  # platc: allow wrong-type x\n  y\nc: 1\n";
        assert_eq!(stay(text, &["a", "b", "c"], Of::Read), ["a", "b", "c"]);
        let (_, allows) = read("# platc: the compiler\na: 1  # platc: https://example.org\n");
        assert_eq!((allows.mistakes().count(), allows.unused().count()), (0, 0));
    }

    #[test]
    fn an_error_of_a_text_stays_and_says_so() {
        let text = "a: 1  # platc: allow wrong-type because\n";
        let (files, allows) = read(text);
        let (file, _) = files.iter().next().unwrap();
        let at = Some(Span::new(file, 0, 1));
        let mut found = vec![
            Diagnostic::error(code::WRONG_TYPE, "e").at(at, ""),
            Diagnostic::warning(code::WRONG_TYPE, "w").at(at, ""),
        ];
        allows.let_pass(&mut found, Of::Texts);
        allows.let_pass(&mut found, Of::Texts);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].notes, ["this cannot be allowed: with it nothing can be written"]);
        assert_eq!(allows.unused().count(), 0);
    }

    #[test]
    fn comments_that_are_wrong_point_at_their_words() {
        for (text, code, pointed) in [
            ("a: 1 # platc: alow wrong-type x\n", code::ALLOW_UNKNOWN, "alow"),
            ("a: 1 # platc: allow wrong-typ x\n", code::ALLOW_UNKNOWN, "wrong-typ"),
            ("a: 1 # platc: allow\n", code::ALLOW_UNKNOWN, "# platc: allow"),
            ("a: 1 # platc: allow wrong-type  \n", code::ALLOW_WITHOUT_REASON, "wrong-type"),
        ] {
            let (files, allows) = read(text);
            let found: Vec<&Diagnostic> = allows.mistakes().collect();
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].code, code, "{text}");
            assert_eq!(files.text(found[0].primary.as_ref().unwrap().span), pointed, "{text}");
        }
    }
}

//! Texts that were read, and places in them: file, byte span, line and column.
//!
//! Nothing here opens a file (that is `system`) or knows what a text means (that is `syntax`).

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A file known to one [`Files`] table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A half-open range of bytes, `start..end`, in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond 4 GiB saturate (files are far smaller, see `syntax::Limits`).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { file, start: narrow(start), end: narrow(end.max(start)) }
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(&self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The span as a range of `usize`, for slicing with `str::get`.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place as people name it: line and column, both from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// One text, with its path relative to the estate's root (`/` on every system). It may be a part of a file: then
/// offsets count from the part's beginning, lines from the file's.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: Arc<str>,
    whole: Arc<str>,
    part: Range<usize>,
    /// The number of the part's first line.
    first_line: usize,
    /// Where lines begin; found when first asked for, as most texts have no finding.
    line_starts: OnceLock<Vec<u32>>,
}

impl SourceFile {
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let whole = text.into();
        let part = 0..whole.len();
        SourceFile { path: path.into(), whole, part, first_line: 1, line_starts: OnceLock::new() }
    }

    /// A part of a text that begins with the line of that number (from 1).
    pub fn part(path: Arc<str>, whole: Arc<str>, part: Range<usize>, first_line: usize) -> Self {
        SourceFile { path, whole, part, first_line, line_starts: OnceLock::new() }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same text under another path.
    pub fn at_path(self, path: impl Into<Arc<str>>) -> Self {
        SourceFile { path: path.into(), ..self }
    }

    pub fn text(&self) -> &str {
        self.whole.get(self.part.clone()).unwrap_or("")
    }

    /// The number of its first line.
    pub fn first_line(&self) -> usize {
        self.first_line
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text().get(start as usize..offset as usize).unwrap_or("");
        Position { line: self.first_line + line - 1, column: before.chars().count() + 1 }
    }

    /// The byte offset at which a line begins, or `None` where the text has no line of that number.
    pub fn line_start(&self, line: usize) -> Option<u32> {
        self.line_starts().get(line.checked_sub(self.first_line)?).copied()
    }

    /// The text of a line without its line break, or `""` where the text has no line of that number.
    pub fn line(&self, line: usize) -> &str {
        let Some(start) = self.line_start(line) else { return "" };
        let rest = self.text().get(start as usize..).unwrap_or("");
        rest.split('\n').next().unwrap_or("").trim_end_matches('\r')
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text().bytes();
            let breaks = bytes.zip(1u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, after)| after);
            std::iter::once(0).chain(breaks).collect()
        })
    }
}

/// The texts of one compilation; ids are given in the order of adding.
#[derive(Debug, Clone, Default)]
pub struct Files {
    files: Vec<SourceFile>,
}

impl Files {
    pub fn new() -> Self {
        Files::default()
    }

    /// Adds a text and returns the id under which it is known.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = self.next_id();
        self.files.push(file);
        id
    }

    /// The id that the next added text gets; lets texts be parsed side by side before they are added.
    pub fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX))
    }

    /// The id `offset` texts after [`Files::next_id`].
    pub fn id_after(&self, offset: usize) -> FileId {
        FileId(u32::try_from(self.files.len() + offset).unwrap_or(u32::MAX))
    }

    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// The text that a span covers, `""` where it covers nothing known.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text().get(span.range())).unwrap_or("")
    }

    /// The path of a span's file.
    pub fn path(&self, span: Span) -> &str {
        self.get(span.file).map_or("", SourceFile::path)
    }

    /// Line and column where a span begins.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.file).map_or(Position { line: 1, column: 1 }, |file| file.position(span.start))
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().zip(0u32..).map(|(file, id)| (FileId(id), file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let file = SourceFile::new("a.yaml", "a: é\nß: x\r\n");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(6), Position { line: 2, column: 1 });
        assert_eq!(file.position(8), Position { line: 2, column: 2 });
        assert_eq!(file.line(2), "ß: x");
        assert_eq!(file.line(9), "");
    }

    #[test]
    fn lines_of_a_part_are_those_of_its_file() {
        let file = SourceFile::part("a.yaml".into(), "a: 1\n---\nb: 2\n".into(), 9..14, 3);
        assert_eq!(file.text(), "b: 2\n");
        assert_eq!(file.position(3), Position { line: 3, column: 4 });
        assert_eq!((file.line(3), file.line(1), file.line_start(3)), ("b: 2", "", Some(0)));
    }
}

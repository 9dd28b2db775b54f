//! The documents of all texts, each with the id under which it will be known.

use std::sync::Arc;

use super::input::Source;
use super::split;
use crate::parallel;
use crate::source::{FileId, Files, SourceFile};

/// A document's text in its file.
pub struct Piece<'s> {
    /// The position of its file among the sources.
    pub source: usize,
    pub path: &'s Arc<str>,
    pub id: FileId,
    pub file: SourceFile,
}

/// The documents of all texts; `files` are those before them.
pub fn pieces<'s>(sources: &'s [Source], texts: &[Option<Arc<str>>], files: &Files) -> Vec<Piece<'s>> {
    let parts = parallel::map(texts, |text| text.as_deref().map(split::split).unwrap_or_default());
    let all = sources.iter().zip(texts).zip(parts).enumerate();
    let all = all.flat_map(|(source, ((of, text), parts))| {
        let text = text.clone().unwrap_or_else(|| "".into());
        parts.into_iter().map(move |part| {
            let file = SourceFile::part(of.shown.clone(), text.clone(), part.range, part.line);
            (source, &of.shown, file)
        })
    });
    all.enumerate()
        .map(|(at, (source, path, file))| Piece { source, path, id: files.id_after(at), file })
        .collect()
}

//! Custom resource definitions that serve as schemas: those that are handed in for it, and those among what is verified.
//!
//! How a definition becomes a schema is `schema`'s.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::super::Trouble;
use super::input::{self, Input};
use super::look::{self, parsed};
use super::piece::{Piece, pieces};
use crate::diagnostic::{Diagnostic, code};
use crate::parallel;
use crate::schema::output::{self, CRD_KIND, OutputSchemas};
use crate::source::{FileId, Files};
use crate::syntax::{Node, Parsed};
use crate::workspace::definitions::{self, Taking};

/// A document that was parsed early, for whoever comes to look at it, with what its definitions lack.
pub struct Early {
    pub parsed: Mutex<Option<Parsed>>,
    pub findings: Vec<Diagnostic>,
}

/// Takes in the definitions that are handed in as schemas, the later before the earlier; what is none is passed over
/// where it lies in a folder.
///
/// # Errors
/// Where nothing of a name is there.
pub fn take(
    inputs: Vec<Input>,
    schemas: &mut OutputSchemas,
    findings: &mut Vec<Diagnostic>,
) -> Result<Files, Trouble> {
    let mut files = Files::new();
    for input in inputs {
        let mut sources = input::gather(vec![input], &[])?;
        let texts = sources.read();
        findings.append(&mut sources.findings);
        let pieces = pieces(&sources.sources, &texts, &files);
        let read = parallel::map(&pieces, parsed);
        let mut taking = Taking::default();
        for (piece, parsed) in pieces.iter().zip(read) {
            let is_named = sources.sources.get(piece.source).is_some_and(|source| source.named);
            of_piece(piece, parsed, is_named, &mut taking, schemas, findings);
        }
        for piece in pieces {
            files.add(piece.file);
        }
    }
    Ok(files)
}

fn of_piece(
    piece: &Piece,
    parsed: Parsed,
    is_named: bool,
    taking: &mut Taking,
    schemas: &mut OutputSchemas,
    findings: &mut Vec<Diagnostic>,
) {
    if let Some(template) = look::template(piece, &parsed) {
        findings.push(template);
        return;
    }
    findings.extend(parsed.diagnostics);
    let roots: Vec<Node> = parsed.documents.into_iter().map(|document| document.root).collect();
    if roots.iter().any(|root| !output::definitions(root).is_empty()) {
        taking.file(piece.path, &roots, schemas, findings);
    } else if is_named && !roots.is_empty() {
        findings.push(nothing(piece.path));
    }
}

fn nothing(path: &str) -> Diagnostic {
    Diagnostic::error(code::CRD_SCHEMA, format!("{path} defines no custom resource"))
        .in_path(path)
        .help(format!("name files and folders with objects of kind {CRD_KIND}"))
}

/// Takes in the definitions among what is verified. Their documents are parsed before all others.
pub fn among(pieces: &[Piece], schemas: &mut OutputSchemas) -> BTreeMap<FileId, Early> {
    let speak = parallel::map(pieces, |piece| piece.file.text().contains(CRD_KIND));
    let early: Vec<&Piece> =
        pieces.iter().zip(speak).filter(|(_, speaks)| *speaks).map(|(piece, _)| piece).collect();
    let parsed = parallel::map(&early, |piece| parsed(piece));
    let taken = early.into_iter().zip(parsed).map(|(piece, parsed)| {
        let mut findings = Vec::new();
        for document in &parsed.documents {
            definitions::among(&document.root, schemas, &mut findings);
        }
        (piece.id, Early { parsed: Mutex::new(Some(parsed)), findings })
    });
    taken.collect()
}

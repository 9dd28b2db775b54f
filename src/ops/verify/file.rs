//! What is told of each file: one that somebody only walked past may be something else altogether.

use super::input::Source;
use super::look::Looked;
use super::piece::Piece;
use super::{PassedOver, Reason};
use crate::diagnostic::Diagnostic;

/// The findings of files that hold manifests, or should; the others are passed over.
pub fn told(
    sources: &[Source],
    pieces: &[Piece],
    looked: Vec<Looked>,
    passed_over: &mut Vec<PassedOver>,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut looked = pieces.iter().zip(looked).peekable();
    for (position, source) in sources.iter().enumerate() {
        let mut file = Vec::new();
        while let Some((piece, looked)) = looked.next_if(|(piece, _)| piece.source == position) {
            file.push((piece, looked));
        }
        match reason(source, &file) {
            Some(reason) => passed_over.push(PassedOver { path: source.shown.to_string(), reason }),
            None => findings.extend(of_manifests(file)),
        }
    }
    findings
}

/// Why a file as a whole is none of ours.
fn reason(source: &Source, file: &[(&Piece, Looked)]) -> Option<Reason> {
    if file.iter().any(|(_, looked)| !looked.objects.is_empty() || looked.template.is_some()) {
        return None;
    }
    let is_silent = file.iter().all(|(_, looked)| looked.findings.is_empty() && looked.unknown.is_empty());
    if let Some(reason) = file.iter().flat_map(|(_, looked)| &looked.foreign).next().filter(|_| is_silent) {
        return Some(*reason);
    }
    let name = source.shown.rsplit('/').next().unwrap_or("");
    let is_kustomize = matches!(name, "kustomization.yaml" | "kustomization.yml" | "Kustomization");
    let is_tools = is_kustomize || name == "Chart.yaml";
    let says_what = |text: &str| text.contains("apiVersion") || text.contains("kind");
    let is_anything = |(piece, looked): &(&Piece, Looked)| {
        let is_unreadable = looked.unreadable && !says_what(piece.file.text());
        is_tools || looked.findings.is_empty() || is_unreadable
    };
    let holds = file.iter().any(|(_, looked)| !looked.unknown.is_empty() || !looked.findings.is_empty());
    let reason = if is_kustomize { Reason::Kustomize } else { Reason::NoManifest };
    (!source.named && holds && file.iter().all(is_anything)).then_some(reason)
}

/// What is told of a file that holds manifests.
fn of_manifests(file: Vec<(&Piece, Looked)>) -> Vec<Diagnostic> {
    if let Some(template) = file.iter().find_map(|(_, looked)| looked.template.clone()) {
        return vec![template];
    }
    file.into_iter().flat_map(|(_, looked)| looked.findings.into_iter().chain(looked.unknown)).collect()
}

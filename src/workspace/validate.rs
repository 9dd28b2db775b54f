//! Checks every document against the language and writes its shorthands out.

use super::load::{Document, Estate};
use super::{implied, references, requires};
use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::schema::input;
use crate::schema::output::OutputSchemas;
use crate::spec::{DocumentKind, normalise};

/// A document to be checked, with the name that it must bear.
struct Job<'a> {
    document: &'a mut Document,
    kind: DocumentKind,
    name: Option<String>,
}

/// Checks and normalises all documents of an estate; those with an error are marked unsound.
pub fn validate(estate: &mut Estate) {
    let mut jobs: Vec<Job> = Vec::new();
    jobs.extend(estate.platform.as_mut().map(|document| Job {
        document,
        kind: DocumentKind::Platform,
        name: None,
    }));
    for (name, app) in &mut estate.apps {
        let name = Some(name.clone());
        jobs.extend(app.document.as_mut().map(|document| Job { document, kind: DocumentKind::App, name }));
    }
    for (name, environment) in &mut estate.environments {
        let (kind, name) = (DocumentKind::Environment, Some(name.clone()));
        jobs.extend(environment.document.as_mut().map(|document| Job { document, kind, name }));
        for overlay in environment.overlays.values_mut() {
            let kind = DocumentKind::Overlay;
            jobs.extend(overlay.document.as_mut().map(|document| Job { document, kind, name: None }));
        }
        for document in &mut environment.secrets {
            jobs.push(Job { document, kind: DocumentKind::SecretValues, name: None });
        }
    }
    let newest = OutputSchemas::embedded().newest();
    let found = parallel::map_owned(jobs, |job| {
        let mut found = Vec::new();
        input::check_document(&job.document.node, job.kind, job.name.as_deref(), newest, &mut found);
        job.document.sound &= !found.iter().any(Diagnostic::is_error);
        normalise(&mut job.document.node, job.kind.shape());
        // Each environment has its own copy, and mostly changes little of it.
        job.document.node.share();
        found
    });
    estate.diagnostics.extend(found.into_iter().flatten());
    let whole: &Estate = estate;
    let (mut found, implied) = parallel::both(|| references::check(whole), || implied::check(whole));
    found.extend(implied);
    found.extend(requires::check(whole));
    estate.diagnostics.extend(found);
}

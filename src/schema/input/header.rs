//! Whole files: what their head says, and that it fits where they lie.

use super::walk::{Place, Rules, Walk};
use crate::diagnostic::{Diagnostic, Edit, code, nearest};
use crate::schema::output::{Minor, Mode};
use crate::schema::problem as common;
use crate::spec::{DocumentKind, Shape};
use crate::syntax::{Node, Origin};

/// Checks a file of the kind that its place says. `name` is what its folder says that it is called.
pub fn check_document(
    root: &Node,
    kind: DocumentKind,
    name: Option<&str>,
    minor: Minor,
    out: &mut Vec<Diagnostic>,
) {
    if let Some(finding) = foreign(root, kind).or_else(|| other_kind(root, kind)) {
        return out.push(finding);
    }
    let Shape::Struct(fields) = kind.shape() else { return };
    let Some(mapping) = root.as_mapping() else {
        let what = format!("the file of {}", kind.with_article());
        return out.push(common::wrong_type(root, "a map", &what));
    };
    let rules = Rules { mode: Mode::Fragment, minor };
    let first = out.len();
    Walk { rules, out }.structure(root, mapping, fields, Place::named(kind.word()));
    let Some(name) = name else { return };
    match other_name(root, name) {
        Some(finding) => out.push(finding),
        // The folder bears the bad name too, and has been reported: a fix here would only part the two.
        None => {
            let place = root.at(&["metadata", "name"]).and_then(|node| node.origin.span());
            let is_name = |found: &Diagnostic| {
                found.code == code::BAD_NAME && found.primary.as_ref().map(|label| label.span) == place
            };
            let kept = out.split_off(first).into_iter().filter(|found| !is_name(found));
            out.extend(kept);
        }
    }
}

/// A Kubernetes object where a file of the language belongs.
fn foreign(root: &Node, kind: DocumentKind) -> Option<Diagnostic> {
    let (version, written) = (root.get("apiVersion")?.as_str()?, root.get("kind")?);
    let word = written.as_str().filter(|word| DocumentKind::ALL.iter().all(|kind| kind.word() != *word))?;
    if version.starts_with("platc.dev/") || nearest(word, [kind.word()]).is_some() {
        return None;
    }
    let message = format!("`{version}` `{word}` is a Kubernetes object, not {}", kind.with_article());
    let help = "put Kubernetes objects into apps/<app>/manifests/";
    Some(
        Diagnostic::error(code::WRONG_VALUE, message)
            .at(written.origin.span(), format!("`{}` belongs here", kind.word()))
            .help(help),
    )
}

/// The file says that it is one of the other kinds: what it holds is not checked as this one.
fn other_kind(root: &Node, kind: DocumentKind) -> Option<Diagnostic> {
    let node = root.get("kind")?;
    let written = DocumentKind::ALL.into_iter().find(|other| node.as_str() == Some(other.word()))?;
    if written == kind {
        return None;
    }
    let message = format!("the file is {} by its place, not {}", kind.with_article(), written.with_article());
    Some(
        Diagnostic::error(code::WRONG_VALUE, message)
            .at(node.origin.span(), format!("`{}` belongs here", kind.word()))
            .help(format!("write `kind: {}`, or move the file", kind.word())),
    )
}

fn other_name(root: &Node, name: &str) -> Option<Diagnostic> {
    let node = root.at(&["metadata", "name"])?;
    let written = node.as_str().filter(|written| *written != name)?;
    let finding =
        Diagnostic::error(code::BAD_NAME, format!("`{written}` is not the name of its folder, `{name}`"))
            .at(node.origin.span(), format!("the folder says `{name}`"))
            .help(format!("write `{name}`, or rename the folder"));
    Some(match &node.origin {
        Origin::At(span) => {
            finding.fix(format!("write `{name}`"), vec![Edit { span: *span, replacement: name.to_owned() }])
        }
        _ => finding,
    })
}

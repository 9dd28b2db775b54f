//! Every object fits the strict schema of its kind at the environment's Kubernetes version.

use super::Subject;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::output::{self, KindLookup, Minor, Mode, OutputSchemas};
use crate::syntax::Node;

pub fn check(subject: &Subject, out: &mut Vec<Diagnostic>) {
    let schemas = OutputSchemas::embedded();
    for object in subject.objects {
        match schemas.kind(&object.api_version, &object.identity.kind, subject.minor) {
            KindLookup::Found(kind) => {
                let first = out.len();
                output::check(&object.node, kind.node, Mode::Complete, out);
                for found in out.iter_mut().skip(first) {
                    found.notes.push(format!("in {} (from {})", object.identity, object.source));
                }
            }
            KindLookup::NotServed { served_in, .. } => {
                out.push(not_served(object, &served_in, subject.minor))
            }
            KindLookup::Unknown => {
                let message =
                    format!("there is no schema for {} {}", object.api_version, object.identity.kind);
                let place = object.node.get("kind").and_then(|kind| kind.origin.span());
                out.push(Diagnostic::warning(code::UNKNOWN_KIND, message).at(place, "it goes out unchecked"));
            }
        }
    }
}

fn not_served(object: &Object, served_in: &[Minor], minor: Minor) -> Diagnostic {
    let place = object.node.get("apiVersion").and_then(|node: &Node| node.origin.span());
    let what = format!("{} {} is not served by Kubernetes {minor}", object.api_version, object.identity.kind);
    let served: Vec<String> = served_in.iter().map(Minor::to_string).collect();
    let found = Diagnostic::error(code::KIND_NOT_SERVED, what).at(place, "");
    if served.is_empty() { found } else { found.note(format!("it is served in {}", served.join(", "))) }
}

//! Every object fits the strict schema of its kind at the environment's Kubernetes version.

use super::findings::Findings;
use super::rule::Ground;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::schema::output::{self, KindLookup, Minor, Mode, OutputSchemas};
use crate::syntax::Node;

pub fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let schemas = ground.schemas;
    match schemas.kind(&object.api_version, &object.identity.kind, ground.minor) {
        KindLookup::Found(kind) => {
            findings.with(|out| output::check(&object.node, kind.node, Mode::Complete, out));
        }
        KindLookup::NotServed { served_in, lifecycle } => {
            let instead = lifecycle.and_then(|lifecycle| lifecycle.replacement.clone());
            findings.add(key(object, "apiVersion"), not_served(object, &served_in, instead, ground.minor));
        }
        KindLookup::OtherVersions(served) => {
            findings.add(key(object, "apiVersion"), other_versions(object, &served));
        }
        KindLookup::Unknown => findings.add(key(object, "kind"), unknown(object, schemas, ground.minor)),
    }
}

fn key<'o>(object: &'o Object, key: &str) -> &'o Node {
    object.node.get(key).unwrap_or(&object.node)
}

/// A kind of an API that we know whole is misspelt or in the wrong place; any other may have a definition elsewhere.
fn unknown(object: &Object, schemas: &OutputSchemas, minor: Minor) -> Diagnostic {
    let (version, kind) = (object.api_version.as_str(), object.identity.kind.as_str());
    let place = |name: &str| key(object, name).origin.span();
    let of_version: Vec<&str> =
        schemas.kinds(minor).filter(|(known, ..)| known == version).map(|(_, kind, _)| kind).collect();
    let elsewhere = schemas.kinds(minor).find(|(_, known, _)| *known == kind).map(|(version, ..)| version);
    let message = format!("there is no {version} {kind}");
    if !of_version.is_empty() {
        let found = Diagnostic::error(code::UNKNOWN_KIND, message).at(place("kind"), "");
        return match (elsewhere, nearest(kind, of_version.iter().copied())) {
            (Some(version), _) => found.help(format!("write `apiVersion: {version}`")),
            (None, Some(near)) => found.help(format!("did you mean `{near}`?")),
            (None, None) => found.help(format!("{version} has {}", of_version.join(", "))),
        };
    }
    let message = format!("there is no schema for {version} {kind}");
    let found = Diagnostic::warning(code::UNKNOWN_KIND, message).at(place("kind"), "it goes out unchecked");
    match elsewhere {
        Some(version) => found.help(format!("did you mean `apiVersion: {version}`?")),
        None => found.help("check the spelling, or put its CustomResourceDefinition into schemas/crds/"),
    }
}

fn other_versions(object: &Object, served: &[&str]) -> Diagnostic {
    let place = key(object, "apiVersion").origin.span();
    let (group, version) = object.api_version.rsplit_once('/').unwrap_or(("", &object.api_version));
    let kind = &object.identity.kind;
    let message = format!("the definition of {kind} does not serve {version}");
    let newest = served.last().copied().unwrap_or_default();
    Diagnostic::error(code::KIND_NOT_SERVED, message)
        .at(place, "")
        .note(format!("it serves {}", served.join(", ")))
        .help(format!("write `apiVersion: {group}/{newest}`"))
}

fn not_served(object: &Object, served_in: &[Minor], instead: Option<String>, minor: Minor) -> Diagnostic {
    let place = key(object, "apiVersion").origin.span();
    let what = format!("{} {} is not served by Kubernetes {minor}", object.api_version, object.identity.kind);
    let served: Vec<String> = served_in.iter().map(Minor::to_string).collect();
    let found = Diagnostic::error(code::KIND_NOT_SERVED, what).at(place, "");
    let found =
        if served.is_empty() { found } else { found.note(format!("it is served in {}", served.join(", "))) };
    match instead {
        Some(instead) => found.help(format!("write {instead}")),
        None => found.help("write the version that is served, or remove the object"),
    }
}

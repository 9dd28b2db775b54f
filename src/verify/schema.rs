//! Every object fits the strict schema of its kind at the environment's Kubernetes version.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::rule::Ground;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::manifest::Object;
use crate::schema::output::{self, KindLookup, Lifecycle, Minor, Mode, OutputSchemas, Upstream};
use crate::syntax::Node;

pub fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let schemas = ground.schemas;
    match schemas.kind(&object.api_version, &object.identity.kind, ground.minor) {
        KindLookup::Found(kind) => {
            findings.with(|out| output::check(&object.node, kind.node, Mode::Complete, out));
        }
        KindLookup::NotServed { served_in, lifecycle } => {
            let instead = lifecycle.and_then(|lifecycle| lifecycle.replacement.clone());
            let (found, when) = match lifecycle.filter(|lifecycle| lifecycle.serves(ground.minor)) {
                Some(lifecycle) => (gone_later(object, lifecycle, ground.minor), " before the upgrade"),
                None => (not_served(object, &served_in, ground.minor), ""),
            };
            let help = match instead {
                Some(instead) => format!("write {instead}{when}"),
                None => "write the version that is served, or remove the object".to_string(),
            };
            findings.add(key(object, "apiVersion"), found.help(help));
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

/// The versions and kinds of an object's group in a minor.
struct Group<'s> {
    members: Vec<(String, &'s str, Upstream<'s>)>,
    /// Whether there is nothing of the object's apiVersion that we do not know: the group is Kubernetes' own, or all of
    /// it that we know is one operator's. In a group of several projects there may be one more.
    whole: bool,
    /// Whether all that we know of it are definitions that were handed in: others may be in the cluster.
    handed_in: bool,
}

impl<'s> Group<'s> {
    fn of(api_version: &str, schemas: &'s OutputSchemas, minor: Minor) -> Group<'s> {
        let group = |api_version: &str| api_version.split_once('/').map(|(group, _)| group.to_owned());
        let own = group(api_version);
        let members: Vec<_> = schemas
            .kinds(minor)
            .filter(|(version, ..)| group(version) == own)
            .map(|(version, kind, schema)| (version, kind, schema.upstream))
            .collect();
        let operators = members.iter().filter_map(|(.., upstream)| match upstream {
            Upstream::Operator { name, .. } => Some(*name),
            Upstream::Kubernetes(_) | Upstream::Definition => None,
        });
        let is_of_one = operators.collect::<BTreeSet<_>>().len() == 1
            && members.iter().any(|(version, ..)| version == api_version);
        let built_in = members.iter().any(|(.., upstream)| matches!(upstream, Upstream::Kubernetes(_)));
        let handed_in = members.iter().all(|(.., upstream)| matches!(upstream, Upstream::Definition));
        Group { members, whole: built_in || is_of_one, handed_in }
    }
}

/// A kind of a group that we know is misspelt or of another version; any other may have a definition elsewhere, and so
/// may one of an operator's group that is like none we know, and any of a group of which we were handed definitions only.
fn unknown(object: &Object, schemas: &OutputSchemas, minor: Minor) -> Diagnostic {
    let (version, kind) = (object.api_version.as_str(), object.identity.kind.as_str());
    let place = |name: &str| key(object, name).origin.span();
    let group = Group::of(version, schemas, minor);
    let of_kind = group.members.iter().filter(|(_, known, _)| *known == kind);
    let preferred =
        of_kind.max_by_key(|(served, ..)| output::version_rank(served.rsplit('/').next().unwrap_or(served)));
    if let Some((served, _, upstream)) = preferred {
        let found = Diagnostic::error(code::UNKNOWN_KIND, format!("there is no {version} {kind}"))
            .at(place("apiVersion"), "")
            .help(format!("write `apiVersion: {served}`"));
        return match upstream {
            Upstream::Operator { name, version } => found.note(format!(
                "{name} {version} serves {served}; the definition of another version goes into schemas/crds/"
            )),
            Upstream::Kubernetes(_) | Upstream::Definition => found,
        };
    }
    let elsewhere = schemas.kinds(minor).find(|(_, known, _)| *known == kind).map(|(version, ..)| version);
    let near = nearest(kind, group.members.iter().map(|(_, known, _)| *known));
    if group.whole || (near.is_some() && !group.handed_in) {
        let found = Diagnostic::error(code::UNKNOWN_KIND, format!("there is no {version} {kind}"))
            .at(place("kind"), "");
        return match (elsewhere, near) {
            (Some(version), _) => found.help(format!("write `apiVersion: {version}`")),
            (None, Some(near)) => found.help(format!("did you mean `{near}`?")),
            (None, None) => found.help(format!("the group has {}", kinds_of(&group))),
        };
    }
    let message = format!("there is no schema for {version} {kind}");
    let found = Diagnostic::warning(code::UNKNOWN_KIND, message).at(place("kind"), "it goes out unchecked");
    match (elsewhere, near) {
        (Some(version), _) => found.help(format!("did you mean `apiVersion: {version}`?")),
        (None, Some(near)) => found.help(format!("did you mean `{near}`?")),
        (None, None) => {
            found.help("check the spelling, or put its CustomResourceDefinition into schemas/crds/")
        }
    }
}

/// Each once, however many versions it has.
fn kinds_of(group: &Group<'_>) -> String {
    let kinds: BTreeSet<&str> = group.members.iter().map(|(_, kind, _)| *kind).collect();
    Vec::from_iter(kinds).join(", ")
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

/// Of a minor that is read as a later one, which does not serve it any more.
fn gone_later(object: &Object, lifecycle: &Lifecycle, minor: Minor) -> Diagnostic {
    let place = key(object, "apiVersion").origin.span();
    let gone =
        lifecycle.removed.map_or(String::new(), |removed| format!(" is gone in Kubernetes {removed}, and"));
    let what = format!("{} {}", object.api_version, object.identity.kind);
    let message = format!("{what}{gone} there is no schema of it for {minor}");
    Diagnostic::warning(code::KIND_NOT_SERVED, message).at(place, "it is not checked")
}

fn not_served(object: &Object, served_in: &[Minor], minor: Minor) -> Diagnostic {
    let place = key(object, "apiVersion").origin.span();
    let what = format!("{} {} is not served by Kubernetes {minor}", object.api_version, object.identity.kind);
    let served: Vec<String> = served_in.iter().map(Minor::to_string).collect();
    let found = Diagnostic::error(code::KIND_NOT_SERVED, what).at(place, "");
    if served.is_empty() { found } else { found.note(format!("it is served in {}", served.join(", "))) }
}

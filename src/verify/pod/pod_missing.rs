//! What makes pods says which (`ValidatePodSpec` of a template without one).

use crate::diagnostic::code;
use crate::manifest::Object;
use crate::schema::output::KindLookup;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;

pub const RULE: Rule = Rule { code: code::POD_MISSING, check: Check::Kinds(KINDS, check) };

const KINDS: &[&str] = &[
    "Pod",
    "apps/DaemonSet",
    "apps/Deployment",
    "apps/ReplicaSet",
    "apps/StatefulSet",
    "batch/CronJob",
    "batch/Job",
];

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    let path: &[&str] = match object.identity.kind.as_str() {
        "Pod" => &["spec"],
        "CronJob" => &["spec", "jobTemplate", "spec", "template", "spec"],
        _ => &["spec", "template", "spec"],
    };
    let mut at = &object.node;
    for (number, key) in path.iter().enumerate() {
        let Some(next) = field(at, &[key]) else {
            // What the schema asks for, it misses.
            if !is_required(object, ground, path.iter().take(number), key) {
                let message = format!("nothing says which pods the {} has", object.identity.kind);
                findings.error(
                    code::POD_MISSING,
                    at,
                    message,
                    format!("write `{key}`, and `containers` in it"),
                );
            }
            return;
        };
        at = next;
    }
}

/// Whether the schema of an object's kind asks for a key below others.
fn is_required<'k>(
    object: &Object,
    ground: Ground,
    mut above: impl Iterator<Item = &'k &'k str>,
    key: &str,
) -> bool {
    let kind = ground.schemas.kind(&object.api_version, &object.identity.kind, ground.minor);
    let KindLookup::Found(kind) = kind else { return false };
    let holder = above.try_fold(kind.node, |schema, key| schema.field(key));
    holder.is_some_and(|schema| schema.required().iter().any(|name| name.as_str() == key))
}

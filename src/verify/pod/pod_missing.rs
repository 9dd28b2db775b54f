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
    let mut schema = match ground.schemas.kind(&object.api_version, &object.identity.kind, ground.minor) {
        KindLookup::Found(kind) => Some(kind.node),
        _ => None,
    };
    for key in path {
        let Some(next) = field(at, &[key]) else {
            // What the schema asks for, it misses.
            if schema.is_none_or(|schema| schema.required().iter().all(|name| name.as_str() != *key)) {
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
        schema = schema.and_then(|schema| schema.field(key));
        at = next;
    }
}

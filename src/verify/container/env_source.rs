//! Where environment variables come from: each from one place, each `envFrom` from one object
//! (`validateEnvVarValueFrom`, `ValidateEnvFrom`).

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, syntax, text};

pub const RULE: Rule = Rule { code: code::ENV_SOURCE, check: Check::Containers(check) };

const SOURCES: [&str; 5] = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"];
const OBJECTS: [&str; 2] = ["configMapRef", "secretRef"];
/// The first version that reads variables from files; the one before knows the field and drops it.
const FILES: Minor = Minor::new(35);

fn check(_: &Pod, container: &Container, ground: Ground, findings: &mut Findings) {
    for variable in items(container.node, &["env"]) {
        if let Some(from) = field(variable, &["valueFrom"]) {
            of_one(variable, from, ground, findings);
        }
    }
    for from in items(container.node, &["envFrom"]) {
        of_many(from, findings);
    }
}

fn of_one(variable: &Node, from: &Node, ground: Ground, findings: &mut Findings) {
    let name = text(variable, &["name"]);
    let counts = |word: &&&str| **word != "fileKeyRef" || ground.minor >= FILES;
    let mut written = SOURCES.iter().filter(counts).filter_map(|word| field(from, &[word]));
    let first = written.next();
    let value = field(variable, &["value"]).filter(|value| value.as_str() != Some(""));
    match (first, written.next(), value) {
        (None, ..) => {
            let message = format!("the variable `{name}` comes from nowhere");
            let help = "write one of `configMapKeyRef`, `secretKeyRef`, `fieldRef`, `resourceFieldRef`";
            findings.error(code::ENV_SOURCE, from, message, help);
        }
        (Some(_), _, Some(value)) => {
            let message = format!("the variable `{name}` has a value and comes from elsewhere");
            let found = Diagnostic::error(code::ENV_SOURCE, message).at(value.origin.span(), "");
            let found = found.related(from.origin.span(), "it comes from here");
            findings.add(value, found.help("remove `value` or `valueFrom`"));
        }
        (Some(first), Some(second), None) => {
            let message = format!("the variable `{name}` comes from two places");
            twice(first, second, message, findings);
        }
        (Some(_), None, None) => {}
    }
    for word in ["configMapKeyRef", "secretKeyRef"] {
        if let Some(reference) = field(from, &[word]) {
            key(reference, name, findings);
        }
    }
}

/// The key of an object that a variable comes from.
fn key(reference: &Node, variable: &str, findings: &mut Findings) {
    let object = text(reference, &["name"]);
    if let Err(expected) = syntax::dns_subdomain(object) {
        let node = field(reference, &["name"]).unwrap_or(reference);
        let message = format!("the variable `{variable}` comes from no object: its name is `{object}`");
        findings.error(code::ENV_SOURCE, node, message, expected);
    }
    let Some(node) = field(reference, &["key"]) else { return };
    if let Some(expected) = node.as_str().and_then(|key| syntax::data_key(key).err()) {
        let message = format!("the variable `{variable}` comes from a key that no object can have");
        findings.error(code::ENV_SOURCE, node, message, expected);
    }
}

fn of_many(from: &Node, findings: &mut Findings) {
    let mut written = OBJECTS.iter().filter_map(|word| field(from, &[word]));
    match (written.next(), written.next()) {
        (None, _) => {
            let message = "`envFrom` names nothing that variables could come from";
            let help = "write `configMapRef` or `secretRef` with a `name`";
            findings.error(code::ENV_SOURCE, from, message, help);
        }
        (Some(first), Some(second)) => {
            twice(first, second, "one entry of `envFrom` names two objects".to_string(), findings);
        }
        (Some(one), None) => {
            if let Err(expected) = syntax::dns_subdomain(text(one, &["name"])) {
                let node = field(one, &["name"]).unwrap_or(one);
                let message = "`envFrom` names an object that cannot be";
                findings.error(code::ENV_SOURCE, node, message, expected);
            }
        }
    }
}

fn twice(first: &Node, second: &Node, message: String, findings: &mut Findings) {
    let found = Diagnostic::error(code::ENV_SOURCE, message).at(second.origin.span(), "");
    findings.add(second, found.related(first.origin.span(), "the first one").help("keep one of them"));
}

//! Fields of the pod itself that variables and volumes read (`validateObjectFieldSelector`,
//! `validateContainerResourceFieldSelector`).

use crate::diagnostic::code;
use crate::schema::downward;
use crate::schema::quantity::Quantity;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::FIELD_PATH, check: Check::Pods(check) };

/// Volumes have files for whole maps; what is known on the node only, only variables have.
const OF_VOLUMES: [&str; 5] =
    ["metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"];
const CORES: &[&str] = &["1", "1m"];
const BYTES: &[&str] = &["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for container in &pod.containers {
        for from in items(container.node, &["env"]).iter().filter_map(|one| field(one, &["valueFrom"])) {
            path(from, &downward::FIELDS, findings);
            resource(from, findings);
        }
    }
    for volume in items(pod.spec, &["volumes"]) {
        let projected = items(volume, &["projected", "sources"]).iter();
        for source in projected.chain([volume]).filter_map(|source| field(source, &["downwardAPI"])) {
            items(source, &["items"]).iter().for_each(|file| of_file(file, findings));
        }
    }
}

fn of_file(file: &Node, findings: &mut Findings) {
    match (field(file, &["fieldRef"]), field(file, &["resourceFieldRef"])) {
        (None, None) => {
            let message = "nothing says what is in the file";
            findings.error(code::FIELD_PATH, file, message, "add `fieldRef` or `resourceFieldRef`");
        }
        (Some(_), Some(second)) => {
            let message = "a file has one field in it";
            findings.error(code::FIELD_PATH, second, message, "remove `fieldRef` or `resourceFieldRef`");
        }
        (Some(_), None) => path(file, &OF_VOLUMES, findings),
        (None, Some(reference)) => {
            resource(file, findings);
            if field(reference, &["containerName"]).is_none_or(|name| name.as_str() == Some("")) {
                let message = "nothing says of which container the resource is";
                findings.error(code::FIELD_PATH, reference, message, "add `containerName`");
            }
        }
    }
}

fn path(from: &Node, known: &[&str], findings: &mut Findings) {
    if let Some(version) = field(from, &["fieldRef", "apiVersion"])
        && let Some(text) = version.as_str().filter(|text| !matches!(*text, "" | "v1"))
    {
        let message = format!("a Pod has no version `{text}`");
        findings.error(code::FIELD_PATH, version, message, "write `apiVersion: v1`, or remove it");
    }
    let Some(node) = field(from, &["fieldRef", "fieldPath"]) else { return };
    let Some(text) = node.as_str() else { return };
    if known.contains(&text) {
        return;
    }
    let Some((map, key)) = subscript(text) else {
        let message = format!("`{text}` is no field that can be read here");
        let known = known.join(", ");
        let help = format!("write one of {known}, or metadata.labels['key'], metadata.annotations['key']");
        return findings.error(code::FIELD_PATH, node, message, help);
    };
    // In an annotation's key capitals are as good.
    let lower = (map == "metadata.annotations").then(|| key.to_lowercase());
    match syntax::qualified_name(lower.as_deref().unwrap_or(key)) {
        _ if map != "metadata.labels" && lower.is_none() => {
            let message = format!("`{map}` has no keys to read");
            let help = "write metadata.labels['key'] or metadata.annotations['key']";
            findings.error(code::FIELD_PATH, node, message, help);
        }
        Err(expected) => {
            let message = format!("`{key}` cannot be a key of `{map}`");
            findings.error(code::FIELD_PATH, node, message, expected);
        }
        Ok(()) => {}
    }
}

/// The map and the key of `metadata.labels['key']`.
fn subscript(path: &str) -> Option<(&str, &str)> {
    path.strip_suffix("']")?.split_once("['")
}

/// What a resource can be counted in: cores, else bytes with a unit.
fn divisor(from: &Node, resource: &str, findings: &mut Findings) {
    let Some(node) = field(from, &["resourceFieldRef", "divisor"]) else { return };
    let Some(amount) = syntax::quantity(node) else { return };
    let units = if resource.ends_with(".cpu") { CORES } else { BYTES };
    let is_unit = |unit: &&str| Quantity::parse(unit).is_some_and(|unit| unit.compare(&amount).is_eq());
    if !amount.is_zero() && !units.iter().any(is_unit) {
        let message = format!("`{resource}` is not counted in {amount}");
        findings.error(code::FIELD_PATH, node, message, format!("write one of {}", units.join(", ")));
    }
}

fn resource(from: &Node, findings: &mut Findings) {
    let Some(node) = field(from, &["resourceFieldRef", "resource"]) else { return };
    let Some(text) = node.as_str() else { return };
    divisor(from, text, findings);
    if !downward::is_resource(text) {
        let message = format!("`{text}` is no resource that can be read here");
        let help = "write `limits.` or `requests.` and cpu, memory, ephemeral-storage or hugepages-…";
        findings.error(code::FIELD_PATH, node, message, help);
    }
}

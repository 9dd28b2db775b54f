//! What containers can ask for: cpu, memory, ephemeral-storage, huge pages, and resources of somebody's domain
//! (`ValidateContainerResourceName`, `validatePodResourceName`).

use super::resources::{self, Kind};
use crate::diagnostic::{code, nearest};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, keys, syntax};

pub const RULE: Rule = Rule { code: code::RESOURCE_NAME, check: Check::Pods(check) };

/// What a resource without a domain is called.
const STANDARD: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    for (list, is_pod) in resources::lists(pod, ground) {
        for entry in keys(list, &[]) {
            if let Some((message, help)) = complaint(&entry.key, is_pod) {
                findings.key_error(code::RESOURCE_NAME, entry, message, help);
            }
        }
    }
}

fn complaint(name: &str, is_pod: bool) -> Option<(String, String)> {
    let wrong = || format!("`{name}` is no resource of a {}", if is_pod { "pod" } else { "container" });
    if let Err(expected) = syntax::qualified_name(name) {
        return Some((wrong(), expected.to_string()));
    }
    let good = match Kind::of(name) {
        Kind::HugePages => true,
        Kind::Standard if is_pod => matches!(name, "cpu" | "memory"),
        Kind::Standard => STANDARD.contains(&name) || name.contains('/'),
        Kind::Extended => !is_pod && !name.starts_with("requests."),
    };
    if good {
        return None;
    }
    let help = match nearest(name, STANDARD) {
        Some(near) => format!("did you mean `{near}`?"),
        None if is_pod => "a pod has cpu, memory and hugepages-…".to_string(),
        None => "there are cpu, memory, ephemeral-storage, hugepages-… and names with a domain".to_string(),
    };
    Some((wrong(), help))
}

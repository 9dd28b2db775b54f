//! What must hold before a pod is scheduled or ready, by name (`validateReadinessGates`, `validateSchedulingGates`).

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::POD_GATE, check: Check::Pods(check) };

/// The lists of gates, and the field that names one.
const GATES: [(&str, &str); 2] = [("readinessGates", "conditionType"), ("schedulingGates", "name")];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for (list, word) in GATES {
        for node in items(pod.spec, &[list]).iter().filter_map(|gate| field(gate, &[word])) {
            if let Some(text) = node.as_str()
                && let Err(expected) = syntax::qualified_name(text)
            {
                findings.error(code::POD_GATE, node, format!("`{text}` cannot be a `{word}`"), expected);
            }
        }
    }
}

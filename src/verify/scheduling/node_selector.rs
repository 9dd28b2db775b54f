//! Labels of nodes that a pod asks for (`ValidateLabels`), and those that nodes no longer have
//! (`GetNodeLabelDeprecatedMessage`).

use crate::diagnostic::code;
use crate::syntax::{Entry, Node};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, keys, syntax, text};

pub const RULE: Rule = Rule { code: code::NODE_SELECTOR, check: Check::Pods(check) };

/// Labels of nodes that have gone, with what to ask for.
const GONE: [(&str, &str); 6] = [
    ("beta.kubernetes.io/arch", "kubernetes.io/arch"),
    ("beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"),
    ("beta.kubernetes.io/os", "kubernetes.io/os"),
    ("failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"),
    ("failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"),
    ("node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane"),
];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for entry in keys(pod.spec, &["nodeSelector"]) {
        of_entry(entry, findings);
    }
    for one in items(pod.spec, &["topologySpreadConstraints"]) {
        gone(one, "topologyKey", findings);
    }
    let Some(affinity) = field(pod.spec, &["affinity", "nodeAffinity"]) else { return };
    let required = items(affinity, &[super::REQUIRED, "nodeSelectorTerms"]).iter();
    let preferred = items(affinity, &[super::PREFERRED]).iter();
    for term in required.chain(preferred.filter_map(|one| field(one, &["preference"]))) {
        items(term, &["matchExpressions"]).iter().for_each(|one| gone(one, "key", findings));
    }
}

fn of_entry(entry: &Entry, findings: &mut Findings) {
    let key = entry.key.as_str();
    if let Err(expected) = syntax::qualified_name(key) {
        let message = format!("nodes cannot have the label `{key}`");
        findings.key_error(code::NODE_SELECTOR, entry, message, expected);
    }
    if let Some(expected) = entry.value.as_str().and_then(|value| syntax::label_value(value).err()) {
        let message = format!("nodes cannot have such a value of the label `{key}`");
        findings.error(code::NODE_SELECTOR, &entry.value, message, expected);
    }
    if let Some(now) = successor(key) {
        warn(&entry.value, key, now, findings);
    }
}

fn gone(holder: &Node, word: &str, findings: &mut Findings) {
    if let (Some(node), Some(now)) = (field(holder, &[word]), successor(text(holder, &[word]))) {
        warn(node, text(holder, &[word]), now, findings);
    }
}

fn successor(key: &str) -> Option<&'static str> {
    GONE.iter().find(|(gone, _)| *gone == key).map(|(_, now)| *now)
}

fn warn(node: &Node, gone: &str, now: &str, findings: &mut Findings) {
    let message = format!("the label `{gone}` of nodes is deprecated");
    findings.warning(code::NODE_SELECTOR, node, message, format!("write `{now}`"));
}

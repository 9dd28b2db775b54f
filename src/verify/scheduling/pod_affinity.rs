//! Pods that are to run beside others, or apart from them (`validatePodAffinityTerm`,
//! `validateWeightedPodAffinityTerms`).

use super::weight;
use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::POD_AFFINITY, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let Some(affinity) = field(pod.spec, &["affinity"]) else { return };
    for word in ["podAffinity", "podAntiAffinity"] {
        let Some(affinity) = field(affinity, &[word]) else { continue };
        items(affinity, &[super::REQUIRED]).iter().for_each(|one| term(one, findings));
        for preferred in items(affinity, &[super::PREFERRED]) {
            weight::check(preferred, code::POD_AFFINITY, findings);
            if let Some(one) = field(preferred, &["podAffinityTerm"]) {
                term(one, findings);
            }
        }
    }
}

fn term(one: &Node, findings: &mut Findings) {
    if let Some(node) = field(one, &["topologyKey"]) {
        match node.as_str().map(|key| (key, syntax::qualified_name(key))) {
            Some(("", _)) => {
                let message = "nothing says what the pods share: a node, a zone";
                let help = "write a label of nodes, such as `kubernetes.io/hostname`";
                findings.error(code::POD_AFFINITY, node, message, help);
            }
            Some((key, Err(expected))) => {
                let message = format!("`{key}` cannot be a label of nodes");
                findings.error(code::POD_AFFINITY, node, message, expected);
            }
            _ => {}
        }
    }
    for node in items(one, &["namespaces"]) {
        if let Some(expected) = node.as_str().and_then(|name| syntax::dns_label(name).err()) {
            let message = "the pods are looked for in a namespace that cannot be";
            findings.error(code::POD_AFFINITY, node, message, expected);
        }
    }
    if field(one, &["labelSelector"]).is_some() {
        return;
    }
    for word in ["matchLabelKeys", "mismatchLabelKeys"] {
        if let Some(node) = field(one, &[word]).filter(|_| !items(one, &[word]).is_empty()) {
            let message = format!("`{word}` add to a `labelSelector`");
            return findings.error(code::POD_AFFINITY, node, message, "add `labelSelector`");
        }
    }
    let message = "without `labelSelector` no pod is meant";
    findings.warning(code::POD_AFFINITY, one, message, "select the labels of the pods that are meant");
}

//! Queries in PromQL that Prometheus can read: of its rules, and of what KEDA scales by.

use super::query::mistake;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, text};

const KINDS: &[&str] = &["monitoring.coreos.com/PrometheusRule", "keda.sh/ScaledObject", "keda.sh/ScaledJob"];

pub const RULE: Rule = Rule { code: code::PROMQL, check: Check::Kinds(KINDS, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for rule in items(&object.node, &["spec", "groups"]).iter().flat_map(|group| items(group, &["rules"])) {
        query(field(rule, &["expr"]), findings);
    }
    for trigger in items(&object.node, &["spec", "triggers"]) {
        if text(trigger, &["type"]) == "prometheus" {
            query(field(trigger, &["metadata", "query"]), findings);
        }
    }
}

fn query(node: Option<&Node>, findings: &mut Findings) {
    let Some((node, query)) = node.and_then(|node| Some((node, node.as_str()?))) else { return };
    if let Some(mistake) = mistake(query) {
        let found = Diagnostic::error(code::PROMQL, format!("Prometheus cannot read the query: {mistake}"));
        findings.add(node, found.help("try it in the graph page of Prometheus"));
    }
}

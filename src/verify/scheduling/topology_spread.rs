//! How pods spread over nodes and zones (`validateTopologySpreadConstraints`). That no two constraints have the same
//! key and way, the schema says.

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, text};

pub const RULE: Rule = Rule { code: code::TOPOLOGY_SPREAD, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    items(pod.spec, &["topologySpreadConstraints"]).iter().for_each(|one| constraint(one, findings));
}

fn constraint(one: &Node, findings: &mut Findings) {
    for word in ["maxSkew", "minDomains"] {
        if let Some(node) = field(one, &[word]).filter(|node| node.as_i64().is_some_and(|n| n < 1)) {
            let message = format!("`{word}` is a number from 1");
            findings.error(code::TOPOLOGY_SPREAD, node, message, "write how many");
        }
    }
    if let Some(node) = field(one, &["topologyKey"]).filter(|node| node.as_str() == Some("")) {
        let message = "nothing says over what the pods spread";
        let help = "write a label of nodes, such as `topology.kubernetes.io/zone`";
        findings.error(code::TOPOLOGY_SPREAD, node, message, help);
    }
    let way = text(one, &["whenUnsatisfiable"]);
    if let Some(node) = field(one, &["minDomains"]).filter(|_| way == "ScheduleAnyway") {
        let message = "`minDomains` holds nothing back where pods are scheduled anyway";
        findings.error(code::TOPOLOGY_SPREAD, node, message, "write `whenUnsatisfiable: DoNotSchedule`");
    }
    if field(one, &["labelSelector"]).is_none() {
        match field(one, &["matchLabelKeys"]).filter(|_| !items(one, &["matchLabelKeys"]).is_empty()) {
            Some(node) => {
                let message = "`matchLabelKeys` add to a `labelSelector`";
                findings.error(code::TOPOLOGY_SPREAD, node, message, "add `labelSelector`");
            }
            None => {
                let message = "without `labelSelector` no pod is counted, and nothing is spread";
                findings.warning(code::TOPOLOGY_SPREAD, one, message, "select the pods' own labels");
            }
        }
    }
}

//! Users and groups that processes run as (`IsValidUserID`, `IsValidGroupID`).

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::USER_ID, check: Check::Pods(check) };

const IDS: [&str; 3] = ["runAsUser", "runAsGroup", "fsGroup"];
const HIGHEST: i64 = 2_147_483_647;

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let containers = pod.containers.iter().map(|container| container.node);
    for context in containers.chain([pod.spec]).filter_map(|node| field(node, &["securityContext"])) {
        let own = IDS.iter().filter_map(|word| field(context, &[word]));
        own.chain(items(context, &["supplementalGroups"])).for_each(|node| one(node, findings));
    }
}

fn one(node: &Node, findings: &mut Findings) {
    if let Some(number) = node.as_i64().filter(|number| !(0..=HIGHEST).contains(number)) {
        let message = format!("there is no user or group {number}");
        findings.error(code::USER_ID, node, message, "write a number from 0 to 2147483647");
    }
}

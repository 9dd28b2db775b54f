//! How long a pod may run (`ValidatePodSpec`). The pods of what keeps running have no such limit; `restart-policy` says so.

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field};

pub const RULE: Rule = Rule { code: code::POD_DEADLINE, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let Some(node) = field(pod.spec, &["activeDeadlineSeconds"]) else { return };
    if pod.keeps_running() {
        return;
    }
    if node.as_i64().is_some_and(|seconds| !(1..=i64::from(i32::MAX)).contains(&seconds)) {
        let message = "a pod that may run no second does not run";
        findings.error(code::POD_DEADLINE, node, message, "write 1 to 2147483647 seconds, or remove it");
    }
}

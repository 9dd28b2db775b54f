//! How long a pod has to run and to end (`ValidatePodSpec`). A negative time to end becomes one second
//! (`warningsForPodSpecAndMeta`).

use crate::diagnostic::code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field};

pub const RULE: Rule = Rule { code: code::GRACE_PERIOD, check: Check::Pods(check) };

const LONGEST: i64 = 2_147_483_647;

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let limit = field(pod.spec, &["activeDeadlineSeconds"]);
    let is_time = |node: &&Node| node.as_i64().is_none_or(|seconds| (1..=LONGEST).contains(&seconds));
    if let Some(node) = limit.filter(|node| !is_time(node)) {
        let message = "a pod runs for one second or more";
        findings.error(code::GRACE_PERIOD, node, message, "write a number from 1 to 2147483647");
    }
    let Some(node) = field(pod.spec, &["terminationGracePeriodSeconds"]) else { return };
    if node.as_i64().is_some_and(|seconds| seconds < 0) {
        let message = "a pod cannot end before it is told to: it gets one second";
        findings.warning(code::GRACE_PERIOD, node, message, "write the seconds that it may take to end");
    }
}

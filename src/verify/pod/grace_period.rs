//! How long a pod has to end: a negative time becomes one second (`warningsForPodSpecAndMeta`). How long it has to run is
//! `pod-deadline`'s.

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field};

pub const RULE: Rule = Rule { code: code::GRACE_PERIOD, check: Check::Pods(check) };

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    let Some(node) = field(pod.spec, &["terminationGracePeriodSeconds"]) else { return };
    if node.as_i64().is_some_and(|seconds| seconds < 0) {
        let message = "a pod cannot end before it is told to: it gets one second";
        findings.warning(code::GRACE_PERIOD, node, message, "write the seconds that it may take to end");
    }
}

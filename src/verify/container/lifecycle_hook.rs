//! How containers end: hooks that sleep no longer than they have, signals that the system knows
//! (`validateSleepAction`).

use super::handler;
use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::Minor;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, integer};

pub const RULE: Rule = Rule { code: code::LIFECYCLE_HOOK, check: Check::Containers(check) };

/// The seconds that a pod has to end, where it says nothing; and where it says something negative.
const GRACE: i64 = 30;
const SHORTEST: i64 = 1;
/// The first version in which a hook may sleep for no time.
const ZERO: Minor = Minor::new(33);

fn check(pod: &Pod, container: &Container, ground: Ground, findings: &mut Findings) {
    let written = field(pod.spec, &["terminationGracePeriodSeconds"]);
    let grace = integer(pod.spec, &["terminationGracePeriodSeconds"]).unwrap_or(GRACE);
    let grace = if grace < 0 { SHORTEST } else { grace };
    let least = i64::from(ground.minor < ZERO);
    for handler in handler::hooks(container) {
        let Some(node) = field(handler.node, &["sleep", "seconds"]) else { continue };
        let Some(seconds) = node.as_i64().filter(|seconds| !(least..=grace).contains(seconds)) else {
            continue;
        };
        let (message, help) = if seconds < least {
            (format!("a hook sleeps for {least} seconds or more"), "write the seconds")
        } else {
            (
                format!("the hook sleeps for {seconds} seconds, but the pod has {grace} to end"),
                "let it sleep less, or raise `terminationGracePeriodSeconds`",
            )
        };
        let found = Diagnostic::error(code::LIFECYCLE_HOOK, message).at(node.origin.span(), "");
        let found = found.related(written.and_then(|node| node.origin.span()), "the time to end");
        findings.add(node, found.help(help));
    }
}

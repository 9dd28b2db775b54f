//! How often and how patiently probes ask (`validateProbe`, `validateLivenessProbe`, `validateReadinessProbe`). A zero
//! counts as the default.

use super::handler::{self, Handler};
use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field};

pub const RULE: Rule = Rule { code: code::PROBE_TIMING, check: Check::Containers(check) };

const COUNTS: [&str; 5] =
    ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];
const GRACE: &str = "terminationGracePeriodSeconds";

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    for probe in handler::probes(container) {
        for word in COUNTS {
            count(&probe, word, findings);
        }
        grace(&probe, findings);
    }
}

fn count(probe: &Handler, word: &str, findings: &mut Findings) {
    let Some(node) = field(probe.node, &[word]) else { return };
    let Some(number) = node.as_i64() else { return };
    if number < 0 {
        let message = format!("`{word}` is a number from 0");
        findings.error(code::PROBE_TIMING, node, message, "write a number from 1, or remove it");
    } else if word == "successThreshold" && number > 1 && probe.word != "readinessProbe" {
        let message = format!("one answer is enough for a `{}`", probe.word);
        findings.error(code::PROBE_TIMING, node, message, "remove `successThreshold`: it is 1");
    }
}

fn grace(probe: &Handler, findings: &mut Findings) {
    let Some(node) = field(probe.node, &[GRACE]) else { return };
    if probe.word == "readinessProbe" {
        let message = format!("a `readinessProbe` ends no container: it has no `{GRACE}`");
        findings.error(code::PROBE_TIMING, node, message, "remove it");
    } else if node.as_i64().is_some_and(|seconds| seconds <= 0) {
        let message = format!("`{GRACE}` of a probe is a number from 1");
        findings.error(code::PROBE_TIMING, node, message, "write the seconds, or remove it");
    }
}

//! Init containers that end before the next one starts have no probes and no hooks; native sidecars have both.
//!
//! `validateInitContainers`.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, Role, field};

pub const RULE: Rule = Rule { code: code::INIT_CONTAINER, check: Check::Containers(check) };

/// What only a container that goes on running has. One handler may have made all probes: the first is told.
const RUNNING: [&[&str]; 2] = [&["readinessProbe", "livenessProbe", "startupProbe"], &["lifecycle"]];

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    if container.role != Role::Init {
        return;
    }
    for words in RUNNING {
        let written = words.iter().find_map(|word| Some((word, field(container.node, &[word])?)));
        let Some((word, written)) = written else { continue };
        let name = container.name;
        let message = format!("the init container `{name}` ends before the others start: it has no `{word}`");
        let found = Diagnostic::error(code::INIT_CONTAINER, message).at(written.origin.span(), "");
        findings
            .add(written, found.help("remove it, or let it run beside the others: `restartPolicy: Always` (`native: true` in an app)"));
    }
}

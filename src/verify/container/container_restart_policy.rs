//! What happens when one container ends: from 1.35 on each may say so for itself (`validateContainerRestartPolicy`,
//! `validateInitContainerRestartPolicy`). Before, only `Always` of init containers, which makes them native sidecars.

use crate::diagnostic::code;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, Role, field};

pub const RULE: Rule = Rule { code: code::CONTAINER_RESTART_POLICY, check: Check::Containers(check) };

/// The last version that refuses it for containers that are no init containers.
const REFUSED: Minor = Minor::new(33);
/// The first version that goes by it; the one between knows it and drops it.
const HONOURED: Minor = Minor::new(35);
/// The first version in which native sidecars have rules, too.
const SIDECARS: Minor = Minor::new(36);

fn check(_: &Pod, container: &Container, ground: Ground, findings: &mut Findings) {
    let policy = field(container.node, &["restartPolicy"]);
    if container.role == Role::Ephemeral {
        return;
    }
    if ground.minor >= HONOURED {
        return rules(container, policy, ground, findings);
    }
    let Some(policy) = policy else { return };
    let help = "remove it: the pod's own `restartPolicy` holds";
    if ground.minor <= REFUSED {
        // Of init containers the schema says that only `Always` is one.
        if container.role == Role::Main {
            let message = "only init containers have a `restartPolicy` of their own";
            findings.error(code::CONTAINER_RESTART_POLICY, policy, message, help);
        }
    } else if container.role != Role::Sidecar {
        let message = format!("Kubernetes {} drops a container's own `restartPolicy`", ground.minor);
        findings.warning(code::CONTAINER_RESTART_POLICY, policy, message, help);
    }
}

fn rules(container: &Container, policy: Option<&Node>, ground: Ground, findings: &mut Findings) {
    let Some(rules) = field(container.node, &["restartPolicyRules"]) else { return };
    if rules.as_sequence().is_none_or(<[Node]>::is_empty) {
        return;
    }
    if policy.is_none() {
        let message = "`restartPolicyRules` need a `restartPolicy` for all that they do not name";
        findings.error(code::CONTAINER_RESTART_POLICY, rules, message, "add the container's `restartPolicy`");
    } else if container.role == Role::Sidecar && ground.minor < SIDECARS {
        let message = format!("in Kubernetes {} native sidecars have no `restartPolicyRules`", ground.minor);
        findings.error(code::CONTAINER_RESTART_POLICY, rules, message, "remove them");
    }
}

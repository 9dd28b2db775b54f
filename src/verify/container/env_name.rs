//! Names of environment variables (`ValidateEnv`, `ValidateEnvFrom`).

use crate::diagnostic::code;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::ENV_NAME, check: Check::Containers(check) };

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    for node in items(container.node, &["env"]).iter().filter_map(|one| field(one, &["name"])) {
        if let Some(expected) = node.as_str().and_then(|name| syntax::variable(name).err()) {
            let name = node.as_str().unwrap_or("");
            let message = format!("`{name}` cannot be the name of an environment variable");
            findings.error(code::ENV_NAME, node, message, expected);
        }
    }
    for node in items(container.node, &["envFrom"]).iter().filter_map(|one| field(one, &["prefix"])) {
        let Some(prefix) = node.as_str().filter(|prefix| !prefix.is_empty()) else { continue };
        if let Err(expected) = syntax::variable(prefix) {
            let message = format!("`{prefix}` cannot begin the names of environment variables");
            findings.error(code::ENV_NAME, node, message, expected);
        }
    }
}

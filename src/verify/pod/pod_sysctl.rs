//! Parameters of the kernel that a pod sets (`validateSysctls`): by name, and not those of what it shares with its node.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items};

pub const RULE: Rule = Rule { code: code::POD_SYSCTL, check: Check::Pods(check) };

/// The most characters of a name.
const LONGEST: usize = 253;
/// Parameters of the communication between processes, which belongs to the node with `hostIPC`.
const IPC: [&str; 10] = [
    "kernel.msg",
    "kernel.msgmax",
    "kernel.msgmnb",
    "kernel.msgmni",
    "kernel.sem",
    "kernel.shm",
    "kernel.shm_rmid_forced",
    "kernel.shmall",
    "kernel.shmmax",
    "kernel.shmmni",
];

fn check(pod: &Pod, _: Ground, findings: &mut Findings) {
    for sysctl in items(pod.spec, &["securityContext", "sysctls"]) {
        let Some(node) = field(sysctl, &["name"]) else { continue };
        let Some(name) = node.as_str() else { continue };
        if !is_name(name) {
            let message = format!("`{name}` cannot be a parameter of the kernel");
            let help = "it has lower-case letters, digits, `-` and `_`, in parts between `.` or `/`";
            findings.error(code::POD_SYSCTL, node, message, help);
        }
        let Some(word) = shared(name) else { continue };
        if let Some(host) = field(pod.spec, &[word]).filter(|host| host.as_bool() == Some(true)) {
            let message = format!("with `{word}: true`, `{name}` is the node's");
            let found = Diagnostic::error(code::POD_SYSCTL, message).at(node.origin.span(), "");
            findings
                .add(node, found.related(host.origin.span(), "because of this").help("remove one of them"));
        }
    }
}

fn is_name(name: &str) -> bool {
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    let part =
        |part: &str| ends(part.chars().next()) && ends(part.chars().next_back()) && part.chars().all(inner);
    name.len() <= LONGEST && name.split(['.', '/']).all(part)
}

/// The field that makes a parameter the node's (`GetNamespace`).
fn shared(name: &str) -> Option<&'static str> {
    // Written with `/`, a part may have a dot in it.
    let is_slashed = name.chars().find(|c| matches!(c, '.' | '/')) == Some('/');
    let dotted = if is_slashed { name.replace('/', ".") } else { name.to_owned() };
    if dotted.starts_with("net.") {
        return Some("hostNetwork");
    }
    (IPC.contains(&dotted.as_str()) || dotted.starts_with("fs.mqueue.")).then_some("hostIPC")
}

//! Baseline: no known way out of a container.

use super::{Checked, Container, Fault, Level};
use crate::syntax::{Entry, Node};
use crate::verify::between::Way;
use crate::verify::view::{items, keys, text};

const CAPABILITIES: [&str; 14] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
    "CAP_NET_BIND_SERVICE",
];

/// Kernel settings that touch the pod alone, with the version that allows them first.
const SYSCTLS: [(&str, u16); 11] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
];

const SELINUX: [&str; 5] = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

impl Checked<'_> {
    pub(super) fn baseline(&self, out: &mut Vec<Fault>) {
        self.host(out);
        self.containers.iter().for_each(|container| self.container_of_baseline(container, out));
        self.kernel(out);
        self.annotations(out);
    }

    /// The node's own: its namespaces, its files, its ports.
    fn host(&self, out: &mut Vec<Fault>) {
        for key in ["hostNetwork", "hostPID", "hostIPC"] {
            if let Some(at) = self.spec.to(&[key]).filter(|at| at.node.as_bool() == Some(true)) {
                out.push(baseline(&at, format!("`{key}: true`")));
            }
        }
        let volumes = self.spec.each_to(&["volumes"], &["hostPath"]);
        out.extend(volumes.map(|at| baseline(&at, "a volume of the node (`hostPath`)")));
        let windows = self.contexts(&["windowsOptions", "hostProcess"]);
        let windows = windows.filter(|at| at.node.as_bool() == Some(true));
        out.extend(windows.map(|at| baseline(&at, "a process of the node (`hostProcess`)")));
    }

    fn container_of_baseline(&self, container: &Container, out: &mut Vec<Fault>) {
        let ports = container.way.each_to(&["ports"], &["hostPort"]);
        let ports = ports.filter(|at| at.node.as_i64() != Some(0));
        out.extend(ports.map(|at| baseline(&at, "a port of the node (`hostPort`)")));
        if let Some(context) = &container.context {
            self.context_of_baseline(context, out);
        }
        probes(&container.way, out);
    }

    fn context_of_baseline(&self, context: &Way, out: &mut Vec<Fault>) {
        if let Some(at) = context.to(&["privileged"]).filter(|at| at.node.as_bool() == Some(true)) {
            out.push(baseline(&at, "`privileged: true`"));
        }
        for at in context.each(&["capabilities", "add"]) {
            let name = at.node.as_str().unwrap_or("");
            if !CAPABILITIES.contains(&name) {
                out.push(baseline(&at, format!("the capability `{name}`")));
            }
        }
        let mount = context.to(&["procMount"]);
        if let Some(at) = mount.filter(|at| at.node.as_str() != Some("Default") && !self.has_own_users) {
            out.push(baseline(&at, "an unmasked `/proc` (`procMount`)"));
        }
    }

    /// What the kernel lets a process do.
    fn kernel(&self, out: &mut Vec<Fault>) {
        let is_unconfined = |at: &Way| at.node.as_str() == Some("Unconfined");
        for at in self.contexts(&["seccompProfile", "type"]).filter(is_unconfined) {
            out.push(Fault::new(Level::Baseline, 19, &at, "no seccomp profile"));
        }
        for at in self.contexts(&["appArmorProfile", "type"]).filter(is_unconfined) {
            out.push(baseline(&at, "no AppArmor profile"));
        }
        for at in self.contexts(&["seLinuxOptions"]) {
            let own = ["user", "role"].iter().any(|key| !text(at.node, &[key]).is_empty());
            if own || !SELINUX.contains(&text(at.node, &["type"])) {
                out.push(baseline(&at, "its own SELinux type, user or role"));
            }
        }
        let Some(context) = &self.context else { return };
        for at in context.each(&["sysctls"]) {
            let name = text(at.node, &["name"]);
            if !SYSCTLS.iter().any(|(known, _)| *known == name) {
                out.push(baseline(&at, format!("the kernel setting `{name}`")));
            }
        }
    }

    fn annotations(&self, out: &mut Vec<Fault>) {
        let is_loose = |entry: &Entry| {
            let value = entry.value.as_str().unwrap_or("");
            entry.key.starts_with("container.apparmor.security.beta.kubernetes.io/")
                && !(value.is_empty() || value == "runtime/default" || value.starts_with("localhost/"))
        };
        if keys(self.template, &["metadata", "annotations"]).any(is_loose) {
            out.push(baseline(self.spec, "no AppArmor profile (by an annotation)"));
        }
    }
}

/// What baseline has forbidden from its first version on.
fn baseline(at: &Way, message: impl Into<String>) -> Fault {
    Fault::new(Level::Baseline, 0, at, message)
}

/// A probe of another host lets the node's kubelet knock at doors for the pod.
fn probes(container: &Way, out: &mut Vec<Fault>) {
    const HANDLERS: [&[&str]; 5] = [
        &["livenessProbe"],
        &["readinessProbe"],
        &["startupProbe"],
        &["lifecycle", "postStart"],
        &["lifecycle", "preStop"],
    ];
    for handler in HANDLERS.into_iter().filter_map(|keys| container.to(keys)) {
        let hosts = [handler.text(&["httpGet", "host"]), handler.text(&["tcpSocket", "host"])];
        for at in hosts.into_iter().flatten() {
            out.push(Fault::new(Level::Baseline, 34, &at, "a `host` in a probe or hook"));
        }
    }
}

/// Whether a list holds a word.
pub(super) fn holds(node: &Node, path: &[&str], word: &str) -> bool {
    items(node, path).iter().any(|item| item.as_str() == Some(word))
}

//! Baseline: no known way out of a container.

use super::{Checked, Level};
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
    pub(super) fn baseline(&mut self) {
        self.host();
        self.containers_of_baseline();
        self.kernel();
    }

    /// The node's own: its namespaces, its files, its ports.
    fn host(&mut self) {
        for key in [&["hostNetwork"] as &'static [&'static str], &["hostPID"], &["hostIPC"]] {
            if let Some(at) = self.spec.to(key).filter(|at| at.node.as_bool() == Some(true)) {
                let name = key.first().copied().unwrap_or_default();
                self.fault(Level::Baseline, 0, &at, format!("`{name}: true`"));
            }
        }
        for at in
            self.spec.each(&["volumes"]).filter_map(|volume| volume.to(&["hostPath"])).collect::<Vec<_>>()
        {
            self.fault(Level::Baseline, 0, &at, "a volume of the node (`hostPath`)".into());
        }
        let windows = self.contexts(&["windowsOptions", "hostProcess"]).into_iter();
        let windows: Vec<_> =
            windows.filter(|at| at.node.as_bool() == Some(true)).map(|at| at.site()).collect();
        for site in windows {
            let message = "a process of the node (`hostProcess`)".to_string();
            self.faults.push(super::Fault { level: Level::Baseline, since: 0, message, site });
        }
    }

    fn containers_of_baseline(&mut self) {
        for container in self.containers.clone() {
            for at in container.each(&["ports"]).filter_map(|port| port.to(&["hostPort"])) {
                if at.node.as_i64() != Some(0) {
                    self.fault(Level::Baseline, 0, &at, "a port of the node (`hostPort`)".into());
                }
            }
            let privileged = container.to(&["securityContext", "privileged"]);
            if let Some(at) = privileged.filter(|at| at.node.as_bool() == Some(true)) {
                self.fault(Level::Baseline, 0, &at, "`privileged: true`".into());
            }
            for at in container.each(&["securityContext", "capabilities", "add"]) {
                let name = at.node.as_str().unwrap_or("");
                if !CAPABILITIES.contains(&name) {
                    self.fault(Level::Baseline, 0, &at, format!("the capability `{name}`"));
                }
            }
            let mount = container.to(&["securityContext", "procMount"]);
            if let Some(at) = mount.filter(|at| at.node.as_str() != Some("Default") && !self.has_own_users) {
                self.fault(Level::Baseline, 0, &at, "an unmasked `/proc` (`procMount`)".into());
            }
            self.probes(&container);
        }
    }

    /// A probe of another host lets the node's kubelet knock at doors for the pod.
    fn probes(&mut self, container: &Way) {
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
                self.fault(Level::Baseline, 34, &at, "a `host` in a probe or hook".into());
            }
        }
    }

    /// What the kernel lets a process do.
    fn kernel(&mut self) {
        let mut found = Vec::new();
        for at in self.contexts(&["seccompProfile", "type"]) {
            found.extend(
                (at.node.as_str() == Some("Unconfined")).then(|| (19, at.site(), "no seccomp profile")),
            );
        }
        for at in self.contexts(&["appArmorProfile", "type"]) {
            found.extend(
                (at.node.as_str() == Some("Unconfined")).then(|| (0, at.site(), "no AppArmor profile")),
            );
        }
        for at in self.contexts(&["seLinuxOptions"]) {
            let own = ["user", "role"].iter().any(|key| !text(at.node, &[key]).is_empty());
            let is_fine = SELINUX.contains(&text(at.node, &["type"])) && !own;
            found.extend((!is_fine).then(|| (0, at.site(), "its own SELinux type, user or role")));
        }
        for (since, site, message) in found {
            let message = message.to_string();
            self.faults.push(super::Fault { level: Level::Baseline, since, message, site });
        }
        for at in self.spec.each(&["securityContext", "sysctls"]).collect::<Vec<_>>() {
            let name = text(at.node, &["name"]);
            if !SYSCTLS.iter().any(|(known, _)| *known == name) {
                self.fault(Level::Baseline, 0, &at, format!("the kernel setting `{name}`"));
            }
        }
        let is_loose = |entry: &&Entry| {
            let value = entry.value.as_str().unwrap_or("");
            entry.key.starts_with("container.apparmor.security.beta.kubernetes.io/")
                && !(value.is_empty() || value == "runtime/default" || value.starts_with("localhost/"))
        };
        if keys(self.template, &["metadata", "annotations"]).any(|entry| is_loose(&entry)) {
            let spec = self.spec;
            self.fault(Level::Baseline, 0, &spec, "no AppArmor profile (by an annotation)".into());
        }
    }
}

/// Whether a list holds a word.
pub(super) fn holds(node: &Node, path: &[&str], word: &str) -> bool {
    items(node, path).iter().any(|item| item.as_str() == Some(word))
}

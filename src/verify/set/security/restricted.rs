//! Restricted: what pods should do to be hard to misuse.

use super::baseline::holds;
use super::{Checked, Level};
use crate::syntax::Node;
use crate::verify::between::Way;
use crate::verify::view::{field, integer, keys, text};

/// The sources of volumes that are neither the node's nor a driver's of old.
const VOLUMES: [&str; 8] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

impl Checked<'_> {
    pub(super) fn restricted(&mut self) {
        for volume in self.spec.each(&["volumes"]).collect::<Vec<_>>() {
            let sources = keys(volume.node, &[]).map(|entry| entry.key.as_str());
            let bad = sources.filter(|key| !matches!(*key, "name" | "hostPath" | "image"));
            let bad: Vec<String> = bad
                .filter(|key| !VOLUMES.contains(key))
                .map(|key| format!("a volume of the source `{key}`"))
                .collect();
            bad.into_iter().for_each(|message| self.fault(Level::Restricted, 0, &volume, message));
        }
        let pod = field(self.spec.node, &["securityContext"]);
        for container in self.containers.clone() {
            let own = field(container.node, &["securityContext"]);
            if !self.is_windows {
                self.privileges(&container, own);
                self.seccomp(&container, pod, own);
            }
            if !self.has_own_users {
                self.user(&container, pod, own);
            }
        }
        let root = self.spec.to(&["securityContext", "runAsUser"]);
        if let Some(at) = root.filter(|at| at.node.as_i64() == Some(0) && !self.has_own_users) {
            self.fault(Level::Restricted, 23, &at, "`runAsUser: 0`".into());
        }
    }

    fn privileges(&mut self, container: &Way, own: Option<&Node>) {
        let flag = |key: &str| own.and_then(|own| field(own, &[key])).and_then(Node::as_bool);
        if flag("allowPrivilegeEscalation") != Some(false) {
            let message = "no `allowPrivilegeEscalation: false`";
            self.fault(Level::Restricted, 8, container, message.into());
        }
        if !own.is_some_and(|own| holds(own, &["capabilities", "drop"], "ALL")) {
            self.fault(Level::Restricted, 22, container, "no `capabilities: {drop: [ALL]}`".into());
        }
        for at in container.each(&["securityContext", "capabilities", "add"]) {
            let name = at.node.as_str().unwrap_or("");
            if name != "NET_BIND_SERVICE" {
                self.fault(Level::Restricted, 22, &at, format!("the capability `{name}`"));
            }
        }
    }

    fn seccomp(&mut self, container: &Way, pod: Option<&Node>, own: Option<&Node>) {
        let kind = |context: Option<&Node>| {
            context
                .map(|context| text(context, &["seccompProfile", "type"]))
                .filter(|kind| !kind.is_empty())
                .map(str::to_owned)
        };
        // What is unconfined has been told of as baseline.
        if kind(own).or(kind(pod)).is_none() {
            let message = "no `seccompProfile: {type: RuntimeDefault}`";
            self.fault(Level::Restricted, 19, container, message.into());
        }
    }

    fn user(&mut self, container: &Way, pod: Option<&Node>, own: Option<&Node>) {
        let flag = |context: Option<&Node>| {
            context.and_then(|context| field(context, &["runAsNonRoot"])).and_then(Node::as_bool)
        };
        if flag(own).or(flag(pod)) != Some(true) {
            self.fault(Level::Restricted, 0, container, "no `runAsNonRoot: true`".into());
        }
        if own.and_then(|own| integer(own, &["runAsUser"])) == Some(0)
            && let Some(at) = container.to(&["securityContext", "runAsUser"])
        {
            self.fault(Level::Restricted, 23, &at, "`runAsUser: 0`".into());
        }
    }
}

//! Restricted: what pods should do to be hard to misuse.

use super::baseline::holds;
use super::{Checked, Container, Fault, Level};
use crate::syntax::Node;
use crate::verify::between::Way;
use crate::verify::view::{field, keys, text};

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
    pub(super) fn restricted(&self, out: &mut Vec<Fault>) {
        for volume in self.spec.each(&["volumes"]) {
            let sources = keys(volume.node, &[]).map(|entry| entry.key.as_str());
            let bad = sources.filter(|key| !matches!(*key, "name" | "hostPath" | "image"));
            let bad = bad.filter(|key| !VOLUMES.contains(key));
            let message = |key: &str| format!("a volume of the source `{key}`");
            out.extend(bad.map(|key| Fault::new(Level::Restricted, 0, &volume, message(key))));
        }
        for container in &self.containers {
            if !self.is_windows {
                privileges(container, out);
                self.seccomp(container, out);
            }
            if !self.has_own_users {
                self.user(container, out);
            }
        }
        let root = self.context.as_ref().and_then(|context| context.to(&["runAsUser"]));
        if let Some(at) = root.filter(|at| at.node.as_i64() == Some(0) && !self.has_own_users) {
            out.push(Fault::new(Level::Restricted, 23, &at, "`runAsUser: 0`"));
        }
    }

    fn seccomp(&self, container: &Container, out: &mut Vec<Fault>) {
        let has_kind = |context: &Way| !text(context.node, &["seccompProfile", "type"]).is_empty();
        // What is unconfined has been told of as baseline.
        if !container.context.iter().chain(&self.context).any(has_kind) {
            let message = "no `seccompProfile: {type: RuntimeDefault}`";
            out.push(Fault::new(Level::Restricted, 19, &container.way, message));
        }
    }

    fn user(&self, container: &Container, out: &mut Vec<Fault>) {
        let flag = |context: &Way| field(context.node, &["runAsNonRoot"]).and_then(Node::as_bool);
        if container.context.iter().chain(&self.context).find_map(flag) != Some(true) {
            out.push(Fault::new(Level::Restricted, 0, &container.way, "no `runAsNonRoot: true`"));
        }
        let user = container.context.as_ref().and_then(|own| own.to(&["runAsUser"]));
        if let Some(at) = user.filter(|at| at.node.as_i64() == Some(0)) {
            out.push(Fault::new(Level::Restricted, 23, &at, "`runAsUser: 0`"));
        }
    }
}

fn privileges(container: &Container, out: &mut Vec<Fault>) {
    let own = container.context.as_ref();
    let flag = own.and_then(|own| field(own.node, &["allowPrivilegeEscalation"])).and_then(Node::as_bool);
    if flag != Some(false) {
        let message = "no `allowPrivilegeEscalation: false`";
        out.push(Fault::new(Level::Restricted, 8, &container.way, message));
    }
    if !own.is_some_and(|own| holds(own.node, &["capabilities", "drop"], "ALL")) {
        let message = "no `capabilities: {drop: [ALL]}`";
        out.push(Fault::new(Level::Restricted, 22, &container.way, message));
    }
    for at in own.into_iter().flat_map(|own| own.each(&["capabilities", "add"])) {
        let name = at.node.as_str().unwrap_or("");
        if name != "NET_BIND_SERVICE" {
            out.push(Fault::new(Level::Restricted, 22, &at, format!("the capability `{name}`")));
        }
    }
}

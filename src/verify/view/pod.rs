//! Pods and pod templates, wherever a kind has them, and their containers.

use super::syntax::dns_subdomain;
use super::{field, items, text};
use crate::manifest::Object;
use crate::syntax::Node;

/// Where the kinds that make pods have their template; a Pod is its own. Of Argo Rollouts, the Rollout.
const TEMPLATES: [(&str, &str, &[&str]); 10] = [
    ("", "Pod", &[]),
    ("", "PodTemplate", &["template"]),
    ("", "ReplicationController", &["spec", "template"]),
    ("apps", "DaemonSet", &["spec", "template"]),
    ("apps", "Deployment", &["spec", "template"]),
    ("apps", "ReplicaSet", &["spec", "template"]),
    ("apps", "StatefulSet", &["spec", "template"]),
    ("argoproj.io", "Rollout", &["spec", "template"]),
    ("batch", "CronJob", &["spec", "jobTemplate", "spec", "template"]),
    ("batch", "Job", &["spec", "template"]),
];

/// The lists of containers with what the containers in them are.
const LISTS: [(&str, Role); 3] =
    [("initContainers", Role::Init), ("containers", Role::Main), ("ephemeralContainers", Role::Ephemeral)];

/// A Pod or pod template.
pub struct Pod<'o> {
    pub object: &'o Object,
    /// The keys that lead from the object to the template.
    pub path: &'static [&'static str],
    /// What holds the pod's `metadata` and `spec`: the template, or the Pod itself.
    pub template: &'o Node,
    pub spec: &'o Node,
    /// In the order of the API: init containers, containers, ephemeral containers.
    pub containers: Vec<Container<'o>>,
}

/// A container of a pod.
#[derive(Debug, Clone, Copy)]
pub struct Container<'o> {
    pub node: &'o Node,
    /// Empty where it has none.
    pub name: &'o str,
    pub role: Role,
}

/// What a container is in its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Ends before the next one starts.
    Init,
    /// A native sidecar: an init container that goes on running.
    Sidecar,
    Main,
    Ephemeral,
}

/// The Pod or pod template of an object; `None` where its kind has none, or it lacks it.
pub fn template_of(object: &Object) -> Option<&Node> {
    template_with_path(object).map(|(_, template)| template)
}

/// As [`template_of`], with the keys that lead there.
fn template_with_path(object: &Object) -> Option<(&'static [&'static str], &Node)> {
    let (group, kind) = (object.identity.group.as_str(), object.identity.kind.as_str());
    let (_, _, path) = *TEMPLATES.iter().find(|(known, name, _)| *name == kind && *known == group)?;
    Some((path, object.node.at(path)?))
}

impl<'o> Pod<'o> {
    /// The pod of an object; `None` where its kind has none, or it lacks it.
    pub fn of(object: &'o Object) -> Option<Pod<'o>> {
        let (path, template) = template_with_path(object)?;
        let spec = field(template, &["spec"]).filter(|spec| spec.as_mapping().is_some())?;
        let containers = LISTS
            .into_iter()
            .flat_map(|(list, role)| items(spec, &[list]).iter().map(move |node| Container::new(node, role)));
        Some(Pod { object, path, template, spec, containers: containers.collect() })
    }

    /// Whether a name in it is the object's own, which no object can have: that is told once, of the object.
    pub fn repeats_bad_name(&self, name: &str) -> bool {
        self.object.identity.name.as_str() == name && dns_subdomain(name).is_err()
    }

    /// Whether what makes it keeps such pods running: it restarts them without end.
    pub fn keeps_running(&self) -> bool {
        let kind = self.object.identity.kind.as_str();
        matches!(kind, "DaemonSet" | "Deployment" | "ReplicaSet" | "ReplicationController" | "StatefulSet")
    }

    /// Whether it is a template rather than a Pod.
    pub fn is_template(&self) -> bool {
        !std::ptr::eq(self.template, &self.object.node)
    }
}

impl<'o> Container<'o> {
    fn new(node: &'o Node, role: Role) -> Self {
        let role = if role == Role::Init { Role::of_init(node) } else { role };
        Container { node, name: text(node, &["name"]), role }
    }
}

impl Role {
    /// What an init container is.
    pub fn of_init(container: &Node) -> Role {
        if text(container, &["restartPolicy"]) == "Always" { Role::Sidecar } else { Role::Init }
    }

    /// What the containers of a pod need at once, in their order: all that run together, or as much as there is while an
    /// init container runs. `None` where none says anything.
    pub fn together(parts: impl Iterator<Item = (Role, u128)>) -> Option<u128> {
        let (mut main, mut beside, mut before) = (0u128, 0u128, 0u128);
        let mut is_said = false;
        for (role, amount) in parts {
            is_said = true;
            match role {
                Role::Init => before = before.max(beside.saturating_add(amount)),
                Role::Sidecar => beside = beside.saturating_add(amount),
                Role::Main => main = main.saturating_add(amount),
                Role::Ephemeral => {}
            }
        }
        is_said.then(|| before.max(main.saturating_add(beside)))
    }
}

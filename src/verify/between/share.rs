//! What pods ask for and may take, and what a namespace has for them: quotas and bounds.

use super::way::{Site, Way};
use crate::manifest::Object;
use crate::schema::quantity::Quantity;
use crate::syntax::{Entry, Node, Text};
use crate::verify::view::{Pod, field, items, keys, text};

/// Amounts of resources: `cpu`, `memory`, `storage`.
#[derive(Debug, Clone, Default)]
pub struct Amounts {
    pub amounts: Vec<(Text, Quantity)>,
    pub site: Site,
}

/// What a container asks for and may take.
#[derive(Debug, Clone)]
pub struct Share {
    pub container: Text,
    pub requests: Amounts,
    pub limits: Amounts,
    /// Whether it ends before the others run.
    pub is_init: bool,
}

/// What a namespace has in all.
#[derive(Debug, Clone, Default)]
pub struct Quota {
    pub hard: Amounts,
    /// Whether it counts only some of the pods.
    pub is_scoped: bool,
}

/// A bound of a LimitRange: for containers, pods or claims.
#[derive(Debug, Clone)]
pub struct Bound {
    pub of: Text,
    pub min: Amounts,
    pub max: Amounts,
    pub default: Amounts,
    pub default_request: Amounts,
}

impl Amounts {
    fn read(node: &Node, path: &[&str]) -> Vec<(Text, Quantity)> {
        let amount = |entry: &Entry| Some((entry.key.clone(), Quantity::parse(entry.value.scalar_text()?)?));
        keys(node, path).filter_map(amount).collect()
    }

    /// The amounts below some keys; their place is that of the map, else of what lacks it.
    fn below(way: &Way, path: &'static [&'static str]) -> Amounts {
        match way.to(path) {
            Some(at) => Amounts { amounts: Amounts::read(at.node, &[]), site: at.site() },
            None => Amounts { amounts: Vec::new(), site: way.site() },
        }
    }

    pub fn of_claim(claim: &Way) -> Amounts {
        Amounts::below(claim, &["spec", "resources", "requests"])
    }

    /// What the claims ask for that each pod of a StatefulSet has.
    pub fn of_templates(object: &Object) -> Vec<Amounts> {
        if object.identity.kind.as_str() != "StatefulSet" {
            return Vec::new();
        }
        Way::root(object)
            .each(&["spec", "volumeClaimTemplates"])
            .map(|claim| Amounts::of_claim(&claim))
            .collect()
    }

    pub fn get(&self, resource: &str) -> Option<&Quantity> {
        self.amounts.iter().find(|(known, _)| known.as_str() == resource).map(|(_, amount)| amount)
    }
}

impl Share {
    pub fn all(pod: &Pod) -> Vec<Share> {
        let root = Way::root(pod.object);
        let template = if pod.path.is_empty() { Some(root) } else { root.to(pod.path) };
        let Some(spec) = template.and_then(|template| template.to(&["spec"])) else { return Vec::new() };
        let share = |container: Way, is_init: bool| Share {
            container: text(container.node, &["name"]).into(),
            requests: Amounts::below(&container, &["resources", "requests"]),
            limits: Amounts::below(&container, &["resources", "limits"]),
            is_init: is_init && text(container.node, &["restartPolicy"]) != "Always",
        };
        let main = spec.each(&["containers"]).map(|one| share(one, false));
        main.chain(spec.each(&["initContainers"]).map(|one| share(one, true))).collect()
    }
}

impl Quota {
    pub fn of(object: &Object) -> Quota {
        let is_scoped = !items(&object.node, &["spec", "scopes"]).is_empty()
            || field(&object.node, &["spec", "scopeSelector"]).is_some();
        Quota { hard: Amounts::below(&Way::root(object), &["spec", "hard"]), is_scoped }
    }
}

impl Bound {
    pub fn all(object: &Object) -> Vec<Bound> {
        let bound = |limit: Way| Bound {
            of: text(limit.node, &["type"]).into(),
            min: Amounts::below(&limit, &["min"]),
            max: Amounts::below(&limit, &["max"]),
            default: Amounts::below(&limit, &["default"]),
            default_request: Amounts::below(&limit, &["defaultRequest"]),
        };
        Way::root(object).each(&["spec", "limits"]).map(bound).collect()
    }
}

//! What pods ask for and may take, and the bounds that a namespace has for it. Quotas are in `quota`.

use super::way::{Site, Way};
use crate::manifest::Object;
use crate::schema::quantity::Quantity;
use crate::syntax::{Entry, Node, Text};
use crate::verify::view::{Role, field, keys, text};

/// Amounts of resources: `cpu`, `memory`, `storage`.
#[derive(Debug, Clone, Default)]
pub struct Amounts {
    pub amounts: Vec<(Text, Quantity)>,
    pub site: Site,
}

/// What a container, or the pod as a whole, asks for and may take.
#[derive(Debug, Clone)]
pub struct Share {
    /// Empty of the pod as a whole.
    pub container: Text,
    pub requests: Amounts,
    pub limits: Amounts,
    pub role: Role,
}

/// A bound of a LimitRange: for containers, pods or claims.
#[derive(Debug, Clone)]
pub struct Bound {
    pub of: Text,
    pub min: Amounts,
    pub max: Amounts,
    pub default: Amounts,
    pub default_request: Amounts,
    /// How many times its request a limit may be.
    pub ratio: Amounts,
}

impl Amounts {
    fn read(node: &Node, path: &[&str]) -> Vec<(Text, Quantity)> {
        let amount = |entry: &Entry| Some((entry.key.clone(), Quantity::parse(entry.value.scalar_text()?)?));
        keys(node, path).filter_map(amount).collect()
    }

    /// The amounts below some keys; their place is that of the map, else of what lacks it.
    pub fn below(way: &Way, path: &[&str]) -> Amounts {
        Amounts::of(way, &way.site(), path)
    }

    /// As [`Amounts::below`], where the place of what has them is known.
    fn of(way: &Way, site: &Site, path: &[&str]) -> Amounts {
        match field(way.node, path) {
            Some(map) => Amounts { amounts: Amounts::read(map, &[]), site: way.site_below(site, path) },
            None => Amounts { amounts: Vec::new(), site: site.clone() },
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
    fn read(way: &Way, name: &str, role: Role) -> Share {
        let site = way.site();
        Share {
            container: name.into(),
            requests: Amounts::of(way, &site, &["resources", "requests"]),
            limits: Amounts::of(way, &site, &["resources", "limits"]),
            role,
        }
    }

    /// Those of the containers, and what the pod says for all of them.
    pub fn all(spec: &Way) -> (Vec<Share>, Option<Share>) {
        let of = |container: Way, role: Role| Share::read(&container, text(container.node, &["name"]), role);
        let main = spec.each(&["containers"]).map(|one| of(one, Role::Main));
        let init = spec.each(&["initContainers"]).map(|one| {
            let role = Role::of_init(one.node);
            of(one, role)
        });
        let whole = field(spec.node, &["resources"]).map(|_| Share::read(spec, "", Role::Main));
        (main.chain(init).collect(), whole)
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
            ratio: Amounts::below(&limit, &["maxLimitRequestRatio"]),
        };
        Way::root(object).each(&["spec", "limits"]).map(bound).collect()
    }
}

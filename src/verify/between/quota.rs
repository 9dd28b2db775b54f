//! What a ResourceQuota has, and for which pods (`podMatchesScopeFunc`).

use super::share::Amounts;
use super::way::Way;
use crate::manifest::Object;
use crate::syntax::{Node, Text};
use crate::verify::view::{Pod, field, integer, items, text};

/// What a namespace has in all.
#[derive(Debug, Clone, Default)]
pub struct Quota {
    pub hard: Amounts,
    /// Which pods it counts: those that all of these take.
    terms: Vec<Term>,
}

#[derive(Debug, Clone)]
struct Term {
    scope: Text,
    operator: Text,
    values: Vec<Text>,
}

/// What scopes ask of pods beside their resources.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// Whether the pods have a time after which they end.
    ends: bool,
    /// Empty where they say none; they may have the cluster's own then.
    priority_class: Text,
    /// Whether they want to be near to, or far from, pods of other namespaces.
    looks_afar: bool,
}

impl Quota {
    pub fn of(object: &Object) -> Quota {
        let scopes = items(&object.node, &["spec", "scopes"]).iter().filter_map(Node::as_text);
        let plain = scopes.map(|scope| Term {
            scope: scope.clone(),
            operator: Text::literal("Exists"),
            values: Vec::new(),
        });
        let selected = items(&object.node, &["spec", "scopeSelector", "matchExpressions"]).iter();
        let selected = selected.map(|one| Term {
            scope: text(one, &["scopeName"]).into(),
            operator: text(one, &["operator"]).into(),
            values: items(one, &["values"]).iter().filter_map(Node::as_text).cloned().collect(),
        });
        Quota {
            hard: Amounts::below(&Way::root(object), &["spec", "hard"]),
            terms: plain.chain(selected).collect(),
        }
    }

    /// Whether it counts some pods only, and nothing but pods.
    pub fn is_scoped(&self) -> bool {
        !self.terms.is_empty()
    }

    /// Whether it is known to count such pods.
    pub fn counts(&self, standing: &Standing, is_best_effort: bool) -> bool {
        self.terms.iter().all(|term| match term.scope.as_str() {
            "BestEffort" => is_best_effort,
            "NotBestEffort" => !is_best_effort,
            "Terminating" => standing.ends,
            "NotTerminating" => !standing.ends,
            "CrossNamespacePodAffinity" => standing.looks_afar,
            "PriorityClass" if !standing.priority_class.is_empty() => {
                let is_listed = term.values.contains(&standing.priority_class);
                match term.operator.as_str() {
                    "In" => is_listed,
                    "NotIn" => !is_listed,
                    operator => operator == "Exists",
                }
            }
            _ => false,
        })
    }
}

impl Standing {
    pub fn of(pod: &Pod) -> Standing {
        let of_affinity = |kind: &str| {
            let required =
                items(pod.spec, &["affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution"]).iter();
            let preferred =
                items(pod.spec, &["affinity", kind, "preferredDuringSchedulingIgnoredDuringExecution"])
                    .iter();
            let mut terms = required.chain(preferred.filter_map(|one| field(one, &["podAffinityTerm"])));
            terms.any(|term| {
                !items(term, &["namespaces"]).is_empty() || field(term, &["namespaceSelector"]).is_some()
            })
        };
        Standing {
            ends: integer(pod.spec, &["activeDeadlineSeconds"]).is_some_and(|seconds| seconds >= 0),
            priority_class: text(pod.spec, &["priorityClassName"]).into(),
            looks_afar: of_affinity("podAffinity") || of_affinity("podAntiAffinity"),
        }
    }
}

//! A pod has one PodDisruptionBudget: one that has two cannot be evicted at all.
//!
//! `EvictionREST.Create`: "This pod has more than one PodDisruptionBudget, which the eviction subresource does not
//! support."

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Linked, Placed, Site, Target, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::BUDGET_OVERLAP, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut protected: BTreeMap<(&str, &str, &str, &str), &Placed> = BTreeMap::new();
    let budgets = linked.entries.iter().filter(|placed| placed.entry.is("policy", "PodDisruptionBudget"));
    for budget in budgets {
        let Some(Target::Pods { namespaces, selector }) =
            budget.entry.references.first().map(|one| &one.target)
        else {
            continue;
        };
        let mut is_told = false;
        for (pods, _) in linked.pods(namespaces.as_deref(), selector, budget.folder) {
            let id = &pods.entry.identity;
            let Some(first) = protected.insert((budget.folder, &id.namespace, &id.kind, &id.name), budget)
            else {
                continue;
            };
            let is_other = first.entry.identity != budget.entry.identity;
            if is_other && !std::mem::replace(&mut is_told, true) {
                let message =
                    format!("the pods of {id} have another budget already, {}", first.entry.identity);
                let found = Diagnostic::error(code::BUDGET_OVERLAP, message)
                    .related(first.entry.place, "the other is here")
                    .help("make one of the two: pods with two budgets cannot be evicted");
                told.clash(budget, first, &Site::of(budget.entry, "spec.selector"), found);
            }
        }
    }
}

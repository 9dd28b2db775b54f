//! A workload has one autoscaler: two would undo each other's work.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Entry, Linked, Placed, Site, Target, Told};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::SCALE_CONFLICT, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let mut scaled: BTreeMap<(&Target, &str), &Placed> = BTreeMap::new();
    let is_scaler = |placed: &&Placed| {
        placed.entry.is("autoscaling", "HorizontalPodAutoscaler")
            || placed.entry.is("keda.sh", "ScaledObject")
    };
    for scaler in linked.entries.iter().filter(is_scaler) {
        let Some(target) = target(scaler.entry) else { continue };
        let Some(first) = scaled.insert((target, scaler.folder), scaler) else { continue };
        if first.entry.identity != scaler.entry.identity {
            let message = format!("{} scales {target} already", first.entry.identity);
            let found = Diagnostic::error(code::SCALE_CONFLICT, message)
                .related(first.entry.place, "the other is here")
                .help("keep one of the two; one autoscaler takes several metrics");
            told.clash(scaler, first, &Site::of(scaler.entry, "spec.scaleTargetRef"), found);
        }
    }
}

/// The workload that an autoscaler scales; what it refers to beside it is its own kind's.
pub fn target(scaler: &Entry) -> Option<&Target> {
    let targets = scaler.references.iter().map(|one| &one.target);
    targets
        .into_iter()
        .find(|target| matches!(target, Target::Named { group, .. } if group.as_str() != "keda.sh"))
}

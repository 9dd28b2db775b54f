//! Where a ResourceQuota counts a resource, each container says how much of it it takes, or a LimitRange says it for it.
//!
//! `podEvaluator.Constraints`: "must specify requests.cpu for: …".

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Bound, Entry, Facts, Linked, Share, Told, of_nearest};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::RESOURCES_REQUIRED, check: Check::Between(check) };

/// By namespace: what a folder says.
type Homes<'s, T> = BTreeMap<&'s str, Vec<(&'s str, T)>>;

fn check(linked: &Linked, told: &mut Told) {
    let mut demands: Homes<(&str, &Entry)> = BTreeMap::new();
    let mut bounds: Homes<&Bound> = BTreeMap::new();
    for placed in &linked.entries {
        let home = placed.entry.identity.namespace.as_str();
        match &placed.entry.facts {
            Facts::Quota(quota) if !quota.is_scoped => {
                let counted = quota
                    .hard
                    .amounts
                    .iter()
                    .map(|(resource, _)| (placed.folder, (resource.as_str(), placed.entry)));
                demands.entry(home).or_default().extend(counted);
            }
            Facts::Limits(limits) => {
                let of_containers = limits.iter().filter(|bound| bound.of.as_str() == "Container");
                bounds.entry(home).or_default().extend(of_containers.map(|bound| (placed.folder, bound)));
            }
            _ => {}
        }
    }
    for placed in linked.entries.iter().filter(|_| !demands.is_empty()) {
        let Facts::Workload(workload) = &placed.entry.facts else { continue };
        let home = placed.entry.identity.namespace.as_str();
        let Some(demands) = demands.get(home) else { continue };
        let bounds = bounds.get(home).map_or(&[] as &[_], Vec::as_slice);
        let bounds: Vec<&Bound> = of_nearest(placed.folder, bounds).into_iter().copied().collect();
        for (counted, quota) in of_nearest(placed.folder, demands) {
            let lacking = workload.shares.iter().find(|share| lacks(share, counted, &bounds));
            if let Some(share) = lacking {
                told.add(placed, &share.requests.site, found(share, counted, quota));
            }
        }
    }
}

/// Whether a container does not say what a quota counts.
fn lacks(share: &Share, counted: &str, bounds: &[&Bound]) -> bool {
    let by_default = |resource: &str, of: fn(&Bound) -> [&crate::verify::between::Amounts; 3]| {
        bounds.iter().any(|bound| of(bound).iter().any(|amounts| amounts.get(resource).is_some()))
    };
    let limited = |resource: &str| {
        share.limits.get(resource).is_some()
            // A maximum is a default where there is none.
            || by_default(resource, |bound| [&bound.default, &bound.max, &bound.max])
    };
    match counted {
        "cpu" | "memory" | "requests.cpu" | "requests.memory" => {
            let resource = counted.trim_start_matches("requests.");
            share.requests.get(resource).is_none()
                && !limited(resource)
                && !by_default(resource, |bound| [&bound.default_request, &bound.min, &bound.default])
        }
        "limits.cpu" | "limits.memory" => !limited(counted.trim_start_matches("limits.")),
        _ => false,
    }
}

fn found(share: &Share, counted: &str, quota: &Entry) -> Diagnostic {
    let message =
        format!("the container `{}` does not say what {} counts: {counted}", share.container, quota.identity);
    Diagnostic::error(code::RESOURCES_REQUIRED, message)
        .related(quota.place, "the quota is here")
        .help("write it in the container's `resources`, or a default in a LimitRange")
}

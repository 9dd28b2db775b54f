//! Where a ResourceQuota counts a resource, each container says how much of it it takes, or a LimitRange says it for it.
//!
//! `podEvaluator.Constraints`: "must specify requests.cpu for: …".

use std::collections::BTreeMap;

use super::demand::{Demand, Ranges, Side};
use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Entry, Facts, Linked, Quota, Share, Told, Workload, of_nearest};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::RESOURCES_REQUIRED, check: Check::Between(check) };

/// By namespace: what a folder says.
type Homes<'s, T> = BTreeMap<&'s str, Vec<(&'s str, T)>>;

fn check(linked: &Linked, told: &mut Told) {
    let mut quotas: Homes<(&Quota, &Entry)> = BTreeMap::new();
    for placed in &linked.entries {
        if let Facts::Quota(quota) = &placed.entry.facts {
            let home = quotas.entry(placed.entry.identity.namespace.as_str()).or_default();
            home.push((placed.folder, (&**quota, placed.entry)));
        }
    }
    if quotas.is_empty() {
        return;
    }
    let ranges = Ranges::of(linked);
    for placed in &linked.entries {
        let Facts::Workload(workload) = &placed.entry.facts else { continue };
        let Some(quotas) = quotas.get(placed.entry.identity.namespace.as_str()) else { continue };
        let near = ranges.near(placed);
        let demand = Demand::new(workload, &near);
        for (quota, entry) in of_nearest(placed.folder, quotas) {
            if quota.counts(&workload.standing, demand.is_best_effort())
                && let Some((share, lacking)) = lacking(workload, &demand, quota)
            {
                told.add(placed, &share.requests.site, found(share, &lacking, entry));
            }
        }
    }
}

/// The first container that does not say what a quota counts, and all of it that it does not say.
fn lacking<'w>(
    workload: &'w Workload,
    demand: &Demand<'w>,
    quota: &Quota,
) -> Option<(&'w Share, Vec<String>)> {
    let lacks = |share: &'w Share, counted: &str| {
        let (side, resource) = match counted {
            "cpu" | "memory" => (Side::Request, counted),
            "requests.cpu" | "requests.memory" => (Side::Request, counted.trim_start_matches("requests.")),
            "limits.cpu" | "limits.memory" => (Side::Limit, counted.trim_start_matches("limits.")),
            _ => return false,
        };
        // What the pod says, it says for all of them.
        let of_pod = workload.whole.as_ref().and_then(|whole| demand.of(whole, side, resource));
        of_pod.is_none() && demand.of(share, side, resource).is_none()
    };
    workload.shares.iter().find_map(|share| {
        let counted = quota.hard.amounts.iter().map(|(counted, _)| counted.as_str());
        let all: Vec<String> = counted.filter(|counted| lacks(share, counted)).map(str::to_string).collect();
        (!all.is_empty()).then_some((share, all))
    })
}

fn found(share: &Share, lacking: &[String], quota: &Entry) -> Diagnostic {
    let (container, lacking) = (&share.container, lacking.join(", "));
    let message =
        format!("the container `{container}` does not say what {} counts: {lacking}", quota.identity);
    Diagnostic::error(code::RESOURCES_REQUIRED, message)
        .related(quota.place, "the quota is here")
        .help("write it in the container's `resources`, or a default in a LimitRange")
}

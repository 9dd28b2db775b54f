//! Containers and claims keep to the bounds of their namespace's LimitRange.
//!
//! After its defaults have been filled in (`PodValidateLimitFunc`, `PersistentVolumeClaimValidateLimitFunc`).

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, code};
use crate::schema::quantity::Quantity;
use crate::verify::between::{Amounts, Bound, Entry, Facts, Linked, Placed, Share, Told, of_nearest};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::LIMIT_RANGE, check: Check::Between(check) };

/// The bounds of a namespace, each with its folder and the object that says it.
type Bounds<'s> = BTreeMap<&'s str, Vec<(&'s str, (&'s Bound, &'s Entry))>>;

fn check(linked: &Linked, told: &mut Told) {
    let mut bounds: Bounds = BTreeMap::new();
    for placed in &linked.entries {
        if let Facts::Limits(limits) = &placed.entry.facts {
            let home = bounds.entry(&placed.entry.identity.namespace).or_default();
            home.extend(limits.iter().map(|bound| (placed.folder, (bound, placed.entry))));
        }
    }
    for placed in linked.entries.iter().filter(|_| !bounds.is_empty()) {
        let Some(bounds) = bounds.get(placed.entry.identity.namespace.as_str()) else { continue };
        for (bound, range) in of_nearest(placed.folder, bounds) {
            match (&placed.entry.facts, bound.of.as_str()) {
                (Facts::Workload(workload), "Container") => {
                    workload.shares.iter().for_each(|share| container(placed, share, bound, range, told));
                }
                (Facts::Workload(workload), "PersistentVolumeClaim") => {
                    workload.claims.iter().for_each(|one| claim(placed, one, bound, range, told));
                }
                (Facts::Claim(one), "PersistentVolumeClaim") => claim(placed, one, bound, range, told),
                _ => {}
            }
        }
    }
}

fn container(placed: &Placed, share: &Share, bound: &Bound, range: &Entry, told: &mut Told) {
    let what = format!("the container `{}`", share.container);
    for (resource, least) in &bound.min.amounts {
        // What is not written is filled in from the bounds themselves.
        let requested = share.requests.get(resource).or(share.limits.get(resource));
        if let Some(amount) = requested.filter(|amount| amount.compare(least).is_lt()) {
            let found = outside(&what, "requests", amount, resource, "at least", least, range);
            told.add(placed, &share.requests.site, found);
        }
    }
    for (resource, most) in &bound.max.amounts {
        let limited = share.limits.get(resource).map(|amount| ("may take", amount, &share.limits));
        let requested = || share.requests.get(resource).map(|amount| ("requests", amount, &share.requests));
        let above = limited.or_else(requested).filter(|(_, amount, _)| amount.compare(most).is_gt());
        if let Some((does, amount, at)) = above {
            told.add(placed, &at.site, outside(&what, does, amount, resource, "at most", most, range));
        }
    }
}

fn claim(placed: &Placed, claim: &Amounts, bound: &Bound, range: &Entry, told: &mut Told) {
    let Some(amount) = claim.get("storage") else { return };
    if let Some(least) = bound.min.get("storage").filter(|least| amount.compare(least).is_lt()) {
        let found = outside("the claim", "requests", amount, "storage", "at least", least, range);
        told.add(placed, &claim.site, found);
    }
    if let Some(most) = bound.max.get("storage").filter(|most| amount.compare(most).is_gt()) {
        let found = outside("the claim", "requests", amount, "storage", "at most", most, range);
        told.add(placed, &claim.site, found);
    }
}

fn outside(
    what: &str,
    does: &str,
    amount: &Quantity,
    resource: &str,
    bound: &str,
    value: &Quantity,
    range: &Entry,
) -> Diagnostic {
    let message =
        format!("{what} {does} {amount} of {resource}, but {} says {bound} {value}", range.identity);
    Diagnostic::error(code::LIMIT_RANGE, message)
        .related(range.place, "the bounds are here")
        .help("keep to the bounds, or change them")
}

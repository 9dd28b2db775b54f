//! Containers, pods and claims keep to the bounds of their namespace's LimitRange.
//!
//! After its defaults have been filled in (`PodValidateLimitFunc`, `PersistentVolumeClaimValidateLimitFunc`).

use std::fmt::Display;

use super::demand::{Demand, Ranged, Ranges, Side, WHOLE, spoken};
use crate::diagnostic::{Diagnostic, code};
use crate::schema::quantity::Quantity;
use crate::verify::between::{Amounts, Entry, Facts, Linked, Placed, Share, Site, Told, Workload};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::LIMIT_RANGE, check: Check::Between(check) };

fn check(linked: &Linked, told: &mut Told) {
    let ranges = Ranges::of(linked);
    for placed in linked.entries.iter().filter(|_| !ranges.is_empty()) {
        let near = match &placed.entry.facts {
            Facts::Workload(_) | Facts::Claim(_) => ranges.near(placed),
            _ => continue,
        };
        for range in &near {
            match (&placed.entry.facts, range.0.of.as_str()) {
                (Facts::Workload(workload), "Container") => {
                    let demand = Demand::new(workload, &near);
                    for share in &workload.shares {
                        container(placed, share, *range, told);
                        let what = format!("the container `{}`", share.container);
                        let of = |side, resource: &str| demand.of(share, side, resource)?.nanos();
                        ratio(placed, &what, &of, &share.limits.site, *range, told);
                    }
                }
                (Facts::Workload(workload), "Pod") => pod(placed, workload, &near, *range, told),
                (Facts::Workload(workload), "PersistentVolumeClaim") => {
                    workload.claims.iter().for_each(|one| claim(placed, one, *range, told));
                }
                (Facts::Claim(one), "PersistentVolumeClaim") => claim(placed, one, *range, told),
                _ => {}
            }
        }
    }
}

fn container(placed: &Placed, share: &Share, (bound, range): Ranged, told: &mut Told) {
    let what = format!("the container `{}`", share.container);
    for (resource, least) in &bound.min.amounts {
        // What is not written is filled in from the bounds themselves.
        let requested = share.requests.get(resource).or(share.limits.get(resource));
        if let Some(amount) = requested.filter(|amount| amount.compare(least).is_lt()) {
            let found = outside(&what, "requests", amount, resource, ("at least", least), range);
            told.add(placed, &share.requests.site, found);
        }
    }
    for (resource, most) in &bound.max.amounts {
        let limited = share.limits.get(resource).map(|amount| ("may take", amount, &share.limits));
        let requested = || share.requests.get(resource).map(|amount| ("requests", amount, &share.requests));
        let above = limited.or_else(requested).filter(|(_, amount, _)| amount.compare(most).is_gt());
        if let Some((does, amount, at)) = above {
            told.add(placed, &at.site, outside(&what, does, amount, resource, ("at most", most), range));
        }
    }
}

/// A pod as a whole: what its containers do not say, the API server misses.
fn pod(placed: &Placed, workload: &Workload, near: &[Ranged], (bound, range): Ranged, told: &mut Told) {
    let demand = Demand::new(workload, near);
    let Some(first) = workload.whole.as_ref().or(workload.shares.first()) else { return };
    let what = "each pod";
    let sides = [
        (Side::Request, "requests", ("at least", &bound.min), &first.requests.site),
        (Side::Limit, "may take", ("at most", &bound.max), &first.limits.site),
    ];
    for (side, does, (word, bounds), site) in sides {
        for (resource, value) in &bounds.amounts {
            let found = match (demand.of_pod(side, resource), value.nanos()) {
                (None, _) => unsaid(what, side, resource, range),
                (Some(sum), Some(value_sum))
                    if side == Side::Request && sum < value_sum || side == Side::Limit && sum > value_sum =>
                {
                    outside(what, does, &spoken(resource, sum), resource, (word, value), range)
                }
                _ => continue,
            };
            told.add(placed, site, found);
        }
    }
    ratio(
        placed,
        what,
        &|side, resource| demand.of_pod(side, resource),
        &first.limits.site,
        (bound, range),
        told,
    );
}

/// How many times its request a limit may be.
fn ratio(
    placed: &Placed,
    what: &str,
    of: &dyn Fn(Side, &str) -> Option<u128>,
    site: &Site,
    (bound, range): Ranged,
    told: &mut Told,
) {
    for (resource, most) in &bound.ratio.amounts {
        let amount = |side| of(side, resource).filter(|amount| *amount > 0);
        let found = match (amount(Side::Request), amount(Side::Limit), most.nanos()) {
            (None, ..) => unsaid(what, Side::Request, resource, range),
            (_, None, _) => unsaid(what, Side::Limit, resource, range),
            (Some(request), Some(limit), Some(times))
                if limit.saturating_mul(WHOLE) > request.saturating_mul(times) =>
            {
                let (request, limit) = (spoken(resource, request), spoken(resource, limit));
                let message = format!(
                    "{what} may take {limit} of {resource}, but {} says at most {most} times its request, {request}",
                    range.identity
                );
                told_of(range, message)
            }
            _ => continue,
        };
        told.add(placed, site, found);
    }
}

fn claim(placed: &Placed, claim: &Amounts, (bound, range): Ranged, told: &mut Told) {
    let Some(amount) = claim.get("storage") else { return };
    let least = bound.min.get("storage").filter(|least| amount.compare(least).is_lt());
    let most = bound.max.get("storage").filter(|most| amount.compare(most).is_gt());
    for bound in least.map(|least| ("at least", least)).into_iter().chain(most.map(|most| ("at most", most)))
    {
        told.add(placed, &claim.site, outside("the claim", "requests", amount, "storage", bound, range));
    }
}

fn outside(
    what: &str,
    does: &str,
    amount: &dyn Display,
    resource: &str,
    (word, value): (&str, &Quantity),
    range: &Entry,
) -> Diagnostic {
    let message = format!("{what} {does} {amount} of {resource}, but {} says {word} {value}", range.identity);
    told_of(range, message)
}

fn unsaid(what: &str, side: Side, resource: &str, range: &Entry) -> Diagnostic {
    let does = if side == Side::Request { "requests no" } else { "has no limit of" };
    let message = format!("{what} {does} {resource}, which {} has bounds for", range.identity);
    told_of(range, message)
}

fn told_of(range: &Entry, message: String) -> Diagnostic {
    Diagnostic::error(code::LIMIT_RANGE, message)
        .related(range.place, "the bounds are here")
        .help("keep to the bounds, or change them")
}

//! What pods ask for and may take: as written, else as the LimitRanges of their namespace fill it in
//! (`SetDefaults_LimitRangeItem`, `defaultContainerResourceRequirements`).

use std::collections::BTreeMap;

use crate::schema::quantity::Quantity;
use crate::verify::between::{Bound, Entry, Facts, Linked, Placed, Share, Workload, of_nearest};
use crate::verify::view::Role;

/// A bound, and the LimitRange that says it.
pub type Ranged<'s> = (&'s Bound, &'s Entry);

/// The bounds of each namespace, each with its folder.
pub struct Ranges<'s>(BTreeMap<&'s str, Vec<(&'s str, Ranged<'s>)>>);

impl<'s> Ranges<'s> {
    pub fn of(linked: &Linked<'s>) -> Self {
        let mut ranges = Ranges(BTreeMap::new());
        for placed in &linked.entries {
            if let Facts::Limits(limits) = &placed.entry.facts {
                let home = ranges.0.entry(&placed.entry.identity.namespace).or_default();
                home.extend(limits.iter().map(|bound| (placed.folder, (bound, placed.entry))));
            }
        }
        ranges
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that hold for an object.
    pub fn near(&self, placed: &Placed) -> Vec<Ranged<'s>> {
        let home = self.0.get(placed.entry.identity.namespace.as_str()).map_or(&[] as &[_], Vec::as_slice);
        of_nearest(placed.folder, home).into_iter().copied().collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Request,
    Limit,
}

/// What the pods of a workload ask for and may take.
pub struct Demand<'a> {
    workload: &'a Workload,
    ranges: &'a [Ranged<'a>],
}

impl<'a> Demand<'a> {
    pub fn new(workload: &'a Workload, ranges: &'a [Ranged<'a>]) -> Self {
        Demand { workload, ranges }
    }

    /// Of a container.
    pub fn of(&self, share: &'a Share, side: Side, resource: &str) -> Option<&'a Quantity> {
        let limit = share.limits.get(resource);
        match side {
            Side::Request => share.requests.get(resource).or(limit).or_else(|| self.default(side, resource)),
            Side::Limit => limit.or_else(|| self.default(side, resource)),
        }
    }

    /// What is filled in. A default is as good a request as it is a limit, and so is a bound.
    fn default(&self, side: Side, resource: &str) -> Option<&'a Quantity> {
        let of_containers = self.ranges.iter().filter(|(bound, _)| bound.of.as_str() == "Container");
        of_containers.map(|(bound, _)| *bound).find_map(|bound| {
            let limit = || bound.default.get(resource).or(bound.max.get(resource));
            match side {
                Side::Request => {
                    bound.default_request.get(resource).or_else(limit).or(bound.min.get(resource))
                }
                Side::Limit => limit(),
            }
        })
    }

    /// Of a whole pod, in billionths: what it says itself, else its containers together (`PodRequests`, `PodLimits`).
    /// `None` where nobody says anything.
    pub fn of_pod(&self, side: Side, resource: &str) -> Option<u128> {
        let whole = self.workload.whole.as_ref().and_then(|whole| match side {
            Side::Request => whole.requests.get(resource).or(whole.limits.get(resource)),
            Side::Limit => whole.limits.get(resource),
        });
        if let Some(whole) = whole {
            return whole.nanos();
        }
        let shares = self.workload.shares.iter();
        let amount = |share: &'a Share| Some((share.role, self.of(share, side, resource)?.nanos()?));
        Role::together(shares.filter_map(amount))
    }

    /// Whether nobody in the pod asks for anything of what nodes share out (`GetPodQOS`).
    pub fn is_best_effort(&self) -> bool {
        let sides = [Side::Request, Side::Limit];
        let all = sides.into_iter().flat_map(|side| ["cpu", "memory"].map(|resource| (side, resource)));
        all.into_iter().all(|(side, resource)| self.of_pod(side, resource).unwrap_or(0) == 0)
    }
}

pub const WHOLE: u128 = 1_000_000_000;

/// Billionths of a resource in the usual unit.
pub fn spoken(resource: &str, nanos: u128) -> String {
    const MEBI: u128 = 1 << 20;
    if resource.contains("memory") || resource.contains("storage") && !resource.contains("claims") {
        return match nanos.div_ceil(WHOLE) {
            bytes if bytes % MEBI == 0 => format!("{}Mi", bytes / MEBI),
            bytes => bytes.to_string(),
        };
    }
    match nanos.div_ceil(1_000_000) {
        thousandths if thousandths % 1000 == 0 => (thousandths / 1000).to_string(),
        thousandths => format!("{thousandths}m"),
    }
}

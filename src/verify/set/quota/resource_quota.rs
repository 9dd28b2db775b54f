//! What the objects of a namespace take together is not more than its ResourceQuota has.
//!
//! Counted is what keeps running, with the replicas that are written, else with an autoscaler's least; that it does not
//! fit with the autoscaler's most is a warning. What ends by itself (jobs) is not counted, nor are pods beyond one of a
//! DaemonSet, whose nodes nobody knows here, nor pods of which it is not known that the quota's scopes take them.

use std::collections::BTreeMap;

use super::super::scale_conflict;
use super::demand::{Demand, Ranged, Ranges, Side, WHOLE, spoken};
use crate::diagnostic::{Diagnostic, code};
use crate::schema::quantity::Quantity;
use crate::verify::between::{
    Entry, Facts, Linked, Placed, Quota, Scale, Target, Told, Workload, of_nearest,
};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::RESOURCE_QUOTA, check: Check::Between(check) };

/// What is counted.
enum Counted<'q> {
    /// The objects of a group and kind.
    Objects(&'static str, &'static str),
    Pods,
    Of(Side, &'q str),
    Claims,
    Storage,
    LoadBalancers,
    NodePorts,
}

/// The names by which objects are counted.
const OBJECTS: [(&str, &str, &str); 8] = [
    ("configmaps", "", "ConfigMap"),
    ("secrets", "", "Secret"),
    ("services", "", "Service"),
    ("cronjobs.batch", "batch", "CronJob"),
    ("deployments.apps", "apps", "Deployment"),
    ("ingresses.networking.k8s.io", "networking.k8s.io", "Ingress"),
    ("jobs.batch", "batch", "Job"),
    ("statefulsets.apps", "apps", "StatefulSet"),
];

impl<'q> Counted<'q> {
    /// `None` where it is not counted here.
    fn by(resource: &'q str) -> Option<Counted<'q>> {
        let name = resource.strip_prefix("count/").unwrap_or(resource);
        if let Some((_, group, kind)) = OBJECTS.iter().find(|(known, ..)| *known == name) {
            return Some(Counted::Objects(group, kind));
        }
        match name {
            "services.loadbalancers" => Some(Counted::LoadBalancers),
            "services.nodeports" => Some(Counted::NodePorts),
            "pods" => Some(Counted::Pods),
            "persistentvolumeclaims" => Some(Counted::Claims),
            "requests.storage" => Some(Counted::Storage),
            "cpu" | "memory" | "ephemeral-storage" => Some(Counted::Of(Side::Request, name)),
            _ if name.starts_with("hugepages-") => Some(Counted::Of(Side::Request, name)),
            _ => {
                let of = |prefix, side| name.strip_prefix(prefix).map(|name| Counted::Of(side, name));
                of("requests.", Side::Request).or_else(|| of("limits.", Side::Limit))
            }
        }
    }

    /// Whether it is what pods have, rather than what there is beside them.
    fn is_of_pods(&self) -> bool {
        matches!(self, Counted::Pods | Counted::Of(..))
    }

    /// What so many pods of an object take, or the object itself, in billionths.
    fn taken(&self, entry: &Entry, demand: Option<&Demand>, replicas: u128) -> u128 {
        let claims = match &entry.facts {
            Facts::Workload(workload) => workload.claims.as_slice(),
            Facts::Claim(claim) => std::slice::from_ref(&**claim),
            _ => &[],
        };
        let service = if let Facts::Service(service) = &entry.facts { Some(&**service) } else { None };
        let each = match self {
            Counted::Objects(group, kind) => return if entry.is(group, kind) { WHOLE } else { 0 },
            Counted::LoadBalancers => {
                return if service.is_some_and(|service| service.is_balanced) { WHOLE } else { 0 };
            }
            Counted::NodePorts => {
                return WHOLE.saturating_mul(service.map_or(0, |service| service.node_ports as u128));
            }
            Counted::Pods => demand.map_or(0, |_| WHOLE),
            Counted::Of(side, resource) => {
                demand.and_then(|demand| demand.of_pod(*side, resource)).unwrap_or(0)
            }
            Counted::Claims => WHOLE.saturating_mul(claims.len() as u128),
            Counted::Storage => {
                let amounts = claims.iter().filter_map(|claim| claim.get("storage")?.nanos());
                amounts.fold(0, u128::saturating_add)
            }
        };
        each.saturating_mul(if demand.is_some() { replicas } else { 1 })
    }
}

/// An object of a quota's namespace, and how many pods it has: as written, and at its most.
struct Member<'s> {
    entry: &'s Entry,
    ranges: Vec<Ranged<'s>>,
    least: u128,
    most: u128,
}

/// Group, kind, namespace and name of a workload, and its folder.
type Place<'s> = (&'s str, &'s str, &'s str, &'s str, &'s str);

/// How far workloads are scaled.
fn scales<'s>(linked: &Linked<'s>) -> BTreeMap<Place<'s>, Scale> {
    let scaled = linked.entries.iter().filter_map(|placed| {
        let Facts::Scale(scale) = placed.entry.facts else { return None };
        match scale_conflict::target(placed.entry)? {
            Target::Named { group, kind, namespace, name } => Some((
                (group.as_str(), kind.as_str(), namespace.as_str(), name.as_str(), placed.folder),
                scale,
            )),
            _ => None,
        }
    });
    scaled.collect()
}

impl<'s> Member<'s> {
    fn new(placed: &Placed<'s>, ranges: &Ranges<'s>, scales: &BTreeMap<Place<'s>, Scale>) -> Self {
        let (entry, id) = (placed.entry, &placed.entry.identity);
        let mut member = Member { entry, ranges: ranges.near(placed), least: 0, most: 0 };
        let Facts::Workload(workload) = &entry.facts else { return member };
        let place =
            (id.group.as_str(), id.kind.as_str(), id.namespace.as_str(), id.name.as_str(), placed.folder);
        let scale = scales.get(&place);
        let least = match scale {
            Some(scale) if !workload.says_replicas => scale.least,
            _ => workload.replicas,
        };
        let count = |pods: i64| u128::try_from(pods).unwrap_or(0);
        member.least = count(least);
        member.most = scale.map_or(member.least, |scale| count(scale.most).max(member.least));
        member
    }

    fn pods(&self) -> Option<(&'s Workload, Demand<'_>)> {
        let Facts::Workload(workload) = &self.entry.facts else { return None };
        Some((workload, Demand::new(workload, &self.ranges)))
    }
}

fn check(linked: &Linked, told: &mut Told) {
    let quotas = || linked.entries.iter().filter(|placed| placed.entry.is("", "ResourceQuota"));
    let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for quota in quotas() {
        let of_namespace = folders.entry(&quota.entry.identity.namespace).or_default();
        of_namespace.push((quota.folder, quota.folder));
    }
    if folders.is_empty() {
        return;
    }
    let (ranges, scales) = (Ranges::of(linked), scales(linked));
    let mut members: BTreeMap<(&str, &str), Vec<Member>> = BTreeMap::new();
    for placed in &linked.entries {
        let namespace = placed.entry.identity.namespace.as_str();
        let Some(folders) = folders.get(namespace) else { continue };
        if let Some(folder) = of_nearest(placed.folder, folders).first() {
            let home = members.entry((namespace, **folder)).or_default();
            home.push(Member::new(placed, &ranges, &scales));
        }
    }
    for placed in quotas() {
        let Facts::Quota(quota) = &placed.entry.facts else { continue };
        let Some(members) = members.get(&(placed.entry.identity.namespace.as_str(), placed.folder)) else {
            continue;
        };
        for (resource, hard) in &quota.hard.amounts {
            if let Some(found) = judge(quota, resource, hard, members) {
                told.add(placed, &quota.hard.site, found);
            }
        }
    }
}

/// What is wrong with one resource of a quota.
fn judge(quota: &Quota, resource: &str, hard: &Quantity, members: &[Member]) -> Option<Diagnostic> {
    let (counted, has) = (Counted::by(resource)?, hard.nanos()?);
    let (mut least, mut most) = (0u128, 0u128);
    let mut grown = Vec::new();
    for member in members {
        let pods = member.pods();
        let is_counted = !quota.is_scoped()
            || counted.is_of_pods()
                && pods.as_ref().is_some_and(|(workload, demand)| {
                    quota.counts(&workload.standing, demand.is_best_effort())
                });
        if !is_counted {
            continue;
        }
        let taken = |replicas| counted.taken(member.entry, pods.as_ref().map(|(_, demand)| demand), replicas);
        let (own, all) = (taken(member.least), taken(member.most));
        (least, most) = (least.saturating_add(own), most.saturating_add(all));
        grown.extend((all > own).then_some(member.entry));
    }
    let has_said = |most: String| format!("the namespace has {resource}: {hard}, but {most}");
    if least > has {
        let message = has_said(format!("its objects take {}", spoken(resource, least)));
        let found = Diagnostic::error(code::RESOURCE_QUOTA, message);
        return Some(found.help(match counted {
            Counted::Objects(..) | Counted::LoadBalancers | Counted::NodePorts => {
                "raise the quota, or have fewer"
            }
            _ => "raise the quota, or lower replicas or requests",
        }));
    }
    let first = grown.first().filter(|_| most > has)?;
    let others = match grown.len() {
        1 => String::new(),
        _ => format!(" and {} more", grown.len() - 1),
    };
    let most = spoken(resource, most);
    let message =
        has_said(format!("at the most replicas of {}{others} its objects take {most}", first.identity));
    let found = Diagnostic::warning(code::RESOURCE_QUOTA, message).related(first.place, "it is scaled");
    Some(found.help("raise the quota, or lower the autoscaler's maximum or requests"))
}

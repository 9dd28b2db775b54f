//! All objects of an environment, or of what was read, found by name and by label.

use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Facts, Service, Workload};
use super::made::Made;
use super::reference::{Reference, Target};
use super::selector::{Selector, value};
use super::shelf::Shelf;
use super::summary::{Entry, Summary};
use super::{Position, Scope};
use crate::manifest::Identity;
use crate::syntax::Text;

/// Among so many objects of one name the nearest is sought.
const MOST_NAMESAKES: usize = 3000;

/// Objects, and how to find them.
pub struct Linked<'s> {
    pub scope: Scope,
    pub entries: Vec<Placed<'s>>,
    names: BTreeMap<Name<'s>, InFolder<'s>>,
    /// What else has a name that something has already.
    others: BTreeMap<Name<'s>, Vec<InFolder<'s>>>,
    pods: Shelf<'s>,
    services: Shelf<'s>,
    /// What grants references into a namespace.
    grants: BTreeMap<&'s str, Vec<&'s Entry>>,
    /// The groups and kinds of which there is any object.
    kinds: BTreeSet<(&'s str, &'s str)>,
}

/// An object with where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'s> {
    pub position: Position,
    pub owner: &'s str,
    /// Empty where it is compiled.
    pub file: &'s str,
    /// The folder whose objects are applied together.
    pub folder: &'s str,
    pub entry: &'s Entry,
}

/// Name, kind, group and namespace: names tell objects apart soonest.
type Name<'s> = (&'s str, &'s str, &'s str, &'s str);

fn name_of(id: &Identity) -> Name<'_> {
    (&id.name, &id.kind, &id.group, &id.namespace)
}

/// What a name stands for, and the folder that it is in.
type InFolder<'s> = (&'s str, Found<'s>);

/// What a name stands for.
#[derive(Debug, Clone, Copy)]
pub enum Found<'s> {
    Object(&'s Entry),
    /// What the object brings about.
    Made(&'s Entry, &'s Made),
}

impl<'s> Linked<'s> {
    pub fn new(summaries: &[&'s Summary], scope: Scope) -> Linked<'s> {
        let of_summary = |(summary, all): (usize, &&'s Summary)| {
            let all: &'s Summary = all;
            let folder = all.file.rsplit_once('/').map_or("", |(folder, _)| folder);
            let folder = if scope == Scope::Open { folder } else { "" };
            all.entries.iter().enumerate().map(move |(object, entry)| {
                let position = Position { summary, object };
                Placed { position, owner: &all.owner, file: &all.file, folder, entry }
            })
        };
        let entries: Vec<Placed> = summaries.iter().enumerate().flat_map(of_summary).collect();
        let mut linked = Linked {
            scope,
            entries: Vec::new(),
            names: BTreeMap::new(),
            others: BTreeMap::new(),
            pods: Shelf::new(selecting(&entries, picking_pods)),
            services: Shelf::new(selecting(&entries, picking_services)),
            grants: BTreeMap::new(),
            kinds: BTreeSet::new(),
        };
        for (at, placed) in entries.iter().enumerate() {
            linked.add(at, placed);
        }
        for entry in summaries.iter().flat_map(|summary| &summary.promised) {
            linked.name(name_of(&entry.identity), "", Found::Object(entry));
        }
        linked.entries = entries;
        linked
    }

    /// Whether there is more than one object of an identity, whoever makes them.
    pub fn is_shared(&self, id: &Identity) -> bool {
        !self.others.is_empty() && self.others.contains_key(&name_of(id))
    }

    /// Notes what a name stands for.
    fn name(&mut self, name: Name<'s>, folder: &'s str, found: Found<'s>) {
        match self.names.entry(name) {
            MapEntry::Vacant(vacant) => {
                vacant.insert((folder, found));
            }
            MapEntry::Occupied(_) => self.others.entry(name).or_default().push((folder, found)),
        }
    }

    fn add(&mut self, at: usize, placed: &Placed<'s>) {
        let entry = placed.entry;
        let id = &entry.identity;
        let (group, kind, namespace) = (id.group.as_str(), id.kind.as_str(), id.namespace.as_str());
        self.kinds.insert((group, kind));
        self.name(name_of(id), placed.folder, Found::Object(entry));
        for made in &entry.made {
            let name = (made.name.as_str(), made.kind, made.group, namespace);
            self.name(name, placed.folder, Found::Made(entry, made));
        }
        match &entry.facts {
            Facts::Workload(workload) => self.pods.add(at, namespace, &workload.labels),
            Facts::Service(service) => self.services.add(at, namespace, &service.labels),
            Facts::Grants(_) => self.grants.entry(namespace).or_default().push(entry),
            _ => {}
        }
    }

    /// The ReferenceGrants of a namespace.
    pub fn grants(&self, namespace: &str) -> impl Iterator<Item = &'s Entry> + use<'s, '_> {
        self.grants.get(namespace).into_iter().flatten().copied()
    }

    /// What has a name in a namespace, nearest to a folder. `None` where there is too much to look at.
    pub fn find(
        &self,
        group: &str,
        kind: &str,
        namespace: &str,
        name: &str,
        folder: &str,
    ) -> Option<Vec<Found<'s>>> {
        let name = (name, kind, group, namespace);
        let Some(first) = self.names.get(&name) else { return Some(Vec::new()) };
        match self.others.get(&name) {
            None => Some(vec![first.1]),
            Some(others) if others.len() > MOST_NAMESAKES => None,
            Some(others) => {
                let all = std::iter::once(first).chain(others).copied().collect();
                Some(nearest(folder, all, |(of, _)| of).into_iter().map(|(_, found)| found).collect())
            }
        }
    }

    /// Whether there is any object of a kind.
    pub fn has_kind(&self, group: &str, kind: &str) -> bool {
        self.kinds.contains(&(group, kind))
    }

    /// The names of a kind in a namespace. Looks at every object: for what is to be told only.
    pub fn names(&self, group: &str, kind: &str, namespace: &str) -> Vec<&'s str> {
        let is_it = |(_, known, of, home): &Name| *known == kind && *of == group && *home == namespace;
        self.names.keys().filter(|name| is_it(name)).map(|(name, ..)| *name).collect()
    }

    /// What makes pods that a selector picks, in some namespaces or in all, nearest to a folder; an empty selector picks
    /// all. `None` where there is too much to look at.
    pub fn pods(
        &self,
        namespaces: Option<&[Text]>,
        selector: &Selector,
        folder: &str,
    ) -> Option<Vec<(Placed<'s>, &'s Workload)>> {
        self.picked(&self.pods, (namespaces, selector, folder), |placed| match &placed.entry.facts {
            Facts::Workload(workload) => {
                is_picked(selector, placed.entry, workload).then_some((placed, &**workload))
            }
            _ => None,
        })
    }

    /// The Services that a selector picks, in some namespaces or in all, nearest to a folder; `None` as for pods.
    pub fn services(
        &self,
        namespaces: Option<&[Text]>,
        selector: &Selector,
        folder: &str,
    ) -> Option<Vec<(Placed<'s>, &'s Service)>> {
        self.picked(&self.services, (namespaces, selector, folder), |placed| match &placed.entry.facts {
            Facts::Service(service) => {
                selector.picks(|key| value(&service.labels, key)).then_some((placed, &**service))
            }
            _ => None,
        })
    }

    /// What is picked of a shelf by its namespaces, selector and folder.
    fn picked<T>(
        &self,
        shelf: &Shelf,
        (namespaces, selector, folder): (Option<&[Text]>, &Selector, &str),
        pick: impl Fn(Placed<'s>) -> Option<(Placed<'s>, T)>,
    ) -> Option<Vec<(Placed<'s>, T)>> {
        let candidates = shelf.candidates(namespaces, selector)?.into_iter();
        let picked = candidates.filter_map(|at| pick(self.entries.get(at).copied()?));
        Some(nearest(folder, picked.collect(), |(placed, _): &(Placed, T)| placed.folder))
    }
}

/// The keys of the labels by which selectors pick.
fn selecting<'s>(
    entries: &[Placed<'s>],
    picking: fn(&'s Reference) -> Option<&'s Selector>,
) -> BTreeSet<&'s str> {
    let of_entry = |placed: &Placed<'s>| {
        let own = match &placed.entry.facts {
            Facts::Workload(workload) => workload.selector.as_ref(),
            _ => None,
        };
        own.into_iter().chain(placed.entry.references.iter().filter_map(picking))
    };
    let labels = entries.iter().flat_map(of_entry).flat_map(|selector| &selector.labels);
    labels.map(|(key, _)| key.as_str()).collect()
}

fn picking_pods(reference: &Reference) -> Option<&Selector> {
    if let Target::Pods { selector, .. } = &reference.target { Some(selector) } else { None }
}

fn picking_services(reference: &Reference) -> Option<&Selector> {
    if let Target::Services { selector, .. } = &reference.target { Some(selector) } else { None }
}

/// The nearest to a folder: those that share most of the way with it.
pub fn nearest<T>(folder: &str, mut all: Vec<T>, of: impl Fn(&T) -> &str) -> Vec<T> {
    let shared = |other: &str| {
        if other == folder {
            return usize::MAX;
        }
        folder.split('/').zip(other.split('/')).take_while(|(own, theirs)| own == theirs).count()
    };
    if let Some(most) = all.iter().map(|one| shared(of(one))).max() {
        all.retain(|one| shared(of(one)) == most);
    }
    all
}

/// What the nearest folder has; nothing where several are equally near, for it may be either.
pub fn of_nearest<'a, T>(folder: &str, all: &'a [(&str, T)]) -> Vec<&'a T> {
    let nearest = nearest(folder, all.iter().collect(), |one: &&(&str, T)| one.0);
    let is_one = nearest.windows(2).all(|pair| matches!(pair, [left, right] if left.0 == right.0));
    if is_one { nearest.into_iter().map(|(_, what)| what).collect() } else { Vec::new() }
}

/// Whether a selector picks pods of a workload, if only one of them.
fn is_picked(selector: &Selector, entry: &Entry, workload: &Workload) -> bool {
    let of_set = entry.identity.kind.as_str() == "StatefulSet";
    selector.picks(|key| {
        value(&workload.labels, key).or_else(|| {
            let wanted = || value(&selector.labels, key);
            match key {
                "statefulset.kubernetes.io/pod-name" if of_set => {
                    wanted().filter(|wanted| wanted.starts_with(entry.identity.name.as_str()))
                }
                "apps.kubernetes.io/pod-index" if of_set => wanted(),
                _ => None,
            }
        })
    })
}

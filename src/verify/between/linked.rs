//! All objects of an environment, or of what was read, found by name and by label.

use std::collections::BTreeMap;

use super::Scope;
use super::facts::{Facts, Service, Workload};
use super::made::Made;
use super::selector::{Selector, value};
use super::shelf::Shelf;
use super::summary::{Entry, Summary};
use crate::syntax::Text;

/// Objects, and how to find them.
pub struct Linked<'s> {
    pub scope: Scope,
    pub entries: Vec<Placed<'s>>,
    names: BTreeMap<Name<'s>, Found<'s>>,
    pods: Shelf<'s>,
    services: Shelf<'s>,
    /// What grants references into a namespace.
    grants: BTreeMap<&'s str, Vec<&'s Entry>>,
    /// How many objects there are of each group and kind.
    kinds: BTreeMap<(&'s str, &'s str), usize>,
}

/// An object with where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'s> {
    /// The position of its summary.
    pub summary: usize,
    pub owner: &'s str,
    pub entry: &'s Entry,
}

/// Name, kind, group and namespace: names tell objects apart soonest.
type Name<'s> = (&'s str, &'s str, &'s str, &'s str);

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
            all.entries.iter().map(move |entry| Placed { summary, owner: &all.owner, entry })
        };
        let entries: Vec<Placed> = summaries.iter().enumerate().flat_map(of_summary).collect();
        let mut linked = Linked {
            scope,
            entries: Vec::new(),
            names: BTreeMap::new(),
            pods: Shelf::default(),
            services: Shelf::default(),
            grants: BTreeMap::new(),
            kinds: BTreeMap::new(),
        };
        for (at, placed) in entries.iter().enumerate() {
            linked.add(at, placed.entry);
        }
        for entry in summaries.iter().flat_map(|summary| &summary.promised) {
            let id = &entry.identity;
            let name = (id.name.as_str(), id.kind.as_str(), id.group.as_str(), id.namespace.as_str());
            linked.names.entry(name).or_insert(Found::Object(entry));
        }
        linked.entries = entries;
        linked
    }

    fn add(&mut self, at: usize, entry: &'s Entry) {
        let id = &entry.identity;
        let (group, kind, namespace) = (id.group.as_str(), id.kind.as_str(), id.namespace.as_str());
        *self.kinds.entry((group, kind)).or_default() += 1;
        self.names.insert((&id.name, kind, group, namespace), Found::Object(entry));
        for made in &entry.made {
            let name = (made.name.as_str(), made.kind, made.group, namespace);
            self.names.entry(name).or_insert(Found::Made(entry, made));
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

    /// What has a name in a namespace.
    pub fn find(&self, group: &str, kind: &str, namespace: &str, name: &str) -> Option<Found<'s>> {
        self.names.get(&(name, kind, group, namespace)).copied()
    }

    /// Whether there is any object of a kind.
    pub fn has_kind(&self, group: &str, kind: &str) -> bool {
        self.kinds.contains_key(&(group, kind))
    }

    /// The names of a kind in a namespace. Looks at every object: for what is to be told only.
    pub fn names(&self, group: &str, kind: &str, namespace: &str) -> Vec<&'s str> {
        let is_it = |(_, known, of, home): &Name| *known == kind && *of == group && *home == namespace;
        self.names.keys().filter(|name| is_it(name)).map(|(name, ..)| *name).collect()
    }

    /// What makes pods that a selector picks, in some namespaces or in all; an empty selector picks all.
    pub fn pods(&self, namespaces: Option<&[Text]>, selector: &Selector) -> Vec<(Placed<'s>, &'s Workload)> {
        let picked = self.pods.candidates(namespaces, selector).into_iter().filter_map(|at| {
            let placed = self.entries.get(at).copied()?;
            let Facts::Workload(workload) = &placed.entry.facts else { return None };
            is_picked(selector, placed.entry, workload).then_some((placed, &**workload))
        });
        picked.collect()
    }

    /// The Services that a selector picks, in some namespaces or in all.
    pub fn services(
        &self,
        namespaces: Option<&[Text]>,
        selector: &Selector,
    ) -> Vec<(Placed<'s>, &'s Service)> {
        let picked = self.services.candidates(namespaces, selector).into_iter().filter_map(|at| {
            let placed = self.entries.get(at).copied()?;
            let Facts::Service(service) = &placed.entry.facts else { return None };
            selector.picks(|key| value(&service.labels, key)).then_some((placed, &**service))
        });
        picked.collect()
    }
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

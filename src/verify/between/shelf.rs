//! Objects with labels, found by one of their labels.

use std::collections::BTreeMap;

use super::selector::{Labels, Selector};
use crate::syntax::Text;

/// Positions of objects, by their namespaces and labels.
#[derive(Debug, Default)]
pub struct Shelf<'s> {
    /// By value, key and namespace: values tell labels apart soonest.
    labels: BTreeMap<(&'s str, &'s str, &'s str), Vec<usize>>,
    namespaces: BTreeMap<&'s str, Vec<usize>>,
}

/// Labels that a controller adds to pods, other ones to each.
const OF_ONE_POD: [&str; 2] = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

impl<'s> Shelf<'s> {
    pub fn add(&mut self, at: usize, namespace: &'s str, labels: &'s Labels) {
        self.namespaces.entry(namespace).or_default().push(at);
        for (key, value) in labels {
            self.labels.entry((value, key, namespace)).or_default().push(at);
        }
    }

    /// All objects that a selector may pick, in some namespaces or in all: of each those that have the rarest of its
    /// labels.
    pub fn candidates(&self, namespaces: Option<&[Text]>, selector: &Selector) -> Vec<usize> {
        match namespaces {
            Some([only]) => self.of_namespace(only, selector).to_vec(),
            Some(some) => some.iter().flat_map(|home| self.of_namespace(home, selector)).copied().collect(),
            None => {
                let homes = self.namespaces.keys();
                homes.flat_map(|home| self.of_namespace(home, selector)).copied().collect()
            }
        }
    }

    fn of_namespace<'a>(&'a self, namespace: &'a str, selector: &'a Selector) -> &'a [usize] {
        let labels = selector.labels.iter().filter(|(key, _)| !OF_ONE_POD.contains(&key.as_str()));
        let having = labels.map(|(key, value)| {
            let having = self.labels.get(&(value.as_str(), key.as_str(), namespace));
            having.map_or(&[] as &[usize], Vec::as_slice)
        });
        let rarest = having.min_by_key(|having| having.len());
        rarest.or_else(|| self.namespaces.get(namespace).map(Vec::as_slice)).unwrap_or_default()
    }
}

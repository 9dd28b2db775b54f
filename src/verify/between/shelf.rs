//! Objects with labels, found by one of their labels.

use std::collections::{BTreeMap, BTreeSet};

use super::selector::{Labels, Selector};
use crate::syntax::Text;

/// Positions of objects, by their namespaces and labels.
#[derive(Debug, Default)]
pub struct Shelf<'s> {
    /// The keys of the labels that objects are found by.
    keys: BTreeSet<&'s str>,
    /// By value, key and namespace: values tell labels apart soonest.
    labels: BTreeMap<(&'s str, &'s str, &'s str), Vec<usize>>,
    namespaces: BTreeMap<&'s str, Vec<usize>>,
}

/// Labels that a controller adds to pods, other ones to each.
const OF_ONE_POD: [&str; 2] = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

/// So many objects are looked at for one selector. Thousands with the same labels in one namespace are no cluster's, and
/// as many selectors would look at each of them.
const MOST: usize = 3000;

impl<'s> Shelf<'s> {
    /// A shelf where objects are found by labels of some keys, of which most objects have few.
    pub fn new(keys: BTreeSet<&'s str>) -> Shelf<'s> {
        Shelf { keys, ..Shelf::default() }
    }

    pub fn add(&mut self, at: usize, namespace: &'s str, labels: &'s Labels) {
        self.namespaces.entry(namespace).or_default().push(at);
        for (key, value) in labels.iter().filter(|(key, _)| self.keys.contains(key.as_str())) {
            self.labels.entry((value, key, namespace)).or_default().push(at);
        }
    }

    /// All objects that a selector may pick, in some namespaces or in all: of each those that have the rarest of its
    /// labels. `None` where there are too many to look at.
    pub fn candidates(&self, namespaces: Option<&[Text]>, selector: &Selector) -> Option<Vec<usize>> {
        let of_one = |home| self.of_namespace(home, selector);
        let some: Vec<usize> = match namespaces {
            Some(some) => some.iter().flat_map(|home| of_one(home)).take(MOST + 1).copied().collect(),
            None => self.namespaces.keys().flat_map(|home| of_one(home)).take(MOST + 1).copied().collect(),
        };
        (some.len() <= MOST).then_some(some)
    }

    fn of_namespace<'a>(&'a self, namespace: &'a str, selector: &'a Selector) -> &'a [usize] {
        let is_known = |key: &str| self.keys.contains(key) && !OF_ONE_POD.contains(&key);
        let labels = selector.labels.iter().filter(|(key, _)| is_known(key));
        let having = labels.map(|(key, value)| {
            let having = self.labels.get(&(value.as_str(), key.as_str(), namespace));
            having.map_or(&[] as &[usize], Vec::as_slice)
        });
        let rarest = having.min_by_key(|having| having.len());
        rarest.or_else(|| self.namespaces.get(namespace).map(Vec::as_slice)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_much_is_not_looked_at() {
        let app = |name: &'static str| {
            let mut selector = Selector::default();
            selector.labels.push((Text::literal("app"), Text::literal(name)));
            selector
        };
        let (selector, nobody) = (app("shop"), app("cart"));
        let labels = selector.labels.clone();
        let mut shelf = Shelf::new(BTreeSet::from(["app"]));
        (0..MOST).for_each(|at| shelf.add(at, "here", &labels));
        let here = [Text::literal("here")];
        assert_eq!(shelf.candidates(Some(&here), &selector).map(|all| all.len()), Some(MOST));
        shelf.add(MOST, "there", &labels);
        assert_eq!(shelf.candidates(Some(&here), &selector).map(|all| all.len()), Some(MOST));
        assert_eq!(shelf.candidates(None, &selector), None);
        assert_eq!(shelf.candidates(None, &nobody), Some(Vec::new()));
        let mut other = Selector::default();
        other.labels.push((Text::literal("tier"), Text::literal("web")));
        let there = [Text::literal("there")];
        assert_eq!(shelf.candidates(Some(&there), &other), Some(vec![MOST]));
    }
}

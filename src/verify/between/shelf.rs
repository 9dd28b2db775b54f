//! Objects with labels, found by one of their labels.

use std::cmp::Ordering;

use super::selector::{Labels, Selector};
use crate::syntax::Text;

/// Positions of objects, by their namespaces and labels.
#[derive(Debug, Default)]
pub struct Shelf<'s> {
    /// Each label of each object, sorted.
    labels: Vec<(Label<'s>, usize)>,
    /// Each object, sorted by its namespace.
    namespaces: Vec<(&'s str, usize)>,
}

/// Value, key and namespace: values tell labels apart soonest.
type Label<'s> = (&'s str, &'s str, &'s str);

/// An object with its namespace and labels.
pub type Labelled<'s> = (usize, &'s str, &'s Labels);

/// Labels that a controller adds to pods, other ones to each.
const OF_ONE_POD: [&str; 2] = ["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"];

/// So many objects are looked at for one selector. Thousands with the same labels in one namespace are no cluster's, and
/// as many selectors would look at each of them.
const MOST: usize = 3000;

/// What stands together in what is sorted.
fn equal<K>(all: &[(K, usize)], order: impl Fn(&K) -> Ordering) -> &[(K, usize)] {
    let first = all.partition_point(|(other, _)| order(other).is_lt());
    let rest = all.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|(other, _)| order(other).is_eq())).unwrap_or_default()
}

impl<'s> Shelf<'s> {
    pub fn new(objects: &[Labelled<'s>]) -> Shelf<'s> {
        let of_object = |(at, namespace, all): &Labelled<'s>| {
            let (at, namespace) = (*at, *namespace);
            all.iter().map(move |(key, value)| ((value.as_str(), key.as_str(), namespace), at))
        };
        let mut labels: Vec<(Label, usize)> = objects.iter().flat_map(of_object).collect();
        labels.sort_unstable();
        let mut namespaces: Vec<(&str, usize)> = objects.iter().map(|(at, home, _)| (*home, *at)).collect();
        namespaces.sort_unstable();
        Shelf { labels, namespaces }
    }

    /// All objects that a selector may pick, in some namespaces or in all: of each those that have the rarest of its
    /// labels. `None` where there are too many to look at.
    pub fn candidates(&self, namespaces: Option<&[Text]>, selector: &Selector) -> Option<Vec<usize>> {
        let some: Vec<usize> = match namespaces {
            Some(some) => {
                some.iter().flat_map(|home| self.of_namespace(home, selector)).take(MOST + 1).collect()
            }
            None => {
                let homes = self.namespaces.chunk_by(|(one, _), (other, _)| one == other);
                let homes = homes.filter_map(|objects| objects.first());
                homes.flat_map(|(home, _)| self.of_namespace(home, selector)).take(MOST + 1).collect()
            }
        };
        (some.len() <= MOST).then_some(some)
    }

    fn of_namespace<'a>(
        &'a self,
        namespace: &str,
        selector: &Selector,
    ) -> impl Iterator<Item = usize> + use<'a, 's> {
        let labels = selector.labels.iter().filter(|(key, _)| !OF_ONE_POD.contains(&key.as_str()));
        let having = labels.map(|(key, value)| {
            let wanted: Label = (value, key, namespace);
            equal(&self.labels, |label: &Label| label.cmp(&wanted))
        });
        let rarest = having.min_by_key(|having| having.len());
        let all = if rarest.is_none() { equal(&self.namespaces, |home| (*home).cmp(namespace)) } else { &[] };
        rarest.unwrap_or_default().iter().map(|(_, at)| *at).chain(all.iter().map(|(_, at)| *at))
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
        let mut all: Vec<Labelled> = (0..MOST).map(|at| (at, "here", &labels)).collect();
        let shelf = Shelf::new(&all);
        let here = [Text::literal("here")];
        assert_eq!(shelf.candidates(Some(&here), &selector).map(|all| all.len()), Some(MOST));
        all.push((MOST, "there", &labels));
        let shelf = Shelf::new(&all);
        assert_eq!(shelf.candidates(Some(&here), &selector).map(|all| all.len()), Some(MOST));
        assert_eq!(shelf.candidates(None, &selector), None);
        assert_eq!(shelf.candidates(None, &nobody), Some(Vec::new()));
    }
}

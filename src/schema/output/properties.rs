//! The properties of a schema node, found by their names: every key of every object is looked up here.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::syntax::Text;

/// Properties, sorted by name, each with the place of its node. Those that were added are found after
/// [`Properties::sort`].
#[derive(Debug, Default, Clone)]
pub(super) struct Properties(pub Vec<(Text, u32)>, Slots);

/// Where each property stands: at the slot that its name falls on, or the next one that was free. At least half of the
/// slots stay free, so that there is an end to every search.
#[derive(Debug, Default, Clone)]
struct Slots(Vec<Option<u32>>);

impl Slots {
    fn new(properties: &[(Text, u32)]) -> Slots {
        let count = if properties.is_empty() { 0 } else { (properties.len() * 2).next_power_of_two() };
        let mut slots = Slots(vec![None; count]);
        for (at, (name, _)) in properties.iter().enumerate() {
            let free = slots.from(name).find(|slot| slots.0.get(*slot).is_some_and(Option::is_none));
            if let Some(slot) = free.and_then(|slot| slots.0.get_mut(slot)) {
                *slot = u32::try_from(at).ok();
            }
        }
        slots
    }

    /// The slots at which a name may stand, in their order.
    fn from(&self, name: &str) -> impl Iterator<Item = usize> + use<> {
        let last = self.0.len().wrapping_sub(1);
        let first = mixed(name) as usize;
        (0..self.0.len()).map(move |next| first.wrapping_add(next) & last)
    }
}

/// A number that differs for most names: of their first and last letters and their length.
fn mixed(name: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = name.as_bytes();
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)), 0),
    };
    let number = (first ^ last.rotate_left(29)).wrapping_add(name.len() as u64).wrapping_mul(ODD);
    number >> 32
}

impl Properties {
    fn new(properties: Vec<(Text, u32)>) -> Self {
        let slots = Slots::new(&properties);
        Properties(properties, slots)
    }

    /// Puts properties that were added into their places.
    pub fn sort(&mut self) {
        let mut properties = std::mem::take(&mut self.0);
        properties.sort();
        *self = Properties::new(properties);
    }

    pub fn get(&self, name: &str) -> Option<u32> {
        for slot in self.1.from(name) {
            let at = (*self.1.0.get(slot)?)?;
            let (known, node) = self.0.get(at as usize)?;
            if known.as_str() == name {
                return Some(*node);
            }
        }
        None
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Properties;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map from property to node, sorted by name")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Properties, M::Error> {
                let mut properties: Vec<(Text, u32)> = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    properties.push(entry);
                }
                match properties.is_sorted_by(|left, right| left.0 < right.0) {
                    true => Ok(Properties::new(properties)),
                    false => Err(M::Error::custom("properties are not sorted")),
                }
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_is_found_and_nothing_else() {
        let name = |number: u32| Text::from(format!("{:x}-{number}", number * 7919));
        let mut properties = Properties::default();
        assert_eq!(properties.get("a"), None);
        properties.0.extend((0..500).rev().map(|number| (name(number), number)));
        properties.sort();
        assert!(properties.0.is_sorted());
        for number in 0..500 {
            assert_eq!(properties.get(&name(number)), Some(number));
            assert_eq!(properties.get(&name(number + 500)), None);
        }
    }
}

//! The properties of a schema node.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::spec::names::Names;
use crate::syntax::Text;

/// Properties, sorted by name, each with the place of its node. Those that were added are found after
/// [`Properties::sort`].
#[derive(Debug, Default, Clone)]
pub(super) struct Properties(pub Vec<(Text, u32)>, Names);

impl Properties {
    fn new(properties: Vec<(Text, u32)>) -> Self {
        let names = Names::new(properties.iter().map(|(name, _)| name.as_str()));
        Properties(properties, names)
    }

    /// Puts properties that were added into their places.
    pub fn sort(&mut self) {
        let mut properties = std::mem::take(&mut self.0);
        properties.sort();
        *self = Properties::new(properties);
    }

    pub fn get(&self, name: &str) -> Option<u32> {
        if self.0.is_empty() {
            return None;
        }
        let is_it = |at: usize| self.0.get(at).is_some_and(|(known, _)| known.as_str() == name);
        self.0.get(self.1.find(name, is_it)?).map(|(_, node)| *node)
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
    fn what_was_added_is_found() {
        let mut properties = Properties::default();
        assert_eq!(properties.get("name"), None);
        properties.0.extend([("name", 1), ("image", 2)].map(|(name, node)| (Text::literal(name), node)));
        properties.sort();
        let found = ["image", "name", "nam"].map(|name| properties.get(name));
        assert_eq!(found, [Some(2), Some(1), None]);
        assert!(properties.0.is_sorted());
    }
}

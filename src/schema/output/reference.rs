//! One node of the schemas, and the way from it to the nodes below.

use super::OutputSchemas;
use super::keywords::{ListType, SchemaNode, Type};
use crate::syntax::Text;

/// A node of the schemas. Cheap to copy.
#[derive(Clone, Copy)]
pub struct SchemaRef<'s> {
    pub(super) schemas: &'s OutputSchemas,
    pub(super) index: u32,
    pub(super) node: &'s SchemaNode,
    /// Whether the API server decodes this part into its own types, which forgive `null` and empty enums.
    pub(super) built_in: bool,
}

impl<'s> SchemaRef<'s> {
    pub(super) fn new(schemas: &'s OutputSchemas, index: u32, built_in: bool) -> Option<Self> {
        let node = schemas.node(index)?;
        Some(SchemaRef { schemas, index, node, built_in: built_in || node.is_metadata })
    }

    pub(super) fn child(&self, index: u32) -> Option<SchemaRef<'s>> {
        SchemaRef::new(self.schemas, index, self.built_in)
    }

    /// What a value here is; `None` where anything goes.
    pub fn value_type(&self) -> Option<Type> {
        self.node.type_
    }

    /// The name of the definition upstream (`Probe`), where the node is one.
    pub fn name(&self) -> Option<&'s str> {
        self.node.name.as_deref()
    }

    /// The names of the known fields, sorted.
    pub fn fields(&self) -> impl Iterator<Item = &'s str> + use<'s> {
        self.node.properties.0.iter().map(|(name, _)| name.as_str())
    }

    /// The schema of a known field, or of a map's values.
    pub fn field(&self, name: &str) -> Option<SchemaRef<'s>> {
        self.property(name).or_else(|| self.values())
    }

    /// The schema of a known field.
    pub(super) fn property(&self, name: &str) -> Option<SchemaRef<'s>> {
        self.child(self.node.properties.get(name)?)
    }

    /// The schema of a list's items.
    pub fn items(&self) -> Option<SchemaRef<'s>> {
        self.child(self.node.items?)
    }

    /// The schema of a map's values, where keys are the author's.
    pub fn values(&self) -> Option<SchemaRef<'s>> {
        self.child(self.node.values?)
    }

    /// Whether fields beyond the known ones are allowed.
    pub fn is_open(&self) -> bool {
        self.node.open != 0 || self.node.type_.is_none()
    }

    /// The keys that tell the items of this list apart; empty where the list has none.
    pub fn list_map_keys(&self) -> &'s [Text] {
        match self.node.list_type {
            Some(ListType::Map) => &self.node.list_keys,
            _ => &[],
        }
    }

    /// Whether the items of this list are scalars of which each is there once, in no order.
    pub fn is_set(&self) -> bool {
        self.node.list_type == Some(ListType::Set)
    }

    /// Whether a patch replaces the map here whole (`x-kubernetes-patch-strategy: replace`).
    pub fn is_replaced_whole(&self) -> bool {
        self.node.patch_strategy.as_deref() == Some("replace")
    }

    /// What counts where the field is absent, as text.
    pub fn default_text(&self) -> Option<String> {
        self.node.default_text()
    }

    /// The fields that must be there.
    pub fn required(&self) -> &'s [Text] {
        &self.node.required
    }

    /// The node itself, or the item or value below it that has the field.
    pub(super) fn entered(self, name: &str) -> SchemaRef<'s> {
        let mut at = self;
        while at.node.properties.get(name).is_none() {
            match at.items().or_else(|| at.values().filter(|values| !values.node.properties.0.is_empty())) {
                Some(below) => at = below,
                None => break,
            }
        }
        at
    }
}

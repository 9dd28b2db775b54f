//! The published OpenAPI v3 documents of one Kubernetes minor, as nodes of the arena.
//!
//! Enums come from `enums`, keywords from `keywords`; custom resources are `crd`'s.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::Result;
use crate::arena::{Arena, Id, Shape};
use crate::enums::Enums;
use crate::keywords;

/// A group, version and kind.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gvk {
    pub group: String,
    pub version: String,
    pub kind: String,
}

/// A kind that can be created and listed.
pub struct Served {
    pub plural: String,
    pub namespaced: bool,
    pub node: Id,
}

/// The documents of one minor, being converted.
pub struct Documents<'a> {
    definitions: BTreeMap<String, Map<String, Value>>,
    resources: BTreeMap<Gvk, (String, bool)>,
    enums: Enums,
    known: BTreeMap<String, Id>,
    arena: &'a mut Arena,
    /// Enum sites that were put on a published definition.
    pub enum_sites: BTreeSet<String>,
}

impl<'a> Documents<'a> {
    pub fn new(arena: &'a mut Arena, enums: Enums) -> Self {
        Documents {
            definitions: BTreeMap::new(),
            resources: BTreeMap::new(),
            enums,
            known: BTreeMap::new(),
            arena,
            enum_sites: BTreeSet::new(),
        }
    }

    /// Takes in one document of the folder `api/openapi-spec/v3`.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let document: Value = serde_json::from_str(text)?;
        if let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) {
            for (name, schema) in schemas {
                let schema = schema.as_object().ok_or_else(|| format!("{name} is no map"))?;
                self.definitions.entry(name.clone()).or_insert_with(|| schema.clone());
            }
        }
        for (path, item) in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
            self.add_path(path, item);
        }
        Ok(())
    }

    /// A path that is listed and posted to is a kind's collection.
    fn add_path(&mut self, path: &str, item: &Value) {
        let action = |verb: &str| item.get(verb)?.get("x-kubernetes-action")?.as_str();
        if action("post") != Some("post") || action("get") != Some("list") {
            return;
        }
        let Some(gvk) = item.pointer("/post/x-kubernetes-group-version-kind").and_then(gvk) else { return };
        let plural = path.rsplit('/').next().unwrap_or("").to_owned();
        let namespaced = path.contains("/namespaces/{namespace}/");
        let entry = self.resources.entry(gvk).or_insert((plural, namespaced));
        entry.1 |= namespaced;
    }

    /// Converts every kind that can be created.
    pub fn kinds(&mut self) -> Result<BTreeMap<Gvk, Served>> {
        let mut by_gvk = BTreeMap::new();
        for (name, schema) in &self.definitions {
            if let Some([only]) =
                schema.get("x-kubernetes-group-version-kind").and_then(Value::as_array).map(Vec::as_slice)
                && let Some(gvk) = gvk(only)
            {
                by_gvk.insert(gvk, name.clone());
            }
        }
        let mut kinds = BTreeMap::new();
        for (gvk, (plural, namespaced)) in self.resources.clone() {
            let name = by_gvk.get(&gvk).ok_or_else(|| format!("no definition for {}", gvk.kind))?.clone();
            let node = self.root(&name)?;
            kinds.insert(gvk, Served { plural, namespaced, node });
        }
        Ok(kinds)
    }

    /// The node of a kind's whole object, which says more than its definition: apiVersion and kind are required.
    fn root(&mut self, name: &str) -> Result<Id> {
        let definition = self.definition(name)?;
        let mut shape = self.arena.get(definition).clone();
        let required = shape.local.entry("q".to_owned()).or_insert_with(|| json!([]));
        let mut names: Vec<String> = serde_json::from_value(required.clone())?;
        names.extend(["apiVersion".to_owned(), "kind".to_owned()]);
        names.sort();
        names.dedup();
        *required = json!(names);
        Ok(self.arena.add(shape))
    }

    /// The node of `metadata`.
    pub fn object_meta(&mut self) -> Result<Id> {
        self.definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")
    }

    fn definition(&mut self, name: &str) -> Result<Id> {
        self.site(name, BTreeMap::new())
    }

    /// A definition with what the place that refers to it adds.
    fn site(&mut self, name: &str, added: BTreeMap<String, Value>) -> Result<Id> {
        let key = format!("{name} {}", serde_json::to_string(&added)?);
        if let Some(id) = self.known.get(&key) {
            return Ok(*id);
        }
        let id = self.arena.reserve();
        self.known.insert(key, id);
        let raw = self.definitions.get(name).cloned().ok_or_else(|| format!("no definition {name}"))?;
        let mut shape = match self.fixed(name)? {
            Some(shape) => shape,
            None => self.shape(&raw, name, "")?,
        };
        shape.local.insert("n".to_owned(), json!(name.rsplit('.').next().unwrap_or(name)));
        shape.local.extend(added);
        self.arena.set(id, shape);
        Ok(id)
    }

    /// Definitions whose published form says less than, or other than, what is read.
    fn fixed(&mut self, name: &str) -> Result<Option<Shape>> {
        let word = |keyword: &str, value: Value| Shape {
            local: BTreeMap::from([(keyword.to_owned(), value)]),
            ..Shape::default()
        };
        Ok(Some(match name.rsplit('.').next().unwrap_or(name) {
            "Quantity" => word("t", json!("Q")),
            "IntOrString" => word("t", json!("x")),
            "RawExtension" | "FieldsV1" => {
                let mut open = word("t", json!("o"));
                open.local.insert("pu".to_owned(), json!(1));
                open
            }
            "JSON" | "JSONSchemaPropsOrBool" | "JSONSchemaPropsOrStringArray" => Shape::default(),
            // `apiextensions.k8s.io/v1` refuses the array form.
            "JSONSchemaPropsOrArray" => {
                let single = self.definition(&name.replace("JSONSchemaPropsOrArray", "JSONSchemaProps"))?;
                self.arena.get(single).clone()
            }
            _ => return Ok(None),
        }))
    }

    fn shape(&mut self, raw: &Map<String, Value>, definition: &str, path: &str) -> Result<Shape> {
        let mut shape = Shape { local: keywords::local(raw), ..Shape::default() };
        if let Some(default) = raw.get("default").filter(|default| !keywords::is_zero(default)) {
            shape.local.insert("d".to_owned(), default.clone());
        }
        if let Some(values) = self.enums.get(definition, path) {
            shape.local.insert("e".to_owned(), json!(values));
            self.enum_sites.insert(format!("{definition}:{path}"));
        }
        let is_object = raw.contains_key("x-kubernetes-group-version-kind");
        for (name, property) in raw.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if is_object && name == "status" {
                shape.local.insert("st".to_owned(), json!(1));
                continue;
            }
            let mut child = self.convert(property, definition, &format!("{path}{name}"))?;
            if keywords::is_empty_default(raw, name) {
                let mut defaulted = self.arena.get(child).clone();
                defaulted.local.insert("d".to_owned(), json!(""));
                child = self.arena.add(defaulted);
            }
            shape.children.insert(format!("p/{name}"), child);
        }
        if let Some(items) = raw.get("items") {
            let child = self.convert(items, definition, &format!("{path}[]"))?;
            shape.children.insert("it".to_owned(), child);
        }
        if let Some(values) = raw.get("additionalProperties").filter(|values| values.is_object()) {
            let child = self.convert(values, definition, &format!("{path}{{}}"))?;
            shape.children.insert("ap".to_owned(), child);
        }
        Ok(shape)
    }

    fn convert(&mut self, raw: &Value, definition: &str, path: &str) -> Result<Id> {
        let raw = raw.as_object().ok_or_else(|| format!("{definition}: {path} is no map"))?;
        let reference =
            raw.get("$ref").or_else(|| raw.get("allOf")?.get(0)?.get("$ref")).and_then(Value::as_str);
        let Some(reference) = reference else {
            let shape = self.shape(raw, definition, path)?;
            return Ok(self.arena.add(shape));
        };
        let mut added = keywords::local(raw);
        if let Some(default) = raw.get("default").filter(|default| !keywords::is_zero(default)) {
            added.insert("d".to_owned(), default.clone());
        }
        self.site(reference.rsplit('/').next().unwrap_or(reference), added)
    }
}

fn gvk(raw: &Value) -> Option<Gvk> {
    let text = |key: &str| Some(raw.get(key)?.as_str()?.to_owned());
    Some(Gvk { group: text("group")?, version: text("version")?, kind: text("kind")? })
}

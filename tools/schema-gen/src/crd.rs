//! Custom resource definitions as nodes of the arena, by the API server's rules for structural schemas.
//!
//! Keywords come from `keywords`; which files are read is `main`'s.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::arena::{Arena, Id, Shape};
use crate::keywords;
use crate::openapi::Gvk;

/// One served version of a custom resource.
pub struct Custom {
    pub gvk: Gvk,
    pub plural: String,
    pub namespaced: bool,
    pub deprecated: bool,
    pub storage: bool,
    pub node: Id,
}

/// Converts every served version of every definition in a YAML stream; other objects are passed over.
pub fn read(text: &str, arena: &mut Arena, object_meta: Id) -> Result<Vec<Custom>> {
    if text.contains("{{-") {
        return Err("this is a Helm template, not plain YAML".into());
    }
    let mut customs = Vec::new();
    for document in yaml_serde::Deserializer::from_str(text) {
        let document = Value::deserialize(document)?;
        let items = match document.get("kind").and_then(Value::as_str) {
            Some("List") => document.get("items").and_then(Value::as_array).cloned().unwrap_or_default(),
            _ => vec![document],
        };
        for item in items.iter().filter(|item| item.get("kind") == Some(&json!("CustomResourceDefinition"))) {
            definition(item, arena, object_meta, &mut customs)?;
        }
    }
    Ok(customs)
}

fn definition(item: &Value, arena: &mut Arena, object_meta: Id, customs: &mut Vec<Custom>) -> Result<()> {
    if item.get("apiVersion") != Some(&json!("apiextensions.k8s.io/v1")) {
        return Err("only apiextensions.k8s.io/v1 is read".into());
    }
    let text = |pointer: &str| {
        item.pointer(pointer)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("no {pointer}"))
    };
    for version in item.pointer("/spec/versions").and_then(Value::as_array).into_iter().flatten() {
        if version.get("served") != Some(&json!(true)) {
            continue;
        }
        let name = version.get("name").and_then(Value::as_str).ok_or("a version without name")?;
        let mut schema = version
            .pointer("/schema/openAPIV3Schema")
            .and_then(Value::as_object)
            .ok_or_else(|| format!("{name}: no schema"))?
            .clone();
        if let Some(path) = version.pointer("/subresources/scale/specReplicasPath").and_then(Value::as_str) {
            scaled(&mut schema, path);
        }
        customs.push(Custom {
            gvk: Gvk {
                group: text("/spec/group")?,
                version: name.to_owned(),
                kind: text("/spec/names/kind")?,
            },
            plural: text("/spec/names/plural")?,
            namespaced: text("/spec/scope")? == "Namespaced",
            deprecated: version.get("deprecated") == Some(&json!(true)),
            storage: version.get("storage") == Some(&json!(true)),
            node: root(&schema, &text("/spec/names/kind")?, arena, object_meta)?,
        });
    }
    Ok(())
}

/// What a scale subresource sets is a number of replicas, which the API server holds every object to.
fn scaled(schema: &mut Map<String, Value>, path: &str) {
    let mut at = Some(schema);
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let below = at.and_then(|at| at.get_mut("properties")?.get_mut(name));
        at = below.and_then(Value::as_object_mut);
    }
    let Some(replicas) = at else { return };
    let limit = |keyword: &str| replicas.get(keyword).and_then(Value::as_i64);
    let least = limit("minimum").unwrap_or(0).max(0);
    let most = limit("maximum").unwrap_or(i32::MAX.into()).min(i32::MAX.into());
    replicas.extend([("minimum".to_owned(), json!(least)), ("maximum".to_owned(), json!(most))]);
}

/// The whole object, named by its kind.
fn root(raw: &Map<String, Value>, kind: &str, arena: &mut Arena, object_meta: Id) -> Result<Id> {
    let id = object(raw, arena, object_meta, true)?;
    let mut shape = arena.get(id).clone();
    shape.local.insert("n".to_owned(), json!(kind));
    Ok(arena.add(shape))
}

/// A whole object, at the root or embedded: apiVersion, kind and metadata are always there.
fn object(raw: &Map<String, Value>, arena: &mut Arena, object_meta: Id, root: bool) -> Result<Id> {
    let mut raw = raw.clone();
    let properties = raw.entry("properties").or_insert_with(|| json!({}));
    let properties = properties.as_object_mut().ok_or("`properties` is no map")?;
    let metadata = properties.remove("metadata");
    let has_status = root && properties.remove("status").is_some();
    for name in ["apiVersion", "kind"] {
        properties.insert(name.to_owned(), json!({"type": "string"}));
    }
    let mut shape = core(&raw, arena, object_meta)?;
    if has_status {
        shape.local.insert("st".to_owned(), json!(1));
    }
    let metadata = constrained(metadata.as_ref(), arena, object_meta)?;
    shape.children.insert("p/metadata".to_owned(), metadata);
    let mut required: BTreeSet<String> = match shape.local.get("q") {
        Some(names) => serde_json::from_value(names.clone())?,
        None => BTreeSet::new(),
    };
    required.remove("status");
    required.extend(["apiVersion".to_owned(), "kind".to_owned()]);
    shape.local.insert("q".to_owned(), json!(required));
    Ok(arena.add(shape))
}

/// ObjectMeta, with the checks on `name` and `generateName` that a definition may add.
fn constrained(raw: Option<&Value>, arena: &mut Arena, object_meta: Id) -> Result<Id> {
    let Some(properties) = raw.and_then(|raw| raw.get("properties")).and_then(Value::as_object) else {
        return Ok(object_meta);
    };
    let mut shape = arena.get(object_meta).clone();
    for name in ["name", "generateName"] {
        if let Some(property) = properties.get(name) {
            shape.children.insert(format!("p/{name}"), node(property, arena, object_meta)?);
        }
    }
    Ok(arena.add(shape))
}

fn node(raw: &Value, arena: &mut Arena, object_meta: Id) -> Result<Id> {
    let raw = raw.as_object().ok_or("a schema is no map")?;
    if raw.get("x-kubernetes-embedded-resource") == Some(&json!(true)) {
        return object(raw, arena, object_meta, false);
    }
    let shape = core(raw, arena, object_meta)?;
    Ok(arena.add(shape))
}

/// A node of the structural schema proper.
fn core(raw: &Map<String, Value>, arena: &mut Arena, object_meta: Id) -> Result<Shape> {
    let mut shape = Shape { local: keywords::local(raw), ..Shape::default() };
    if let Some(default) = raw.get("default") {
        shape.local.insert("d".to_owned(), default.clone());
    }
    let mut defaulted = BTreeSet::new();
    for (name, property) in raw.get("properties").and_then(Value::as_object).into_iter().flatten() {
        if property.get("default").is_some() {
            defaulted.insert(name.as_str());
        }
        let child = node(property, arena, object_meta)?;
        shape.children.insert(format!("p/{name}"), child);
    }
    // The server fills defaults in before it looks for what is required.
    if let Some(Value::Array(required)) = shape.local.get_mut("q") {
        required.retain(|name| name.as_str().is_none_or(|name| !defaulted.contains(name)));
        if required.is_empty() {
            shape.local.remove("q");
        }
    }
    if let Some(items) = raw.get("items") {
        let child = node(items, arena, object_meta)?;
        shape.children.insert("it".to_owned(), child);
    }
    match raw.get("additionalProperties") {
        Some(Value::Bool(true)) => drop(shape.local.insert("pu".to_owned(), json!(1))),
        Some(values @ Value::Object(_)) => {
            let child = node(values, arena, object_meta)?;
            shape.children.insert("ap".to_owned(), child);
        }
        _ => {}
    }
    let int_or_string = raw.get("x-kubernetes-int-or-string") == Some(&json!(true));
    if int_or_string {
        shape.local.insert("t".to_owned(), json!("x"));
    }
    checks(raw, arena, &mut shape, int_or_string)?;
    Ok(shape)
}

/// `anyOf` and its like: checks of the same value, which never say what fields there are.
fn checks(raw: &Map<String, Value>, arena: &mut Arena, shape: &mut Shape, int_or_string: bool) -> Result<()> {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let Some(branches) = raw.get(keyword).and_then(Value::as_array) else { continue };
        // The companion of int-or-string says again what the type says.
        if int_or_string && keyword == "anyOf" {
            continue;
        }
        for (number, branch) in branches.iter().enumerate() {
            let child = check(branch, arena)?;
            shape.children.insert(format!("{keyword}/{number:03}"), child);
        }
    }
    if let Some(branch) = raw.get("not") {
        let child = check(branch, arena)?;
        shape.children.insert("not".to_owned(), child);
    }
    Ok(())
}

fn check(raw: &Value, arena: &mut Arena) -> Result<Id> {
    let raw = raw.as_object().ok_or("a value check is no map")?;
    let mut shape = Shape { local: keywords::local(raw), ..Shape::default() };
    for (name, property) in raw.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let child = check(property, arena)?;
        shape.children.insert(format!("p/{name}"), child);
    }
    if let Some(items) = raw.get("items") {
        let child = check(items, arena)?;
        shape.children.insert("it".to_owned(), child);
    }
    checks(raw, arena, &mut shape, false)?;
    Ok(arena.add(shape))
}

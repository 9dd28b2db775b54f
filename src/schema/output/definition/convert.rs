//! The nodes of one version of a custom resource, by the API server's rules for structural schemas.
//!
//! `tools/schema-gen` does the same for the artefact; a test holds the two together.

use super::Ground;
use super::structural::{self, Level};
use crate::diagnostic::Diagnostic;
use crate::schema::json::json;
use crate::schema::output::cel;
use crate::schema::output::keywords::{ListType, Pattern, Properties, Rule, Scalar, SchemaNode, Type};
use crate::syntax::{Mapping, Node, Text};

pub(super) struct Converter<'c> {
    pub nodes: &'c mut Vec<SchemaNode>,
    pub ground: Ground<'c>,
    pub out: &'c mut Vec<Diagnostic>,
}

impl Converter<'_> {
    /// The whole object, named by its kind.
    pub fn root(&mut self, raw: &Node, kind: &Text) -> u32 {
        structural::check(raw, Level::Root, self.out);
        let mut node = self.whole(raw, &["apiVersion", "kind", "metadata", "status"]);
        node.required.retain(|name| name.as_str() != "status");
        node.has_status = u8::from(raw.at(&["properties", "status"]).is_some());
        node.name = Some(kind.clone());
        self.add(node)
    }

    fn add(&mut self, node: SchemaNode) -> u32 {
        self.nodes.push(node.summed_up());
        self.ground.first + self.nodes.len() as u32 - 1
    }

    /// An object with apiVersion, kind and metadata, at the root or embedded.
    fn whole(&mut self, raw: &Node, own: &[&str]) -> SchemaNode {
        let mut node = self.core(raw, own);
        let text = self.add(SchemaNode { type_: Some(Type::Text), ..SchemaNode::default() });
        let metadata = self.metadata(raw.at(&["properties", "metadata"]));
        let given = [("apiVersion", text), ("kind", text), ("metadata", metadata)];
        node.properties.0.extend(given.map(|(name, node)| (Text::literal(name), node)));
        node.properties.sort();
        node.required.extend(["apiVersion", "kind"].map(Text::literal));
        node.required.sort();
        node.required.dedup();
        node
    }

    /// ObjectMeta, with the checks on `name` and `generateName` that a definition may add.
    fn metadata(&mut self, raw: Option<&Node>) -> u32 {
        let names = ["name", "generateName"];
        let of = |name| raw.and_then(|raw| Some((name, raw.at(&["properties", name])?)));
        let constrained: Vec<(&str, &Node)> = names.into_iter().filter_map(of).collect();
        if constrained.is_empty() {
            return self.ground.meta;
        }
        let mut node = self.ground.meta_node.clone();
        for (name, raw) in constrained {
            let index = self.node(raw);
            let known = node.properties.0.iter_mut().filter(|(known, _)| known.as_str() == name);
            known.for_each(|(_, node)| *node = index);
        }
        self.add(node)
    }

    fn node(&mut self, raw: &Node) -> u32 {
        let node = match flag(raw, "x-kubernetes-embedded-resource") {
            true => self.whole(raw, &["apiVersion", "kind", "metadata"]),
            false => self.core(raw, &[]),
        };
        self.add(node)
    }

    /// A node of the structural schema proper, without the properties `left_out`.
    fn core(&mut self, raw: &Node, left_out: &[&str]) -> SchemaNode {
        let mut node = local(raw);
        node.default = raw.get("default").map(json);
        let rules = node.rules.iter().zip(list(raw, "x-kubernetes-validations"));
        self.out.extend(rules.filter_map(|(rule, raw)| cel::unchecked(rule, raw)));
        let properties = raw.get("properties").and_then(Node::as_mapping);
        let entries = properties.into_iter().flat_map(Mapping::iter);
        for entry in entries.clone().filter(|entry| !left_out.contains(&entry.key.as_str())) {
            let index = self.node(&entry.value);
            node.properties.0.push((entry.key.clone(), index));
        }
        node.properties.sort();
        // The server fills defaults in before it looks for what is required.
        let defaulted = |name: &Text| {
            entries.clone().any(|entry| entry.key == *name && entry.value.get("default").is_some())
        };
        node.required.retain(|name| !defaulted(name));
        node.items = raw.get("items").map(|items| self.node(items));
        match raw.get("additionalProperties") {
            Some(values) if values.as_bool() == Some(true) => node.open = 1,
            Some(values) if values.as_mapping().is_some() => node.values = Some(self.node(values)),
            _ => {}
        }
        let int_or_string = flag(raw, "x-kubernetes-int-or-string");
        if int_or_string {
            node.type_ = Some(Type::IntegerOrText);
        }
        self.checks(raw, &mut node, int_or_string);
        node
    }

    /// `anyOf` and its like: checks of the same value, which never say what fields there are.
    fn checks(&mut self, raw: &Node, node: &mut SchemaNode, int_or_string: bool) {
        let mut branches = |keyword: &str| -> Vec<u32> {
            let branches = raw.get(keyword).and_then(Node::as_sequence).unwrap_or_default();
            branches.iter().map(|branch| self.check(branch)).collect()
        };
        node.all_of = branches("allOf");
        node.one_of = branches("oneOf");
        // The companion of int-or-string says again what the type says.
        if !int_or_string {
            node.any_of = branches("anyOf");
        }
        node.not = raw.get("not").map(|branch| self.check(branch));
    }

    fn check(&mut self, raw: &Node) -> u32 {
        let mut node = local(raw);
        for entry in raw.get("properties").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter) {
            let index = self.check(&entry.value);
            node.properties.0.push((entry.key.clone(), index));
        }
        node.properties.sort();
        node.items = raw.get("items").map(|items| self.check(items));
        self.checks(raw, &mut node, false);
        self.add(node)
    }
}

pub(super) fn flag(raw: &Node, keyword: &str) -> bool {
    raw.get(keyword).and_then(Node::as_bool) == Some(true)
}

/// The node's own keywords; what is malformed is passed over, the schema of definitions finds it.
fn local(raw: &Node) -> SchemaNode {
    let text = |keyword: &str| raw.get(keyword).and_then(Node::as_text).cloned();
    let number = |keyword: &str| raw.get(keyword).and_then(|node| node.scalar_text()?.parse::<f64>().ok());
    let count = |keyword: &str| raw.get(keyword).and_then(|node| usize::try_from(node.as_i64()?).ok());
    let is = |keyword: &str| u8::from(flag(raw, keyword));
    let mut required = texts(raw, "required");
    required.sort();
    required.dedup();
    SchemaNode {
        type_: text("type").and_then(|name| Type::named(&name)),
        required,
        allowed: list(raw, "enum").iter().map(Scalar::of).collect(),
        format: text("format"),
        pattern: text("pattern").map(Pattern::new),
        minimum: number("minimum"),
        maximum: number("maximum"),
        above_minimum: is("exclusiveMinimum"),
        below_maximum: is("exclusiveMaximum"),
        multiple_of: number("multipleOf"),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
        nullable: is("nullable"),
        open: is("x-kubernetes-preserve-unknown-fields"),
        embedded: is("x-kubernetes-embedded-resource"),
        list_type: text("x-kubernetes-list-type").and_then(|name| ListType::named(&name)),
        list_keys: texts(raw, "x-kubernetes-list-map-keys"),
        rules: list(raw, "x-kubernetes-validations").iter().map(rule).collect(),
        properties: Properties::default(),
        ..SchemaNode::default()
    }
}

fn list<'n>(raw: &'n Node, keyword: &str) -> &'n [Node] {
    raw.get(keyword).and_then(Node::as_sequence).unwrap_or_default()
}

fn texts(raw: &Node, keyword: &str) -> Vec<Text> {
    list(raw, keyword).iter().filter_map(|node| node.as_text().cloned()).collect()
}

fn rule(raw: &Node) -> Rule {
    let text = |keyword: &str| raw.get(keyword).and_then(Node::as_text).cloned();
    Rule {
        rule: text("rule").unwrap_or_default(),
        message: text("message"),
        message_expression: text("messageExpression"),
        field_path: text("fieldPath"),
        optional_old: u8::from(flag(raw, "optionalOldSelf")),
        ..Rule::default()
    }
}

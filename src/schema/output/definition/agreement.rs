//! Upstream's definitions, converted here and by `tools/schema-gen`, come out the same.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::schema::output::keywords::{Properties, SchemaNode};
use crate::schema::output::{KindLookup, OutputSchemas, SchemaRef, definitions};
use crate::source::{Files, SourceFile};
use crate::syntax::{Limits, Node, ParseOptions, parse};

const UPSTREAM: [(&str, &str); 4] = [
    ("sealedsecrets", include_str!("../../../../tests/schemas/crds/bitnami.com_sealedsecrets.yaml")),
    (
        "referencegrants",
        include_str!("../../../../tests/schemas/crds/gateway.networking.k8s.io_referencegrants.yaml"),
    ),
    ("ipaddresspools", include_str!("../../../../tests/schemas/crds/metallb.io_ipaddresspools.yaml")),
    (
        "volumesnapshots",
        include_str!("../../../../tests/schemas/crds/snapshot.storage.k8s.io_volumesnapshots.yaml"),
    ),
];

pub(super) fn documents(text: &str) -> Vec<Node> {
    let mut files = Files::new();
    let id = files.add(SourceFile::new("crd.yaml", text));
    let parsed = parse(id, text, &ParseOptions { limits: Limits::DEFINITIONS, ..ParseOptions::default() });
    assert!(parsed.is_ok(), "{:?}", parsed.diagnostics);
    parsed.documents.into_iter().map(|document| document.root).collect()
}

/// How many versions of kinds of a text are the same as in the artefact.
fn agreement(name: &str, text: &str) -> usize {
    let embedded = OutputSchemas::embedded();
    let (mut schemas, mut found) = (embedded.clone(), Vec::new());
    let documents = documents(text);
    documents.iter().for_each(|document| schemas.define(document, &mut found));
    assert!(found.is_empty(), "{name}: {found:?}");
    let mut count = 0;
    for definition in documents.iter().flat_map(|document| definitions(document)) {
        let text = |keys: &[&str]| definition.at(keys).and_then(Node::as_str).unwrap();
        let (group, kind) = (text(&["spec", "group"]), text(&["spec", "names", "kind"]));
        for version in definition.at(&["spec", "versions"]).and_then(Node::as_sequence).unwrap() {
            let api_version = format!("{group}/{}", version.get("name").and_then(Node::as_str).unwrap());
            let ours = schemas.kind(&api_version, kind, schemas.newest());
            let theirs = embedded.kind(&api_version, kind, schemas.newest());
            let (ours, theirs) = match (ours, theirs) {
                (KindLookup::Found(ours), KindLookup::Found(theirs)) => (ours, theirs),
                (KindLookup::OtherVersions(_), KindLookup::Unknown) => continue,
                _ => panic!("{api_version} {kind} is only on one side"),
            };
            assert_eq!(
                (ours.plural, ours.namespaced, ours.deprecated),
                (theirs.plural, theirs.namespaced, theirs.deprecated)
            );
            same(ours.node, theirs.node, &format!("{api_version} {kind}"), &mut BTreeSet::new());
            count += 1;
        }
    }
    count
}

fn same(ours: SchemaRef<'_>, theirs: SchemaRef<'_>, path: &str, seen: &mut BTreeSet<(u32, u32)>) {
    if ours.index == theirs.index || !seen.insert((ours.index, theirs.index)) {
        return;
    }
    assert_eq!(alone(ours.node), alone(theirs.node), "{path}");
    let properties = |at: SchemaRef<'_>| at.node.properties.0.clone();
    let pairs = properties(ours).into_iter().zip(properties(theirs));
    for ((name, left), (other, right)) in pairs {
        assert_eq!(name, other, "{path}");
        same(ours.child(left).unwrap(), theirs.child(right).unwrap(), &format!("{path}.{name}"), seen);
    }
    let children = |at: SchemaRef<'_>| -> Vec<u32> {
        let node = at.node;
        let checks = [&node.any_of, &node.one_of, &node.all_of].into_iter().flatten().copied();
        checks.chain(node.items).chain(node.values).chain(node.not).collect()
    };
    for (left, right) in children(ours).into_iter().zip(children(theirs)) {
        same(ours.child(left).unwrap(), theirs.child(right).unwrap(), &format!("{path}[]"), seen);
    }
}

/// What a node says itself, and how many children of which sort it has.
fn alone(node: &SchemaNode) -> String {
    let mut node = node.clone();
    node.rules.iter_mut().for_each(|rule| rule.read = OnceLock::new());
    let names: Vec<_> = node.properties.0.iter().map(|(name, _)| name.clone()).collect();
    node.properties = Properties::default();
    for children in [&mut node.any_of, &mut node.one_of, &mut node.all_of] {
        children.iter_mut().for_each(|child| *child = 0);
    }
    for child in [&mut node.items, &mut node.values, &mut node.not] {
        *child = child.map(|_| 0);
    }
    format!("{names:?} {node:?}")
}

#[test]
fn upstream_definitions_come_out_as_in_the_artefact() {
    let counts: Vec<(&str, usize)> =
        UPSTREAM.iter().map(|(name, text)| (*name, agreement(name, text))).collect();
    assert_eq!(
        counts,
        [("sealedsecrets", 1), ("referencegrants", 2), ("ipaddresspools", 1), ("volumesnapshots", 1)]
    );
}

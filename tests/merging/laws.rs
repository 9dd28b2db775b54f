//! Laws of merging, over random trees of the language's shapes.

use std::borrow::Cow;

use platc::overlay::{EnvironmentLayer, Layers, Manner, Merge, merge, sweep};
use platc::source::Span;
use platc::spec::{AppSpec, EnvironmentSpec, Shape, Shaped, Worker};
use platc::syntax::{Mapping, Node, Origin, Value, print};
use proptest::prelude::*;

use crate::tree::{Choices, choices, file, grow, paths, placed, torn};

/// The shapes that trees are made for, by name.
fn shapes() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["App", "Environment", "worker", "anything"])
}

fn shape_of(name: &str) -> Shape {
    match name {
        "App" => AppSpec::shape(),
        "Environment" => EnvironmentSpec::shape(),
        "worker" => Worker::shape(),
        _ => Shape::Any,
    }
}

fn empty() -> Node {
    Node::mapping(Mapping::new(), Origin::Unknown)
}

fn lay(weak: &Node, strong: &Node, shape: Shape) -> Node {
    Merge::default().lay(weak.clone(), strong, shape, Manner::Win)
}

fn swept(node: &Node, shape: Shape) -> Node {
    let mut node = node.clone();
    sweep(&mut node, shape);
    node
}

/// A random map of the shape: a whole layer is one.
fn layer(shape: Shape, nulls: bool, choices: &mut Choices) -> Node {
    let node = grow(shape, nulls, choices);
    if node.as_mapping().is_some() { node } else { empty() }
}

fn same(left: &Node, right: &Node) -> Result<(), TestCaseError> {
    prop_assert!(left.same_value(right), "{}---\n{}", print(left), print(right));
    Ok(())
}

/// The places of scalars, empty lists and empty maps: what a person wrote.
fn leaves(node: &Node) -> Vec<Span> {
    match &node.value {
        Value::Mapping(mapping) if !mapping.is_empty() => {
            mapping.iter().flat_map(|entry| leaves(&entry.value)).collect()
        }
        Value::Sequence(items) if !items.is_empty() => items.iter().flat_map(leaves).collect(),
        _ => node.origin.spans(),
    }
}

/// Every place that the tree's origins name, and the places of what was beaten.
fn remembered(node: &Node, named: &mut Vec<Span>, beaten: &mut Vec<Span>) {
    named.extend(node.origin.spans());
    beats(&node.origin, beaten);
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().for_each(|entry| remembered(&entry.value, named, beaten)),
        Value::Sequence(items) => items.iter().for_each(|item| remembered(item, named, beaten)),
        _ => {}
    }
}

fn beats(origin: &Origin, beaten: &mut Vec<Span>) {
    if let Origin::Via(trail) = origin {
        beaten.extend(trail.beats.iter().flat_map(Origin::spans));
        trail.from.iter().chain(&trail.beats).for_each(|origin| beats(origin, beaten));
    }
}

fn nothing_is_lost(layers: &[Node], merged: &Node) -> Result<(), TestCaseError> {
    let (mut named, mut beaten) = (Vec::new(), Vec::new());
    remembered(merged, &mut named, &mut beaten);
    for (number, layer) in layers.iter().enumerate() {
        for leaf in leaves(layer) {
            let is_known = named.contains(&leaf) || beaten.iter().any(|place| place.contains(leaf));
            prop_assert!(
                is_known,
                "{leaf:?} of layer {number} is lost:\n{}---\n{}",
                print(layer),
                print(merged)
            );
        }
    }
    Ok(())
}

/// Without what belongs to other workloads, to apps of other types, or to objects: what is merged of a layer for all
/// services.
fn of_a_service(mut node: Node) -> Node {
    if let Some(mapping) = node.as_mapping_mut() {
        let clock = |key: &str| {
            let words = [platc::spec::job::CronFields::shape(), platc::spec::job::JobFields::shape()];
            words.iter().any(|shape| matches!(shape, Shape::Struct(fields) if fields.field(key).is_some()))
        };
        mapping.retain(|entry| {
            !["workers", "crons", "jobs", "patches", "type"].contains(&entry.key.as_str())
                && !clock(&entry.key)
        });
    }
    node
}

fn under(key: &str, node: Node) -> Node {
    let mut mapping = Mapping::new();
    mapping.set(key, node);
    Node::mapping(mapping, Origin::Unknown)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_empty_layer_changes_nothing(of in shapes(), mut choices in choices()) {
        let shape = shape_of(of);
        let tree = layer(shape, true, &mut choices);
        same(&lay(&tree, &empty(), shape), &tree)?;
        same(&lay(&empty(), &tree, shape), &tree)?;
    }

    #[test]
    fn a_layer_over_itself_is_itself(of in shapes(), mut choices in choices()) {
        let shape = shape_of(of);
        let tree = layer(shape, true, &mut choices);
        same(&lay(&tree, &tree, shape), &tree)?;
        // An override of what is there fits always.
        same(&Merge::default().lay(tree.clone(), &tree, shape, Manner::Fit), &tree)?;
    }

    #[test]
    fn layers_without_a_common_key_commute(of in shapes(), mut choices in choices()) {
        let shape = shape_of(of);
        let tree = layer(shape, true, &mut choices);
        let (left, right) = torn(&tree, &mut choices);
        let (left, right) = (left.unwrap_or_else(empty), right.unwrap_or_else(empty));
        same(&lay(&left, &right, shape), &tree)?;
        same(&lay(&right, &left, shape), &tree)?;
    }

    #[test]
    fn laying_one_by_one_is_merging_all(mut choices in choices()) {
        let shape = AppSpec::shape();
        let trees: Vec<Node> = (0..6)
            .map(|number| placed(of_a_service(layer(shape, true, &mut choices)), file(number)))
            .collect();
        let [platform, base, app, overrides, overlay, last] = &trees[..] else { panic!("six layers") };
        let keyed: Vec<Node> = [platform, base, overrides].map(|node| under("service", node.clone())).into();
        let merged = merge(&Layers {
            defaults: vec![Cow::Borrowed(&keyed[0]), Cow::Borrowed(&keyed[1])],
            app: Some(app),
            environments: vec![
                EnvironmentLayer { overrides: Some(&keyed[2]), overlay: Some(overlay), ..Default::default() },
                EnvironmentLayer { overlay: Some(last), ..Default::default() },
            ],
        });
        let mut folded = empty();
        for (tree, manner) in [
            (platform, Manner::Win),
            (base, Manner::Win),
            (app, Manner::Win),
            (overrides, Manner::Fit),
            (overlay, Manner::Win),
            (last, Manner::Win),
        ] {
            folded = Merge::default().lay(folded, tree, shape, manner);
        }
        sweep(&mut folded, shape);
        prop_assert_eq!(&merged.spec, &folded);
    }

    #[test]
    fn no_origin_is_lost(of in shapes(), mut choices in choices()) {
        let shape = shape_of(of);
        let layers: Vec<Node> =
            (0..5).map(|number| placed(layer(shape, true, &mut choices), file(number))).collect();
        let merged = layers.iter().fold(empty(), |weak, strong| lay(&weak, strong, shape));
        nothing_is_lost(&layers, &merged)?;
    }

    #[test]
    fn no_origin_of_an_app_is_lost(mut choices in choices()) {
        let shape = AppSpec::shape();
        let layers: Vec<Node> = (0..4)
            .map(|number| placed(of_a_service(layer(shape, false, &mut choices)), file(number)))
            .collect();
        let defaults = under("service", layers[0].clone());
        let overlays = [2, 3].map(|number| EnvironmentLayer { overlay: Some(&layers[number]), ..Default::default() });
        let merged =
            merge(&Layers { defaults: vec![Cow::Borrowed(&defaults)], app: Some(&layers[1]), environments: overlays.into() });
        nothing_is_lost(&layers, &merged.spec)?;
        prop_assert!(merged.idle.is_empty(), "{:?}", merged.idle);
    }

    #[test]
    fn null_removes_what_it_names_and_nothing_else(of in shapes(), mut choices in choices(), pick in any::<prop::sample::Index>()) {
        let shape = shape_of(of);
        let tree = layer(shape, false, &mut choices);
        let paths = paths(&tree);
        prop_assume!(!paths.is_empty());
        let path = pick.get(&paths);
        let removal = path.iter().rev().fold(Node::default(), |inner, key| under(key, inner));
        let mut merge = Merge::default();
        let merged = merge.lay(tree.clone(), &removal, shape, Manner::Win);
        prop_assert!(merge.idle.is_empty(), "{path:?}: {:?}", merge.idle);
        // A removal of a label is kept as such: it takes away what later steps give.
        let mut expected = tree.clone();
        *value_at(&mut expected, path) = Node::default();
        same(&swept(&merged, shape), &swept(&expected, shape))?;

        // Once more, there is nothing left to remove.
        let mut again = Merge::default();
        again.lay(swept(&merged, shape), &removal, shape, Manner::Win);
        let is_label = value_at(&mut swept(&merged, shape), &path[..path.len() - 1]).get(&path[path.len() - 1]).is_some();
        prop_assert_eq!(again.idle.len(), usize::from(!is_label));
    }
}

fn value_at<'n>(node: &'n mut Node, path: &[String]) -> &'n mut Node {
    path.iter().fold(node, |node, key| node.as_mapping_mut().unwrap().get_mut(key).unwrap())
}

//! Another variant of a choice drops the old one's keys and remembers them; an override of another is skipped.

use std::collections::BTreeMap;

use platc::overlay::{Manner, Merge};
use platc::spec::shape::{Field, Fields, Shape};
use platc::spec::{AppSpec, EnvironmentSpec, PlatformSpec, Shaped};
use platc::syntax::{Mapping, Node, Origin};

use crate::tree::{file, placed};

/// Every struct of the language that has a choice, by its name.
fn choosing() -> BTreeMap<&'static str, &'static Fields> {
    let mut seen = BTreeMap::new();
    let shapes = [AppSpec::shape(), EnvironmentSpec::shape(), PlatformSpec::shape()];
    shapes.into_iter().for_each(|shape| walk(shape, &mut seen));
    seen.retain(|_, fields| fields.fields.iter().any(|field| field.choice.is_some()));
    seen
}

fn walk(shape: Shape, seen: &mut BTreeMap<&'static str, &'static Fields>) {
    match shape {
        Shape::Struct(fields) if !seen.contains_key(fields.name) => {
            seen.insert(fields.name, fields);
            fields.fields.iter().for_each(|field| walk((field.shape)(), seen));
        }
        Shape::List(inner) | Shape::Map(_, inner) => walk(inner(), seen),
        Shape::Either(alternatives) => alternatives.iter().for_each(|shape| walk(shape(), seen)),
        _ => {}
    }
}

/// Pairs of fields that never stand together.
fn rivals(fields: &'static Fields) -> Vec<(&'static Field, &'static Field)> {
    let of = |field: &'static Field| field.choice.as_ref();
    let mut pairs = Vec::new();
    for one in &fields.fields {
        for other in &fields.fields {
            if let (Some((choice, variants)), Some((known, others))) = (of(one), of(other))
                && choice == known
                && !variants.iter().any(|variant| others.contains(variant))
            {
                pairs.push((one, other));
            }
        }
    }
    pairs
}

fn layer(key: &str, number: usize) -> Node {
    let mut mapping = Mapping::new();
    mapping.set(key, Node::string("x", Origin::Unknown));
    placed(Node::mapping(mapping, Origin::Unknown), file(number))
}

#[test]
fn every_choice_switches_and_remembers() {
    let mut switched = 0;
    for (name, fields) in choosing() {
        for (weak, strong) in rivals(fields) {
            let (weaker, stronger) = (layer(&weak.key, 0), layer(&strong.key, 1));
            let shape = Shape::Struct(fields);
            let merged = Merge::default().lay(weaker.clone(), &stronger, shape, Manner::Win);
            let place = format!("{name}: {} over {}", strong.key, weak.key);
            assert!(merged.get(&weak.key).is_none(), "{place}");
            let winner = merged.get(&strong.key).unwrap();
            let beaten = weaker.get(&weak.key).unwrap().origin.span().unwrap();
            assert!(winner.origin.spans().contains(&beaten), "{place}: {:?}", winner.origin);

            let skipped = Merge::default().lay(weaker.clone(), &stronger, shape, Manner::Fit);
            assert!(skipped.same_value(&weaker), "{place} as an override");
            switched += 1;
        }
    }
    assert!(switched >= 100, "only {switched} pairs: are the choices still found?");
}

#[test]
fn a_layer_may_remove_the_old_variant_itself() {
    let (weaker, mut stronger) = (layer("scale", 0), layer("replicas", 1));
    stronger.as_mapping_mut().unwrap().set("scale", Node::default());
    let mut merge = Merge::default();
    let merged = merge.lay(weaker, &stronger, AppSpec::shape(), Manner::Win);
    assert!(merge.idle.is_empty(), "{:?}", merge.idle);
    assert!(merged.get("scale").is_some_and(Node::is_null));
    assert!(merged.get("replicas").is_some());
}

//! Reading trees into structs and writing them back.

use platc::spec::{App, DocumentKind, EnvironmentSpec, PlatformSpec, Shape, Shaped, normalise};
use platc::syntax::Node;

use crate::tree;

const KITCHEN_SINK: &str = include_str!("kitchen-sink.yaml");

#[test]
fn what_is_written_reads_back() {
    let mut node = tree(KITCHEN_SINK);
    normalise(&mut node, App::shape());
    let app = App::read(&node).unwrap();
    let written = app.write();
    assert!(written.same_value(&node), "{}\n---\n{}", show(&written), show(&node));
    assert_eq!(App::read(&written), App::read(&app.write()));
}

#[test]
fn writing_shorthands_out_twice_is_doing_it_once() {
    let mut once = tree(KITCHEN_SINK);
    normalise(&mut once, App::shape());
    let mut twice = once.clone();
    normalise(&mut twice, App::shape());
    assert_eq!(once, twice);
}

#[test]
fn shorthands_are_written_out_at_their_places() {
    let text = "image: \"host:5000/shop/api:1.2\"\nports: {http: 8080, admin: {port: 9, service: 90}}\nnamespace: shop\nvolumes: {a: {config: b, mount: /a}}\n";
    let mut node = tree(text);
    normalise(&mut node, platc::spec::AppSpec::shape());
    let at = |path: &[&str]| {
        let node = node.at(path).unwrap();
        let span = node.origin.span().unwrap();
        (node.scalar_text().unwrap().as_str().to_owned(), text[span.range()].to_owned())
    };
    let same = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(at(&["image", "repository"]), same("host:5000/shop/api"));
    assert_eq!(at(&["image", "tag"]), same("1.2"));
    assert_eq!(at(&["ports", "http", "port"]), same("8080"));
    assert_eq!(at(&["ports", "admin", "service", "port"]), same("90"));
    assert_eq!(at(&["namespace", "name"]), same("shop"));
    assert_eq!(at(&["volumes", "a", "config", "name"]), same("b"));
    assert_eq!(at(&["volumes", "a", "mount", "path"]), same("/a"));
}

#[test]
fn expressions_that_may_be_anything_stay() {
    let mut node =
        tree("image: ${{ app.vars.image }}\nports: {http: {port: 1, service: '${{ app.vars.port }}'}}\n");
    let before = node.clone();
    normalise(&mut node, platc::spec::AppSpec::shape());
    assert_eq!(node, before);
}

#[test]
fn platform_and_environment_read() {
    let spec = EnvironmentSpec::read(&tree(
        "target: kubernetes\nversions: {kubernetes: \"1.35\"}\ndefaults: {\"*\": {replicas: 2}}\n",
    ));
    let spec = spec.unwrap();
    assert_eq!(spec.versions.unwrap().get("kubernetes").unwrap().value, "1.35");
    assert_eq!(spec.defaults.unwrap().everything.unwrap().workload.replicas.unwrap().value, 2);
    let spec =
        PlatformSpec::read(&tree("environments: [dev, prod]\nteams: {shop: {namespace: s}}\n")).unwrap();
    assert_eq!(spec.environments.unwrap().len(), 2);
}

/// Every key of the language, once: a missing description or two fields of one key would be seen here.
#[test]
fn every_field_is_described_once() {
    let mut seen = Vec::new();
    for kind in DocumentKind::ALL {
        visit(kind.shape(), kind.word(), &mut seen, 0);
    }
    assert!(seen.len() > 300, "{}", seen.len());
}

fn visit(shape: Shape, path: &str, seen: &mut Vec<String>, depth: usize) {
    match shape {
        Shape::Struct(fields) if depth < 12 => {
            let mut keys: Vec<&str> = fields.fields.iter().map(|field| field.key.as_str()).collect();
            keys.sort_unstable();
            assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "{path}: {keys:?}");
            for field in &fields.fields {
                assert!(
                    field.doc.len() > 5 && field.doc.ends_with(['.', '`', ':', '?', '}', ')']),
                    "{path}.{}: {}",
                    field.key,
                    field.doc
                );
                seen.push(format!("{path}.{}", field.key));
                visit((field.shape)(), &format!("{path}.{}", field.key), seen, depth + 1);
            }
        }
        Shape::List(item) => visit(item(), path, seen, depth),
        Shape::Map(_, value) => visit(value(), path, seen, depth),
        Shape::Either(alternatives) => {
            alternatives.iter().for_each(|shape| visit(shape(), path, seen, depth))
        }
        _ => {}
    }
}

#[test]
fn every_position_is_one_of_kubernetes() {
    use platc::schema::output::OutputSchemas;
    let schemas = OutputSchemas::embedded();
    fn positions(shape: Shape, found: &mut Vec<&'static str>, depth: usize) {
        match shape {
            Shape::Kubernetes(position) => found.push(position),
            Shape::Struct(fields) if depth < 12 => {
                found.extend(fields.rest.map(|rest| rest.position));
                fields.fields.iter().for_each(|field| positions((field.shape)(), found, depth + 1));
            }
            Shape::List(below) | Shape::Map(_, below) => positions(below(), found, depth + 1),
            Shape::Either(all) => all.iter().for_each(|shape| positions(shape(), found, depth + 1)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    DocumentKind::ALL.into_iter().for_each(|kind| positions(kind.shape(), &mut found, 0));
    found.sort_unstable();
    found.dedup();
    assert!(found.len() > 20, "{found:?}");
    for position in found {
        for minor in schemas.minors() {
            assert!(schemas.position(position, minor).is_some(), "{position} in {minor}");
        }
    }
}

fn show(node: &Node) -> String {
    platc::syntax::print(node)
}

#[test]
fn numbers_and_booleans_of_variables_are_the_text_written() {
    let spec = platc::spec::AppSpec::read(&tree("env: {A: 1.10, B: 0x1F, C: True, D: x}\n")).unwrap();
    let env = spec.workload.container.env.unwrap();
    let texts: Vec<&str> = env
        .iter()
        .map(|(_, value)| match value {
            platc::spec::Either::First(scalar) => scalar.0.value.as_str(),
            platc::spec::Either::Second(_) => "source",
        })
        .collect();
    assert_eq!(texts, ["1.10", "0x1F", "True", "x"]);
}

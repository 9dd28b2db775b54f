//! Templates: the built-in ones are sound and every line of them is reached; an estate's own are checked when loaded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use platc::compile::{Compilation, Selection, compile};
use platc::model::Model;
use platc::ops::explain::{contributions, leaves};
use platc::source::Span;
use platc::spec::Shaped;
use platc::syntax::{Node, Value};
use platc::system::Memory;
use platc::template::{TemplateSet, check};
use platc::workspace::{self, Estate};

fn read(folder: &str) -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = BTreeMap::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => open.push(path),
                false => {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_string();
                    files.insert(name, std::fs::read_to_string(&path).unwrap());
                }
            }
        }
    }
    files
}

fn load(files: &BTreeMap<String, String>) -> Estate {
    let mut estate = workspace::load(&Memory::with_files(files)).unwrap();
    workspace::validate(&mut estate);
    estate
}

fn compiled(estate: &Estate) -> Compilation {
    compile(estate, &Selection { traced: true, ..Selection::default() })
}

/// The messages of everything found.
fn messages(compilation: &Compilation) -> Vec<String> {
    let units = compilation.units.iter().flat_map(|unit| &unit.diagnostics);
    compilation.diagnostics.iter().chain(units).map(|found| found.message.clone()).collect()
}

#[test]
fn the_built_in_templates_fit_the_model_and_the_schemas() {
    let estate = load(&BTreeMap::new());
    let mut found = Vec::new();
    let sources = estate.templates.iter().map(|(path, node)| (path.as_str(), node));
    let set = TemplateSet::compile(sources, &mut found);
    check(&set, Model::shape(), &estate.schemas, &mut found);
    assert_eq!(found, []);
}

#[test]
fn every_line_of_the_built_in_templates_is_reached_by_the_kitchen_sink() {
    let estate = load(&read("tests/estates/kitchen-sink"));
    let compilation = compiled(&estate);
    let mut reached = BTreeSet::new();
    for object in compilation.units.iter().flat_map(|unit| &unit.objects) {
        for path in leaves(&object.node) {
            for length in 0..=path.0.len() {
                let part = platc::syntax::FieldPath(path.0[..length].to_vec());
                let (places, _) = contributions(&object.node, &part);
                reached.extend(places.into_iter().map(|place| place.span));
            }
        }
    }
    let mut missed = Vec::new();
    for (path, node) in &estate.templates {
        let mut spans = Vec::new();
        scalars(node, &mut spans);
        let lines = spans
            .into_iter()
            .filter(|span| !reached.contains(span))
            .map(|span| format!("{path}:{} {}", estate.files.position(span).line, estate.files.text(span)));
        missed.extend(lines);
    }
    // Parts are named, not written: what they hold is what counts.
    missed.retain(|line| !line.contains("${{ part "));
    assert!(missed.is_empty(), "add to tests/estates/kitchen-sink what reaches:\n{}", missed.join("\n"));
}

fn scalars(node: &Node, spans: &mut Vec<Span>) {
    match &node.value {
        Value::Mapping(mapping) => mapping.iter().for_each(|entry| scalars(&entry.value, spans)),
        Value::Sequence(items) => items.iter().for_each(|item| scalars(item, spans)),
        _ => spans.extend(node.origin.span()),
    }
}

/// A small estate with one template of its own.
fn with_template(path: &str, text: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |path: &str, text: &str| files.insert(path.to_string(), text.to_string());
    let head = "apiVersion: platc.dev/v1alpha1\nkind: ";
    add("platc.yaml", &format!("{head}Platform\nmetadata: {{name: e}}\nspec: {{teams: {{t: {{}}}}}}\n"));
    add(
        "apps/a/app.yaml",
        &format!("{head}App\nmetadata: {{name: a, team: t}}\nspec: {{image: 'a:1', ports: {{http: 80}}}}\n"),
    );
    add("overlays/dev/environment.yaml", &format!("{head}Environment\nspec: {{target: kubernetes}}\n"));
    add("overlays/dev/a.yaml", &format!("{head}Overlay\nspec: {{}}\n"));
    add(path, text);
    files
}

#[test]
fn an_estate_adds_a_kind_and_shadows_a_part() {
    let lease = "apiVersion: coordination.k8s.io/v1\nkind: Lease\nmetadata:\n  name: ${{ app.name }}-lock\n  namespace: ${{ app.namespace }}\n";
    let estate = load(&with_template("templates/kubernetes/app/lease.yaml", lease));
    let compilation = compiled(&estate);
    let names: Vec<String> =
        compilation.units[0].objects.iter().map(|object| object.identity.to_string()).collect();
    assert!(names.contains(&"Lease/a-lock".to_string()), "{names:?} {:?}", messages(&compilation));

    let container = "name: ${{ container.name }}\nimage: ${{ container.image }}\nstdin: true\n";
    let estate = load(&with_template("templates/kubernetes/part/container.yaml", container));
    let unit = &compiled(&estate).units[0];
    let deployment =
        unit.objects.iter().find(|object| object.identity.kind.as_str() == "Deployment").unwrap();
    let containers = deployment.node.at(&["spec", "template", "spec", "containers"]).unwrap();
    let container = &containers.as_sequence().unwrap()[0];
    assert_eq!(container.get("stdin").and_then(Node::as_bool), Some(true));
    assert!(container.get("ports").is_none());
}

#[test]
fn a_loop_in_a_loop_makes_an_object_for_each_inner_turn() {
    let text = "${{ for w in app.workloads }}:\n  ${{ for c in w.pod.containers }}:\n    ${{ for p in c.ports }}:\n      \
                apiVersion: v1\n      kind: ConfigMap\n      metadata: {name: \"port-${{ p.name }}\"}\n";
    let mut files = with_template("templates/kubernetes/app/port.yaml", text);
    let app = files.get_mut("apps/a/app.yaml").unwrap();
    *app = app.replace("{http: 80}", "{http: 80, admin: 81}");
    let compilation = compiled(&load(&files));
    let names: Vec<String> =
        compilation.units[0].objects.iter().map(|object| object.identity.to_string()).collect();
    assert!(names.contains(&"ConfigMap/port-http".to_string()), "{names:?} {:?}", messages(&compilation));
    assert!(names.contains(&"ConfigMap/port-admin".to_string()), "{names:?}");
    // Nobody named a namespace but the app.
    let homes = compilation.units[0].objects.iter().map(|object| object.identity.namespace.as_str());
    assert!(homes.into_iter().all(|namespace| namespace == "t"));
}

#[test]
fn an_environments_template_makes_objects_of_no_app() {
    let path = "templates/kubernetes/environment/namespace.yaml";
    let text = "${{ for namespace in namespaces }}:\n  apiVersion: v1\n  kind: Namespace\n  metadata: {name: \"${{ \
                namespace.name }}\", labels: {stage: \"${{ environment.name }}\"}}\n";
    let compilation = compiled(&load(&with_template(path, text)));
    let platform = &compilation.units[0];
    assert!(platform.diagnostics.is_empty(), "{:#?}", platform.diagnostics);
    assert_eq!(platform.app, "_platform");
    let files: Vec<&str> = platform.files.keys().map(String::as_str).collect();
    assert_eq!(files, ["dev/_platform/others/namespace-t.yaml"]);

    let of_an_app = "apiVersion: v1\nkind: Namespace\nmetadata: {name: \"${{ app.name }}\"}\n";
    let found = messages(&compiled(&load(&with_template(path, of_an_app))));
    assert!(found.contains(&"`app` is not in scope here".to_string()), "{found:?}");
    let homeless = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";
    let found = messages(&compiled(&load(&with_template(path, homeless))));
    assert!(found.contains(&"ConfigMap/x has no namespace".to_string()), "{found:?}");
}

#[test]
fn mistakes_of_a_template_are_found_before_an_app_takes_its_branch() {
    let found = |text: &str| {
        let estate = load(&with_template("templates/kubernetes/app/x.yaml", text));
        messages(&compiled(&estate)).join("\n")
    };
    let head = "apiVersion: v1\nkind: ConfigMap\n";
    assert!(
        found(&format!("{head}metadata: {{name: x}}\ndata: {{a: \"${{{{ app.nmae }}}}\"}}\n"))
            .contains("the model has no `nmae` in `app`")
    );
    assert!(found(&format!("{head}metadata: {{nmae: x}}\n")).contains("`nmae` is not a field of"));
    assert!(
        found(&format!("{head}${{{{ when app.name }}}}: {{a: b}}\n")).contains("a key can be `${{ if … }}`")
    );
    assert!(
        found(&format!("{head}data: ${{{{ part nothing }}}}\n"))
            .contains("there is no template part `nothing`")
    );
    assert!(
        found(&format!("{head}data: {{a: \"${{{{ app.name | }}}}\"}}\n"))
            .contains("it ends where something must follow")
    );
    assert!(found(&format!("{head}metadata: {{namespace: x}}\n")).contains("the object lacks metadata.name"));
    assert!(
        found("${{ for w in app.workloads if w.disruption.nope }}: {apiVersion: v1, kind: Pod}\n")
            .contains("`nope`")
    );
}

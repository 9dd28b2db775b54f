//! Tests of the printer: what it prints is read back as the same tree, in the documented layout.

use proptest::prelude::*;

use super::super::{ParseOptions, parse};
use super::*;
use crate::source::Files;

/// The only document of a text that must be without findings.
fn read(text: &str) -> Node {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    assert!(parsed.diagnostics.is_empty(), "{text}\n{:#?}", parsed.diagnostics);
    assert_eq!(parsed.documents.len(), 1, "{text}");
    parsed.documents.into_iter().next().unwrap().root
}

fn string(text: &str) -> Node {
    Node::string(text, crate::syntax::Origin::Unknown)
}

fn number(text: &str) -> Node {
    Node::new(Value::Number(text.into()), crate::syntax::Origin::Unknown)
}

fn map(entries: impl IntoIterator<Item = (String, Node)>) -> Node {
    let mut mapping = Mapping::new();
    for (key, value) in entries {
        mapping.set(key, value);
    }
    Node::mapping(mapping, crate::syntax::Origin::Unknown)
}

fn list(items: Vec<Node>) -> Node {
    Node::sequence(items, crate::syntax::Origin::Unknown)
}

/// Strings that some reader takes for something else, or that some printer breaks.
fn hostile() -> Vec<String> {
    serde_json::from_str(include_str!("hostile.json")).unwrap()
}

#[test]
fn hostile_strings_are_read_back_as_value_key_and_item() {
    for text in &hostile() {
        let tree = map([("v".to_owned(), string(text)), (text.clone(), list(vec![string(text)]))]);
        let printed = print(&tree);
        assert!(read(&printed).same_value(&tree), "{text:?}\n{printed}");
        assert!(read(&print(&string(text))).same_value(&string(text)), "{text:?} as root");
    }
}

#[test]
fn an_object_is_printed_in_the_conventional_order() {
    let tree = read(
        "spec: {template: {spec: {volumes: [], containers: [{livenessProbe: {}, env: [{value: '1', name: B}, {name: A}], \
         image: a, name: x}]}}, replicas: 0x3, zeta: 1.10, alpha: null}\n\
         metadata: {labels: {b: '1', app: x, name: 'n'}, name: shop}\nkind: Deployment\napiVersion: apps/v1\n",
    );
    let expected = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\n  labels:\n    app: x\n    b: \"1\"\n    \
                    name: \"n\"\nspec:\n  replicas: 3\n  template:\n    spec:\n      containers:\n        - name: x\n          \
                    image: a\n          env:\n            - name: B\n              value: \"1\"\n            - name: A\n          \
                    livenessProbe: {}\n      volumes: []\n  alpha: null\n  zeta: 1.1\n";
    assert_eq!(print(&tree), expected);
}

#[test]
fn nested_lists_blocks_and_long_keys_are_laid_out() {
    let long = "k".repeat(1000);
    let tree = map([
        ("a".to_owned(), list(vec![list(vec![string("x"), list(vec![])]), string("p\nq\n")])),
        ("b".to_owned(), string("one\n\ntwo")),
        (long.clone(), map([("c".to_owned(), string("d"))])),
    ]);
    let expected =
        format!("a:\n  - - x\n    - []\n  - |\n    p\n    q\nb: |-\n  one\n\n  two\n? {long}\n:\n  c: d\n");
    assert_eq!(print(&tree), expected);
    assert!(read(&expected).same_value(&tree));
}

#[test]
fn every_line_knows_its_field() {
    let tree = read(
        "kind: X\nspec: {containers: [{name: web, args: [a, b], script: \"p\\nq\\n\"}, {name: job}], ports: [{name: p}, {name: p}]}",
    );
    let (text, lines) = print_with_lines(&tree);
    let shown: Vec<String> =
        text.lines().zip(&lines).map(|(line, path)| format!("{line} @ {path}")).collect();
    let expected = [
        "kind: X @ kind",
        "spec: @ spec",
        "  containers: @ spec.containers",
        "    - name: web @ spec.containers[web].name",
        "      args: @ spec.containers[web].args",
        "        - a @ spec.containers[web].args[0]",
        "        - b @ spec.containers[web].args[1]",
        "      script: | @ spec.containers[web].script",
        "        p @ spec.containers[web].script",
        "        q @ spec.containers[web].script",
        "    - name: job @ spec.containers[job].name",
        "  ports: @ spec.ports",
        "    - name: p @ spec.ports[0].name",
        "    - name: p @ spec.ports[1].name",
    ];
    assert_eq!(shown, expected);
    assert_eq!(lines.len(), text.lines().count());
    for path in &lines {
        assert!(path.find(&tree).is_some(), "{path}");
    }
}

fn hostile_text() -> impl Strategy<Value = String> {
    let alphabet = prop::sample::select(
        "  \n\n\t\r:#-?,[]{}&*!|>'\"%@`~=<.+_019eExXobTZaynNofs/\\$é\u{85}\u{a0}\u{2028}\u{feff}\u{0}\u{7f}\u{1f600}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let random =
        prop::collection::vec(alphabet, 0..12).prop_map(|characters| characters.into_iter().collect());
    let chosen = (prop::sample::select(hostile()), prop::sample::select(hostile()), 0..3u8).prop_map(
        |(a, b, join)| match join {
            0 => a,
            1 => format!("{a}{b}"),
            _ => format!("{a}\n{b}"),
        },
    );
    prop_oneof![3 => random, 2 => chosen, 1 => any::<String>()]
}

fn scalar() -> impl Strategy<Value = Node> {
    prop_oneof![
        6 => hostile_text().prop_map(|text| string(&text)),
        1 => Just(Node::default()),
        1 => any::<bool>().prop_map(|value| Node::boolean(value, crate::syntax::Origin::Unknown)),
        1 => any::<i64>().prop_map(|value| number(&value.to_string())),
        1 => any::<f64>().prop_filter("finite", |value| value.is_finite()).prop_map(|value| {
            let mut text = String::new();
            super::super::number::write_canonical(&mut text, &format!("{value:?}"));
            number(&text)
        }),
    ]
}

fn tree() -> impl Strategy<Value = Node> {
    scalar().prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(list),
            prop::collection::vec((hostile_text(), inner), 0..5).prop_map(map),
        ]
    })
}

fn read_silently(text: &str) -> Option<Node> {
    let parsed = parse(Files::new().next_id(), text, &ParseOptions::default());
    (parsed.is_ok() && parsed.documents.len() == 1)
        .then(|| parsed.documents.into_iter().next())?
        .map(|d| d.root)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn printed_trees_are_read_back_the_same(tree in tree()) {
        let printed = print(&tree);
        let back = read_silently(&printed);
        prop_assert!(back.as_ref().is_some_and(|back| back.same_value(&tree)), "{printed}\n{back:#?}");
        prop_assert_eq!(print(&back.unwrap()), printed.clone());
        let (text, lines) = print_with_lines(&tree);
        prop_assert_eq!(text.bytes().filter(|byte| *byte == b'\n').count(), lines.len());
        prop_assert_eq!(text, printed);
    }
}

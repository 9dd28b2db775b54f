//! The pieces of a spec in the guide to the language, laid over each other, are one app that compiles.

use platc::compile::Selection;
use platc::ops::Compiled;
use platc::overlay::{Manner, Merge, sweep};
use platc::spec::{AppSpec, Shaped, normalise};
use platc::syntax::{Mapping, Node, Origin, print};
use platc::system::Memory;

const REST: [(&str, &str); 9] = [
    (
        "platc.yaml",
        "kind: Platform\nmetadata: {name: shop}\nspec: {teams: {shop: {}}, vars: {company: acme}}\n",
    ),
    (
        "apps/catalog/app.yaml",
        "kind: App\nmetadata: {name: catalog, team: shop}\nspec: {ports: {http: 80}}\n",
    ),
    (
        "apps/payment/app.yaml",
        "kind: App\nmetadata: {name: payment, team: shop}\nspec: {ports: {grpc: 9000}}\n",
    ),
    ("apps/checkout/files/banner.txt", "hello ${{ app.name }}\n"),
    (
        "overlays/dev/environment.yaml",
        "kind: Environment\nspec: {target: kubernetes, domain: dev.example, vars: {region: north}}\n",
    ),
    ("overlays/dev/checkout.yaml", "kind: Overlay\nspec: {image: {tag: 1.0.0}}\n"),
    ("overlays/dev/catalog.yaml", "kind: Overlay\nspec: {image: 'catalog:1'}\n"),
    ("overlays/dev/payment.yaml", "kind: Overlay\nspec: {image: 'payment:1'}\n"),
    ("README.md", ""),
];

#[test]
fn all_pieces_together_are_an_app() {
    let pieces = crate::yaml_blocks().into_iter().filter(|(page, _)| page.name() == "language.md");
    let pieces = pieces.map(|(page, block)| crate::tree(&page, &block));
    let mut merged = Node::mapping(Mapping::new(), Origin::Unknown);
    for piece in pieces {
        let mut piece = match piece.get("kind").and_then(Node::as_str) {
            Some("App") => piece.get("spec").cloned().unwrap_or_default(),
            Some(_) => continue,
            None => piece,
        };
        normalise(&mut piece, AppSpec::shape());
        merged = Merge::default().lay(merged, &piece, AppSpec::shape(), Manner::Win);
    }
    sweep(&mut merged, AppSpec::shape());
    let mut app = Mapping::new();
    app.set("spec", merged);
    let spec = print(&Node::mapping(app, Origin::Unknown));
    let app = format!("kind: App\nmetadata: {{name: checkout, team: shop}}\n{spec}");

    let files = REST.iter().map(|(path, text)| (path.to_string(), text.to_string()));
    let files = files.chain([("apps/checkout/app.yaml".to_string(), app)]);
    let version = "apiVersion: platc.dev/v1alpha1\n";
    let files = files.map(|(path, text)| {
        let head = if path.ends_with(".yaml") { version } else { "" };
        (path, format!("{head}{text}"))
    });
    let selection = Selection { apps: vec!["checkout".into()], ..Selection::default() };
    let compiled = Compiled::new(&Memory::with_files(files.collect::<Vec<_>>()), selection).unwrap();
    let findings = compiled.findings();
    let errors: Vec<_> = findings.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let objects: Vec<String> = compiled.units()[0].files.keys().cloned().collect();
    for file in [
        "deployment-checkout-mailer",
        "service-checkout-peers",
        "service-checkout-importer",
        "configmap-checkout-banner",
    ] {
        assert!(objects.iter().any(|path| path.contains(file)), "{file} is not in {objects:?}");
    }
}

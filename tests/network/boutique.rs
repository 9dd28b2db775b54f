//! Online Boutique's policies, as its authors wrote them, and as they come out: nobody reaches more or less.

use std::path::{Path, PathBuf};

use platc::compile::Selection;
use platc::ops::Compiled;
use platc::syntax::Node;
use platc::system::Disk;

use crate::cluster::{Cluster, Side, documents, labels, text};

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/estates/online-boutique").join(path)
}

fn originals() -> Cluster {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder("original/network-policies"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    Cluster::read(texts.iter().map(String::as_str), "default")
}

/// What an environment is compiled to.
fn rendered(environment: &str) -> Vec<String> {
    let selection = Selection { environments: vec![environment.into()], ..Selection::default() };
    let compiled = Compiled::new(&Disk::new(folder("")), selection).unwrap();
    let files = compiled.units().iter().flat_map(|unit| unit.files.values());
    files.map(|bytes| String::from_utf8(bytes.clone()).unwrap()).collect()
}

/// The pods of every Deployment, and the ports that they listen on.
fn pods(texts: &[String]) -> (Vec<(String, Side)>, Vec<i64>) {
    let (mut sides, mut ports) = (Vec::new(), Vec::new());
    let objects = texts.iter().flat_map(|text| documents(text));
    for object in objects.filter(|object| text(object, &["kind"]) == "Deployment") {
        let template = object.at(&["spec", "template"]).unwrap();
        let namespace = text(&object, &["metadata", "namespace"]);
        let labels = labels(template.at(&["metadata", "labels"]));
        sides.push((text(&object, &["metadata", "name"]), Side::Pod { namespace, labels }));
        let containers = template.at(&["spec", "containers"]).and_then(Node::as_sequence).unwrap();
        let declared =
            containers.iter().filter_map(|container| container.get("ports")?.as_sequence()).flatten();
        ports.extend(declared.map(|port| port.get("containerPort").and_then(Node::as_i64).unwrap()));
    }
    ports.sort();
    ports.dedup();
    (sides, ports)
}

fn outside(sides: &mut Vec<(String, Side)>) {
    let stranger = |namespace: &str| Side::Pod { namespace: namespace.into(), labels: Default::default() };
    sides.push(("a stranger".into(), stranger("default")));
    sides.push(("a stranger elsewhere".into(), stranger("elsewhere")));
    sides.push(("the internet".into(), Side::Outside("203.0.113.7".parse().unwrap())));
    sides.push(("a private address".into(), Side::Outside("10.1.2.3".parse().unwrap())));
}

#[test]
fn the_originals_let_through_what_ours_let_through() {
    let texts = rendered("original");
    let ours = Cluster::read(texts.iter().map(String::as_str), "nowhere");
    let theirs = originals();
    assert_eq!((theirs.len(), ours.len()), (13, 13));
    let (mut sides, mut ports) = pods(&texts);
    assert_eq!(sides.len(), 12);
    outside(&mut sides);
    ports.extend([53, 80, 443]);
    let (mut compared, mut open) = (0, 0);
    for (from_name, from) in &sides {
        for (to_name, to) in &sides {
            for port in &ports {
                for protocol in ["TCP", "UDP"] {
                    let (expected, actual) =
                        (theirs.lets(from, to, *port, protocol), ours.lets(from, to, *port, protocol));
                    assert_eq!(expected, actual, "{from_name} → {to_name} {port}/{protocol}");
                    compared += 1;
                    open += usize::from(expected);
                }
            }
        }
    }
    assert!(compared > 5000 && open > 1000 && open < compared / 2, "{open} of {compared}");
}

/// Where nobody opens egress, an app reaches what it names and nothing else.
#[test]
fn in_prod_each_app_reaches_what_it_names() {
    let texts = rendered("prod");
    let cluster = Cluster::read(texts.iter().map(String::as_str), "nowhere");
    let (sides, ports) = pods(&texts);
    let mut reached = Vec::new();
    for (from_name, from) in &sides {
        for (to_name, to) in &sides {
            let open = ports.iter().filter(|port| cluster.lets(from, to, **port, "TCP"));
            reached.extend(open.map(|port| format!("{from_name} → {to_name}:{port}")));
        }
    }
    let expected = [
        "cartservice → redis-cart:6379",
        "checkoutservice → cartservice:7070",
        "checkoutservice → currencyservice:7000",
        "checkoutservice → emailservice:8080",
        "checkoutservice → paymentservice:50051",
        "checkoutservice → productcatalogservice:3550",
        "checkoutservice → shippingservice:50051",
        "frontend → adservice:9555",
        "frontend → cartservice:7070",
        "frontend → checkoutservice:5050",
        "frontend → currencyservice:7000",
        "frontend → productcatalogservice:3550",
        "frontend → recommendationservice:8080",
        "frontend → shippingservice:50051",
        "recommendationservice → productcatalogservice:3550",
    ];
    assert_eq!(reached, expected);
}

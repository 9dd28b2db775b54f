//! The edges of an environment as whoever draws them is told: each kind of line that says who calls whom.

use std::collections::BTreeMap;

use platc::resolve::{Edge, Edges, Party, Ports, World};
use platc::system::Memory;
use platc::workspace::{self, Estate};

use crate::cluster::{Cluster, Side};

const ENVIRONMENT: &str = "
spec:
  target: kubernetes
  security: {defaultDeny: true}
  routing: {kind: gateway, gateway: {name: public, namespace: gateways}}
  waitFor: {image: busybox:1.37.0}
  vars: {shop: \"${{ apps.shop.url }}\"}
  bindings:
    postgres: {app: base}
    s3: {endpoint: 'https://s3.example.com', region: eu, cidr: 198.51.100.0/24}
";

const APPS: [(&str, &str); 4] = [
    (
        "base",
        "
  ports: {postgres: 5432, metrics: 9187}
  secrets: {admin: {keys: [password], existing: true}}
  provides: {postgres: {port: postgres, admin: {secret: admin, password: password}}}
",
    ),
    (
        "shop",
        "
  ports: {http: {port: 8080, service: 80}, admin: 8081}
  secrets: {db: {keys: [password], existing: true}}
  uses: {db: {type: postgres, secret: {name: db, password: password}}, files: {type: s3}}
  env: {DB: \"${{ uses.db.address }}\"}
  after: {base: {port: postgres}}
  routes: {web: {host: shop.example.com, port: http}}
  access: {from: {office: {cidr: 192.0.2.0/24, ports: [admin]}}}
",
    ),
    ("desk", "\n  type: worker\n  env: {SHOP: \"${{ environment.vars.shop }}\"}\n"),
    ("idle", "\n  type: worker\n  env: {NAME: \"${{ apps.shop.name }}\"}\n"),
];

fn files() -> BTreeMap<String, String> {
    let head = "apiVersion: platc.dev/v1alpha1\nkind: ";
    let mut files = BTreeMap::new();
    let platform = format!("{head}Platform\nmetadata: {{name: e}}\nspec: {{teams: {{t: {{}}}}}}\n");
    files.insert("platc.yaml".to_owned(), platform);
    files.insert("overlays/dev/environment.yaml".to_owned(), format!("{head}Environment{ENVIRONMENT}"));
    for (name, spec) in APPS {
        let app = format!("{head}App\nmetadata: {{name: {name}, team: t}}\nspec:\n  image: a:1{spec}");
        files.insert(format!("apps/{name}/app.yaml"), app);
        files.insert(format!("overlays/dev/{name}.yaml"), format!("{head}Overlay\nspec: {{}}\n"));
    }
    files
}

fn estate() -> Estate {
    let mut estate = workspace::load(&Memory::with_files(files())).unwrap();
    workspace::validate(&mut estate);
    assert!(estate.diagnostics.is_empty(), "{:#?}", estate.diagnostics);
    estate
}

/// `Kind from → to ports`, and the text of the line that says it.
fn line(edge: &Edge, estate: &Estate) -> String {
    let party = |party: &Party| match party {
        Party::Workload { app, component } => format!("{app}/{component}"),
        Party::Namespace(name) => format!("namespace {name}"),
        Party::Addresses(range) => range.to_string(),
        Party::Internet => "internet".to_owned(),
        Party::Anyone => "anyone".to_owned(),
    };
    let ports = match &edge.ports {
        Ports::All => "all".to_owned(),
        Ports::These(ports) => {
            ports.iter().map(|port| port.number.value.to_string()).collect::<Vec<_>>().join(" ")
        }
    };
    let text = edge.origin.span().map_or("", |span| estate.files.text(span));
    format!("{:?} {} → {} {ports}: {text}", edge.kind, party(&edge.from), party(&edge.to))
}

#[test]
fn each_kind_of_line_makes_its_edge_and_is_named_by_it() {
    let estate = estate();
    let world = World::new(&estate, &[]);
    let environment = &world.environments["dev"];
    let edges = Edges::of(&world, environment);
    let lines: Vec<String> = edges.all().iter().map(|edge| line(edge, &estate)).collect();
    assert_eq!(
        lines,
        [
            "Reference desk/main → shop/main 8080: \"${{ environment.vars.shop }}\"",
            "Use shop/db-bootstrap → base/main 5432: postgres",
            "Use shop/main → base/main 5432: postgres",
            "After shop/main → base/main 5432: {port: postgres}",
            "Use shop/main → 198.51.100.0/24 443: s3",
            "Route namespace gateways → shop/main 8080: gateways",
            "Access 192.0.2.0/24 → shop/main 8081: 192.0.2.0/24",
        ]
    );
    let of_base: Vec<String> = edges.with("base").map(|edge| line(edge, &estate)).collect();
    assert_eq!(of_base, lines[1..4]);
    assert_eq!(environment.edges().map(Edges::all), Some(edges.all()));
}

#[test]
fn edges_of_every_kind_are_let_through_on_both_sides() {
    let estate = estate();
    let compilation = platc::compile::compile(&estate, &platc::compile::Selection::default());
    let units = compilation.units.iter().flat_map(|unit| &unit.diagnostics);
    let errors: Vec<_> = units.filter(|found| found.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let files = compilation.units.iter().flat_map(|unit| unit.files.values());
    let texts: Vec<String> = files.map(|bytes| String::from_utf8(bytes.clone()).unwrap()).collect();
    let cluster = Cluster::read(texts.iter().map(String::as_str), "nowhere");
    let pod = |namespace: &str, app: &str| {
        let labels = [("app.kubernetes.io/name", app), ("app.kubernetes.io/component", "main")];
        let labels = labels.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Side::Pod { namespace: namespace.to_owned(), labels: labels.into() }
    };
    let lets = |from: &Side, to: &Side, port| cluster.lets(from, to, port, "TCP");
    let (base, shop, desk, idle) = (pod("t", "base"), pod("t", "shop"), pod("t", "desk"), pod("t", "idle"));
    assert!(lets(&shop, &base, 5432) && !lets(&shop, &base, 9187) && !lets(&desk, &base, 5432));
    assert!(lets(&desk, &shop, 8080) && !lets(&desk, &shop, 80) && !lets(&idle, &shop, 8080));
    let gateway = pod("gateways", "envoy");
    assert!(lets(&gateway, &shop, 8080) && !lets(&gateway, &shop, 8081) && !lets(&gateway, &base, 5432));
    let outside = |address: &str| Side::Outside(address.parse().unwrap());
    assert!(lets(&shop, &outside("198.51.100.9"), 443) && !lets(&desk, &outside("198.51.100.9"), 443));
    assert!(lets(&outside("192.0.2.9"), &shop, 8081) && !lets(&outside("192.0.2.9"), &shop, 8080));
}

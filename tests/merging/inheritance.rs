//! What workers take over from the main workload, and when.

use crate::estate::{Merged, Shop};

/// A main workload that says something of every field that a worker could take.
const MAIN: &str = "
  image: registry.example/shop:1
  env: {A: main, B: main}
  envFrom: {all: {configMap: settings}}
  securityContext: {runAsUser: 1000}
  security: restricted
  pod: {hostNetwork: false, labels: {x: y}}
  serviceAccount: {existing: shop}
  imagePullPolicy: Always
  command: [/main]
  args: [--main]
  workingDir: /main
  resources: {requests: {cpu: 1}}
  ports: {http: 8080}
  health: {tcpSocket: {port: http}}
  lifecycle: {preStop: {sleep: {seconds: 5}}}
  replicas: 3
  rollout: {strategy: Recreate}
  disruption: false
  spread: false
  labels: {l: m}
  annotations: {a: b}
  container: main
  sidecars: {proxy: {image: registry.example/proxy:1}}
  init: {prepare: {command: [/prepare]}}
  config: {settings: {data: {k: v}}}
  secrets: {db: {keys: [k], existing: true}}
  volumes:
    empty: {emptyDir: {}, mount: /empty}
    config: {config: settings, mount: /config}
    secret: {secret: db, mount: /secret}
    foreign: {configMap: {name: ca}, mount: /ca}
    other: {secretRef: {secretName: tls}, mount: /tls}
    host: {hostPath: {path: /var}, mount: /var}
    share: {nfs: {server: s, path: /}, mount: /nfs}
    claim: {existingClaim: data, mount: /data}
  mounts: {empty: /more, host: /more-host}
";

const TAKEN: [&str; 10] = [
    "image",
    "env",
    "envFrom",
    "securityContext",
    "security",
    "pod",
    "serviceAccount",
    "imagePullPolicy",
    "volumes",
    "mounts",
];

fn worker(worker: &str) -> Merged {
    let app = format!("{MAIN}  workers: {{w: {worker}}}\n");
    Shop::new(&app).environment("dev", "{}").overlay("dev", "{}").at("dev")
}

#[track_caller]
fn keys(merged: &Merged, path: &str) -> Vec<String> {
    let found = merged.at(path).and_then(|node| node.as_mapping()).expect(path);
    found.keys().map(str::to_string).collect()
}

#[test]
fn a_worker_takes_over_exactly_these_fields() {
    let merged = worker("{}");
    let mut found = keys(&merged, "workers.w");
    found.sort();
    let mut expected = TAKEN.to_vec();
    expected.sort();
    assert_eq!(found, expected);
    for field in TAKEN.iter().filter(|field| !["volumes", "mounts"].contains(field)) {
        let (own, main) = (merged.at(&format!("workers.w.{field}")), merged.at(field));
        assert!(own.unwrap().same_value(main.unwrap()), "{field}");
    }
    assert_eq!(keys(&merged, "workers.w.volumes"), ["empty", "config", "secret", "foreign", "other"]);
    assert_eq!(keys(&merged, "workers.w.mounts"), ["empty"]);
    merged.has("workers.w.volumes.empty", "{emptyDir: {}, mount: {path: /empty}}");
}

#[test]
fn inherit_narrows_all_at_once() {
    assert_eq!(keys(&worker("{inherit: false}"), "workers.w"), ["inherit"]);
    assert_eq!(keys(&worker("{inherit: []}"), "workers.w"), ["inherit"]);
    let mut some = keys(&worker("{inherit: [image, volumes]}"), "workers.w");
    some.sort();
    assert_eq!(some, ["image", "inherit", "mounts", "volumes"]);
}

#[test]
fn a_named_volume_comes_with_its_mount() {
    let merged = worker("{volumes: {claim: {}, host: {mount: /elsewhere}}}");
    merged.has("workers.w.volumes.claim", "{existingClaim: data, mount: {path: /data}}");
    merged.has("workers.w.volumes.host", "{hostPath: {path: /var}, mount: {path: /elsewhere}}");
    merged.has("workers.w.mounts.host", "{path: /more-host}");
    merged.has("workers.w.volumes.share", "");
}

#[test]
fn null_drops_what_would_be_taken_over() {
    let merged = worker("{env: {A: null}, envFrom: null, pod: {hostNetwork: null}, volumes: {config: null}}");
    merged.has("workers.w.env", "{B: main}");
    merged.has("workers.w.envFrom", "");
    merged.has("workers.w.pod", "{labels: {x: y}}");
    assert_eq!(keys(&merged, "workers.w.volumes"), ["empty", "secret", "foreign", "other"]);
    // In an overlay too; and there it must find something.
    let app = format!("{MAIN}  workers: {{w: {{env: {{OWN: 1}}}}}}\n");
    let shop = Shop::new(&app).environment("dev", "{}");
    let merged = shop.clone().overlay("dev", "{workers: {w: {env: {A: null, OWN: null}}}}").at("dev");
    merged.has("workers.w.env", "{B: main}");
    assert!(merged.idle.is_empty(), "{:?}", merged.idle);
    let merged = shop.overlay("dev", "{workers: {w: {env: {NOBODY: null}, ports: {http: null}}}}").at("dev");
    assert_eq!(merged.idle, ["NOBODY", "http"]);
}

#[test]
fn what_the_main_workload_takes_away_is_not_there_to_take_over() {
    let platform = "{teams: {web: {}}, defaults: {workers: {env: {B: default, C: default}}}}";
    let app = format!("{MAIN}  workers: {{w: {{}}}}\n");
    let shop = Shop::new(&app).platform(platform).environment("dev", "{}");
    let merged = shop.overlay("dev", "{env: {B: null}, image: {tag: '2'}}").at("dev");
    // Its own kind's default is none of the main workload's.
    merged.has("workers.w.env", "{A: main, B: default, C: default}");
    // An overlay's tag reaches the workers.
    merged.has("workers.w.image.tag", "'2'");
}

#[test]
fn layers_of_a_worker_are_defaults_then_inherited_then_own() {
    let platform = "{teams: {web: {}}, defaults: {workers: {env: {D: default, A: default}, imagePullPolicy: Never, \
                    resources: {requests: {cpu: 1}}}, '*': {workingDir: /all}}}";
    let app = format!("{MAIN}  workers: {{w: {{env: {{B: own, O: own}}}}}}\n");
    let shop = Shop::new(&app).platform(platform).environment(
        "dev",
        "{overrides: {workers: {env: {O: override, P: override}, resources: {limits: {memory: 1Gi}}}}}",
    );
    let merged = shop.overlay("dev", "{workers: {w: {env: {P: overlay}}}}").at("dev");
    merged.has("workers.w.env", "{D: default, A: main, B: own, O: override, P: overlay}");
    merged.has("workers.w.imagePullPolicy", "Always");
    merged.has("workers.w.workingDir", "/all");
    merged.has("workers.w.resources", "{requests: {cpu: 1}, limits: {memory: 1Gi}}");
}

#[test]
fn overlays_add_and_remove_workers() {
    let shop = Shop::new("{image: 'registry.example/shop:1', workers: {w: {}}}")
        .environment("staging", "{overrides: {workers: {replicas: 2}}}")
        .environment("prod", "{extends: staging, overrides: {workers: {resources: {limits: {memory: 1Gi}}}}}")
        .overlay("staging", "{workers: {w: null, more: {}}}");
    let staging = shop.at("staging");
    assert_eq!(keys(&staging, "workers"), ["more"]);
    // Overrides are weaker than the overlay that adds it, and are there all the same.
    staging.has("workers.more.replicas", "2");
    // Overrides of an environment further up bring nothing back.
    let prod = shop.at("prod");
    assert_eq!(keys(&prod, "workers"), ["more"]);
    prod.has("workers.more.resources", "{limits: {memory: 1Gi}}");
    // An overlay does.
    let again = shop.overlay("prod", "{workers: {w: {replicas: 5}}}").at("prod");
    again.has("workers.w.replicas", "5");
}

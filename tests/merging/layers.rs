//! The one order of layers, overrides, environments that extend others, and removals.

use platc::syntax::Origin;

use crate::estate::Shop;

/// The layers, the weakest first; `own` are the environment's defaults.
const ORDER: [&str; 9] =
    ["platform", "team", "base", "own", "app", "base-overrides", "base-overlay", "overrides", "overlay"];

/// An estate in which only the weakest so many layers say who they are.
fn speaking(layers: usize) -> Shop {
    let speak = |name: &str| match ORDER.iter().position(|known| *known == name) {
        Some(rank) if rank < layers => format!("{{container: {name}}}"),
        _ => "{}".to_string(),
    };
    let environment = |begin: &str, defaults: &str, overrides: &str| {
        let (defaults, overrides) = (speak(defaults), speak(overrides));
        format!("{{{begin}defaults: {{service: {defaults}}}, overrides: {{service: {overrides}}}}}")
    };
    let (platform, team) = (speak("platform"), speak("team"));
    Shop::new(&speak("app"))
        .platform(&format!(
            "{{defaults: {{service: {platform}}}, teams: {{web: {{defaults: {{service: {team}}}}}}}}}"
        ))
        .environment("staging", &environment("", "base", "base-overrides"))
        .environment("prod", &environment("extends: staging, ", "own", "overrides"))
        .overlay("staging", &speak("base-overlay"))
        .overlay("prod", &speak("overlay"))
}

/// How many values lie on each other: one and those that it beat.
fn stack(origin: &Origin) -> usize {
    let beaten = if let Origin::Via(trail) = origin { trail.beats.as_slice() } else { &[] };
    1 + beaten.iter().map(stack).sum::<usize>()
}

#[test]
fn layers_lie_in_one_order() {
    for (number, strongest) in ORDER.iter().enumerate() {
        let merged = speaking(number + 1).at("prod");
        merged.has("container", strongest);
        // It and all that it beat are remembered.
        assert_eq!(stack(&merged.at("container").unwrap().origin), number + 1);
    }
}

#[test]
fn within_a_layer_all_is_weaker_than_containers_and_these_than_the_type() {
    let platform = |defaults: &str| format!("{{teams: {{web: {{}}}}, defaults: {defaults}}}");
    let all = "'*': {workingDir: /all}";
    let containers = "containers: {workingDir: /containers}";
    let kind = "service: {workingDir: /service}";
    for (defaults, winner) in [
        (format!("{{{all}}}"), "/all"),
        (format!("{{{containers}, {all}}}"), "/containers"),
        (format!("{{{kind}, {all}}}"), "/service"),
        (format!("{{{kind}, {containers}, {all}}}"), "/service"),
    ] {
        let shop = Shop::new("{}").environment("dev", "{}").overlay("dev", "{}");
        shop.platform(&platform(&defaults)).at("dev").has("workingDir", winner);
    }
}

#[test]
fn defaults_are_for_their_type() {
    let platform =
        "{teams: {web: {}}, defaults: {service: {container: service}, worker: {container: worker}}}";
    for kind in ["service", "worker"] {
        let shop = Shop::new(&format!("{{type: {kind}}}")).platform(platform).environment("dev", "{}");
        shop.overlay("dev", "{}").at("dev").has("container", kind);
    }
}

#[test]
fn what_a_kind_lacks_is_skipped() {
    let platform =
        "{teams: {web: {}}, defaults: {'*': {service: {type: NodePort}, workers: {extra: {}}, replicas: 2}}}";
    let at = |app: &str| {
        Shop::new(app)
            .platform(platform)
            .environment("dev", "{overrides: {'*': {service: {headless: true}}}}")
    };
    let service = at("{}").overlay("dev", "{}").at("dev");
    service.has("service", "{type: NodePort, headless: true}");
    service.has("workers", "");
    let worker = at("{type: worker}").overlay("dev", "{}").at("dev");
    worker.has("service", "");
    worker.has("replicas", "2");
}

#[test]
fn overrides_skip_another_variant_than_the_apps() {
    let overrides = "{overrides: {service: {replicas: 1, env: {LEVEL: debug, PASSWORD: plain}, \
                     volumes: {tmp: {emptyDir: {}}, data: {mount: /other}}, \
                     health: {tcpSocket: {port: 1}, periodSeconds: 3}, serviceAccount: false}}}";
    let app = "{scale: {max: 4}, env: {LEVEL: info, PASSWORD: {secretRef: db, key: password}}, \
               volumes: {tmp: {hostPath: {path: /tmp}}, data: {emptyDir: {}, mount: /data}}, \
               health: {httpGet: {path: /, port: 80}}, serviceAccount: {existing: shop}}";
    let merged = Shop::new(app).environment("dev", overrides).overlay("dev", "{}").at("dev");
    merged.has("scale", "{max: 4}");
    merged.has("replicas", "");
    merged.has("env", "{LEVEL: debug, PASSWORD: {secretRef: db, key: password}}");
    merged.has("volumes.tmp", "{hostPath: {path: /tmp}}");
    merged.has("volumes.data", "{emptyDir: {}, mount: {path: /other}}");
    merged.has("health", "{httpGet: {path: /, port: 80}, periodSeconds: 3}");
    merged.has("serviceAccount", "{existing: shop}");
    // Where the app has chosen nothing, they choose.
    let merged = Shop::new("{}").environment("dev", overrides).overlay("dev", "{}").at("dev");
    merged.has("replicas", "1");
    // And an overlay still wins over them, with whichever variant.
    let shop = Shop::new("{}").environment("dev", overrides).overlay("dev", "{scale: {max: 9}}");
    shop.at("dev").has("scale", "{max: 9}");
    shop.at("dev").has("replicas", "");
}

#[test]
fn overrides_turn_off_and_on_what_is_no_choice() {
    let app = "{disruption: {minAvailable: 1}, spread: false, volumes: {a: {emptyDir: {}, mount: /a}}, \
               health: {tcpSocket: {port: 1}, readiness: {periodSeconds: 3}}}";
    let overrides = "{overrides: {'*': {disruption: false, spread: [], volumes: {a: {mount: [/b, /c]}}, \
                     health: {readiness: false}}}}";
    let merged = Shop::new(app).environment("dev", overrides).overlay("dev", "{}").at("dev");
    merged.has("disruption", "false");
    merged.has("spread", "[]");
    merged.has("health.readiness", "false");
    merged.has("volumes.a.mount", "[{path: /b}, {path: /c}]");
}

#[test]
fn an_environment_takes_over_what_it_extends() {
    let shop = Shop::new("{}")
        .environment(
            "base",
            "{abstract: true, domain: base.example, vars: {a: 1, b: 1}, labels: {x: base, y: base}}",
        )
        .environment("staging", "{extends: base, domain: staging.example, vars: {b: 2}}")
        .environment("prod", "{extends: staging, vars: {a: null, c: 3}, labels: {y: null}}")
        .overlay("base", "{env: {FROM: base, BASE: yes}}")
        .overlay("prod", "{env: {FROM: prod}}");
    let environment = shop.environment_spec("prod");
    environment.has("domain", "staging.example");
    environment.has("vars", "{b: 2, c: 3}");
    environment.has("labels", "{x: base, y: null}");
    environment.has("target", "kubernetes");
    for own in ["extends", "abstract", "defaults", "overrides"] {
        environment.has(own, "");
    }
    // The app runs in all that extend the one with its overlay; a base renders nothing.
    shop.at("staging").has("env", "{FROM: base, BASE: 'yes'}");
    shop.at("prod").has("env", "{FROM: prod, BASE: 'yes'}");
}

#[test]
fn an_app_runs_where_an_overlay_says_so() {
    let shop = Shop::new("{}").environment("staging", "{}").environment("prod", "{extends: staging}");
    let is_there = |shop: &Shop| ["staging", "prod"].map(|name| shop.find(name).is_some());
    assert_eq!(is_there(&shop), [false, false]);
    assert_eq!(is_there(&shop.clone().overlay("staging", "{}")), [true, true]);
    assert_eq!(is_there(&shop.clone().overlay("prod", "{}")), [false, true]);
    assert_eq!(is_there(&shop.clone().overlay("staging", "{}").disabled("prod")), [true, false]);
    assert_eq!(is_there(&shop.clone().disabled("staging").overlay("prod", "{}")), [false, true]);
    assert_eq!(is_there(&shop.clone().disabled("staging")), [false, false]);
}

#[test]
fn chains_that_lead_nowhere_are_told() {
    let circle = Shop::new("{}").environment("a", "{extends: b}").environment("b", "{extends: a}");
    assert_eq!(circle.findings(), ["extends-cycle", "extends-cycle"]);
    let unknown = Shop::new("{}").environment("prod", "{extends: stagin}").environment("staging", "{}");
    assert_eq!(unknown.findings(), ["unknown-environment"]);
}

#[test]
fn null_removes_and_a_removal_that_removes_nothing_is_remembered() {
    let app = "{env: {A: 1, B: 2}, resources: {limits: {cpu: 1, memory: 1Gi}}, replicas: 2, labels: {a: b}}";
    let shop =
        Shop::new(app).environment("dev", "{overrides: {service: {disruption: null, env: {A: null}}}}");
    let merged = shop.clone().overlay("dev", "{env: {B: null}, resources: {limits: {cpu: null}}}").at("dev");
    merged.has("env", "{}");
    merged.has("resources", "{limits: {memory: 1Gi}}");
    assert!(merged.idle.is_empty(), "{:?}", merged.idle);

    for (overlay, idle) in [
        ("{env: {C: null}}", vec!["C"]),
        // Overrides have removed it already.
        ("{env: {A: null}}", vec!["A"]),
        // The map above it is not there either.
        ("{health: {periodSeconds: null}, pod: {nodeSelector: {disk: null}}}", vec!["periodSeconds", "disk"]),
        ("{scale: null}", vec!["scale"]),
        // In labels it takes away what platc would give.
        ("{labels: {app.kubernetes.io/version: null}}", vec![]),
        ("{replicas: null, scale: {max: 3}}", vec![]),
        ("{workers: {nobody: null}, sidecars: {nobody: null}}", vec!["nobody", "nobody"]),
    ] {
        assert_eq!(shop.clone().overlay("dev", overlay).at("dev").idle, idle, "{overlay}");
    }
}

#[test]
fn a_stronger_tag_drops_a_weaker_digest() {
    let digest = format!("sha256:{}", "0".repeat(64));
    let app = format!("{{image: 'registry.example/shop:1@{digest}'}}");
    let shop = Shop::new(&app).environment("dev", "{}");
    let merged = shop.clone().overlay("dev", "{image: {tag: '2'}}").at("dev");
    merged.has("image", "{repository: registry.example/shop, tag: '2'}");
    // The tag remembers both that it beat.
    assert_eq!(merged.at("image.tag").unwrap().origin.spans().len(), 3);
    let both = format!("{{image: {{tag: '2', digest: '{digest}'}}}}");
    let merged = shop.clone().overlay("dev", &both).at("dev");
    merged.has("image.digest", &format!("'{digest}'"));
    shop.overlay("dev", "{}").at("dev").has("image.digest", &format!("'{digest}'"));
}

#[test]
fn new_keys_of_a_stronger_layer_come_last() {
    let shop = Shop::new("{env: {B: 1, A: 1}}")
        .platform("{teams: {web: {}}, defaults: {service: {env: {Z: 1}}}}")
        .environment("dev", "{}")
        .overlay("dev", "{env: {C: 1, A: 2}}");
    let merged = shop.at("dev");
    let keys: Vec<&str> = merged.at("env").unwrap().as_mapping().unwrap().keys().collect();
    assert_eq!(keys, ["Z", "B", "A", "C"]);
}

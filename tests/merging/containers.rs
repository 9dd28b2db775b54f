//! `containers` in defaults and overrides reaches sidecars and init containers.

use crate::estate::Shop;

const LIMIT: &str = "{containers: {resources: {limits: {memory: 1Gi}}}}";

fn shop() -> Shop {
    Shop::new(
        "{image: 'registry.example/shop:1', \
         sidecars: {proxy: {image: 'registry.example/proxy:1'}}, \
         init: {prepare: {resources: {limits: {memory: 2Gi, cpu: 1}}}}, \
         workers: {w: {sidecars: {log: {image: 'registry.example/log:1'}}}}}",
    )
    .platform(&format!("{{teams: {{web: {{}}}}, defaults: {LIMIT}}}"))
}

#[test]
fn defaults_of_containers_reach_all_of_them() {
    let merged = shop().environment("dev", "{}").overlay("dev", "{sidecars: {late: {}}}").at("dev");
    merged.has("resources", "{limits: {memory: 1Gi}}");
    merged.has("sidecars.proxy.resources", "{limits: {memory: 1Gi}}");
    merged.has("sidecars.late.resources", "{limits: {memory: 1Gi}}");
    merged.has("init.prepare.resources", "{limits: {memory: 2Gi, cpu: 1}}");
    merged.has("workers.w.resources", "{limits: {memory: 1Gi}}");
    merged.has("workers.w.sidecars.log.resources", "{limits: {memory: 1Gi}}");
    merged.has("workers.w.sidecars.proxy", "");
    // A container keeps the place of its name.
    let proxy = merged.at("sidecars").unwrap().as_mapping().unwrap().entry("proxy").unwrap();
    assert!(proxy.key_origin.span().is_some());
}

#[test]
fn all_reaches_no_sidecar() {
    let platform = "{teams: {web: {}}, defaults: {'*': {workingDir: /all}}}";
    let merged = shop().platform(platform).environment("dev", "{}").overlay("dev", "{}").at("dev");
    merged.has("workingDir", "/all");
    merged.has("sidecars.proxy.workingDir", "");
    merged.has("workers.w.workingDir", "/all");
}

#[test]
fn overrides_of_containers_win_over_the_app() {
    let merged = shop().environment("dev", &format!("{{overrides: {LIMIT}}}")).overlay("dev", "{}").at("dev");
    merged.has("init.prepare.resources", "{limits: {memory: 1Gi, cpu: 1}}");
    let overlay = "{init: {prepare: {resources: {limits: {memory: 3Gi}}}}}";
    let merged =
        shop().environment("dev", &format!("{{overrides: {LIMIT}}}")).overlay("dev", overlay).at("dev");
    merged.has("init.prepare.resources", "{limits: {memory: 3Gi, cpu: 1}}");
}

#[test]
fn a_sidecar_of_defaults_has_the_defaults_of_containers() {
    let platform = "{teams: {web: {}}, defaults: {service: {sidecars: {mesh: {image: 'registry.example/mesh:1'}}}, \
                    containers: {workingDir: /work}}}";
    let merged = shop().platform(platform).environment("dev", "{}").overlay("dev", "{}").at("dev");
    merged.has("sidecars.mesh.workingDir", "/work");
}

#[test]
fn a_removed_container_stays_removed() {
    let shop = shop()
        .environment("staging", "{}")
        .environment("prod", &format!("{{extends: staging, overrides: {LIMIT}}}"))
        .overlay("staging", "{sidecars: {proxy: null}}");
    shop.at("staging").has("sidecars", "{}");
    shop.at("prod").has("sidecars", "{}");
    assert!(shop.at("prod").idle.is_empty());
    // Nothing that a default would make up is there to remove.
    let merged = shop.overlay("staging", "{init: {nobody: null}}").at("staging");
    assert_eq!(merged.idle, ["nobody"]);
    merged.has("init.nobody", "");
}

//! An estate of any size, as a company might have it: so many apps in dev, staging and prod. The same seed gives
//! the same bytes, on every machine; another seed another estate. It compiles without an error.
//!
//! Platform and environments stand here; one app's files are `app`'s and `beside`'s, chance is `chance`'s.

mod app;
mod beside;
mod chance;

use std::collections::BTreeMap;

use app::App;
use chance::Chance;

/// The environments that an estate has.
pub const ENVIRONMENTS: [&str; 3] = ["dev", "staging", "prod"];

const TEAMS: [&str; 8] =
    ["payments", "catalog", "search", "identity", "logistics", "media", "growth", "platform"];

const PLATFORM: &str = r#"# What holds in the whole company.
apiVersion: platc.dev/v1alpha1
kind: Platform
metadata: {name: generated}
spec:
  environments: [dev, staging, prod]
  vars: {registry: registry.example.com, contact: platform@example.com}
  labels: {example.com/estate: generated}
  annotations: {example.com/contact: "${{ platform.vars.contact }}"}
  defaults:
    "*":
      rollout: {revisionHistoryLimit: 5}
      pod: {terminationGracePeriodSeconds: 30}
    containers:
      imagePullPolicy: IfNotPresent
    service:
      resources:
        requests: {cpu: 50m, memory: 64Mi}
        limits: {memory: 256Mi}
    worker:
      resources:
        requests: {cpu: 100m, memory: 128Mi}
        limits: {memory: 512Mi}
  teams:
"#;

const ENVIRONMENT_HEAD: &str = "apiVersion: platc.dev/v1alpha1\nkind: Environment\n";

const DEV: &str = r#"spec:
  target: kubernetes
  domain: dev.example.com
  namespace: ${{ app.team }}-dev
  versions: {kubernetes: "1.35"}
  security: {profile: baseline, defaultDeny: true}
  routing: {kind: gateway, gateway: {name: public, namespace: gateways}}
  bindings: {postgres: {host: db.dev.example.com, cidr: 10.20.0.0/16}}
  monitoring: {prometheus: {url: http://prometheus.monitoring.svc:9090}}
  labels: {example.com/stage: dev}
  vars: {log-level: debug, region: eu-west-1}
  overrides:
    "*": {disruption: false}
"#;

const STAGING: &str = r#"spec:
  target: kubernetes
  domain: staging.example.com
  namespace: ${{ app.team }}-${{ environment.name }}
  versions: {kubernetes: "1.35"}
  security: {profile: restricted, defaultDeny: true}
  routing: {kind: ingress, class: public, tls: {issuer: letsencrypt}}
  bindings: {postgres: {host: db.staging.example.com, cidr: 10.30.0.0/16}}
  monitoring: {prometheus: {url: http://prometheus.monitoring.svc:9090}}
  labels: {example.com/stage: staging}
  vars: {log-level: info, region: eu-west-1}
  imageRegistry: {from: registry.example.com, to: mirror.example.com/registry}
"#;

const PROD: &str = r#"spec:
  extends: staging
  domain: example.com
  labels: {example.com/stage: prod}
  vars: {region: eu-central-1}
  defaults:
    service: {replicas: 2}
"#;

/// All files of an estate of `count` apps, by path.
pub fn files(count: usize, seed: u64) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut platform = PLATFORM.to_owned();
    for team in TEAMS {
        let mut chance = Chance::of(seed, team);
        let grace = 10 + 10 * chance.below(5);
        let pod = format!("{{\"*\": {{pod: {{terminationGracePeriodSeconds: {grace}}}}}}}");
        let defaults = if chance.percent(50) { format!("{{defaults: {pod}}}") } else { "{}".to_owned() };
        platform.push_str(&format!("    {team}: {defaults}\n"));
    }
    files.insert("platc.yaml".to_owned(), platform);
    for (name, spec) in ENVIRONMENTS.into_iter().zip([DEV, STAGING, PROD]) {
        files.insert(format!("overlays/{name}/environment.yaml"), format!("{ENVIRONMENT_HEAD}{spec}"));
    }
    let apps: Vec<App> = (0..count).map(|number| App::sketch(number, seed)).collect();
    for app in &apps {
        app.write(&apps, seed, &mut files);
    }
    files
}

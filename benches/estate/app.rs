//! One app of an estate: its spec, its overlays, its config files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::TEAMS;
use super::beside::Beside;
use super::chance::Chance;

const SUBJECTS: [&str; 12] = [
    "order", "cart", "price", "stock", "user", "image", "search", "mail", "report", "invoice", "event",
    "session",
];
const ROLES: [&str; 8] = ["api", "store", "router", "gateway", "indexer", "sync", "view", "engine"];
const SYSTEMS: [&str; 4] = ["shop", "backoffice", "warehouse", "insight"];

const HEAD: &str = "apiVersion: platc.dev/v1alpha1\nkind: ";

/// What others may know of an app before anything is written.
pub struct App {
    name: String,
    team: &'static str,
    is_worker: bool,
    grpc: bool,
}

/// What an app's overlays can speak of.
struct Parts {
    settings: bool,
    files: bool,
    beside: Beside,
}

impl App {
    pub fn sketch(number: usize, seed: u64) -> Self {
        let mut chance = Chance::of(seed, &format!("sketch {number}"));
        let name = format!("{}-{}-{number:04}", chance.one(&SUBJECTS), chance.one(&ROLES));
        // The first app is a service, so that an estate of one has everything that is usual.
        let is_worker = chance.percent(20) && number > 0;
        App { name, team: chance.one(&TEAMS), is_worker, grpc: chance.percent(25) }
    }

    /// Adds the app's files.
    pub fn write(&self, all: &[App], seed: u64, files: &mut BTreeMap<String, String>) {
        let mut chance = Chance::of(seed, &self.name);
        let folder = format!("apps/{}", self.name);
        let (spec, parts) = self.spec(all, &mut chance);
        files.insert(format!("{folder}/app.yaml"), spec);
        if parts.files {
            files.insert(format!("{folder}/files/server.conf"), server_conf(&mut chance));
            if chance.percent(30) {
                let shadow = format!("overlays/prod/files/{}/server.conf", self.name);
                files.insert(shadow, server_conf(&mut chance));
            }
        }
        let mut put = |environment: &str, text: String| {
            files.insert(format!("overlays/{environment}/{}.yaml", self.name), text);
        };
        put("dev", self.overlay("dev", &parts, &mut chance));
        put("staging", self.overlay("staging", &parts, &mut chance));
        // What prod does not say is staging's.
        if chance.percent(85) {
            put("prod", self.overlay("prod", &parts, &mut chance));
        }
    }

    fn spec(&self, all: &[App], chance: &mut Chance) -> (String, Parts) {
        let mut text = format!("# {} of {}\n{HEAD}App\n", self.name, self.team);
        let (name, team, system) = (&self.name, self.team, chance.one(&SYSTEMS));
        let tier = chance.one(&["gold", "silver", "bronze"]);
        let _ =
            writeln!(text, "metadata:\n  name: {name}\n  team: {team}\n  system: {system}\n  tier: {tier}");
        if chance.percent(40) {
            let _ = writeln!(text, "  description: Part of {system}, kept by {team}.");
        }
        if chance.percent(30) {
            let _ = writeln!(text, "  labels: {{example.com/cost-center: \"{}\"}}", 1000 + chance.below(50));
        }
        text.push_str("spec:\n");
        if self.is_worker {
            text.push_str("  type: worker\n");
        }
        let _ = writeln!(text, "  image: registry.example.com/{team}/{name}:1.{}.0", chance.below(40));
        if chance.percent(30) {
            text.push_str(
                "  command: [/app/server]\n  args: [\"--config\", /etc/app/server.conf, \"--verbose\"]\n",
            );
        }
        self.ports_and_health(&mut text, chance);
        let parts = Parts {
            settings: chance.percent(90),
            files: chance.percent(50),
            beside: Beside::draw(self.is_worker, chance),
        };
        self.environment(&mut text, all, &parts, chance);
        config(&mut text, &parts, chance);
        self.others(&mut text, &parts, chance);
        parts.beside.write(&self.name, self.is_worker, &mut text, chance);
        (text, parts)
    }

    fn ports_and_health(&self, text: &mut String, chance: &mut Chance) {
        if self.is_worker {
            if chance.percent(40) {
                text.push_str("  health:\n    exec: {command: [/app/healthy]}\n    periodSeconds: 20\n");
            }
            return;
        }
        let port = 8000 + 10 * chance.below(9);
        let _ = writeln!(text, "  ports:\n    http: {{port: {port}, service: 80}}");
        if self.grpc {
            text.push_str("    grpc: 9090\n");
        }
        if chance.percent(60) {
            text.push_str("    metrics: {port: 9100, service: false}\n");
        }
        let path = chance.one(&["/healthz", "/health", "/-/ready", "/status"]);
        let _ = writeln!(text, "  health:\n    httpGet: {{path: {path}, port: http}}");
        let _ = writeln!(text, "    periodSeconds: {}", 5 + chance.below(10));
        if chance.percent(25) {
            text.push_str("    startup: {httpGet: {path: /started, port: http}, failureThreshold: 30}\n");
        }
        if chance.percent(20) {
            text.push_str("  services:\n    public: {type: LoadBalancer, ports: [http]}\n");
        }
    }

    /// Variables: plain ones, the addresses of other apps, and those from config and secrets.
    fn environment(&self, text: &mut String, all: &[App], parts: &Parts, chance: &mut Chance) {
        text.push_str("  env:\n    LOG_LEVEL: ${{ environment.vars.log-level }}\n");
        text.push_str("    REGION: ${{ environment.vars.region }}\n    SERVICE_NAME: ${{ app.name }}\n");
        for number in 0..2 + chance.below(7) {
            let word = chance.one(&SUBJECTS).to_uppercase();
            let _ = writeln!(text, "    {word}_LIMIT_{number}: {}", 10 * (1 + chance.below(100)));
        }
        for number in 0..chance.below(6) {
            let other = &all[chance.below(all.len())];
            if other.is_worker || other.name == self.name {
                continue;
            }
            let (path, name) = (if other.grpc { "ports.grpc.address" } else { "url" }, &other.name);
            let _ = match chance.percent(30) {
                true => {
                    writeln!(text, "    PEER_{number}: ${{{{ apps.{name}.url }}}}/v1/${{{{ app.team }}}}")
                }
                false => writeln!(text, "    PEER_{number}: ${{{{ apps.{name}.{path} }}}}"),
            };
        }
        if parts.beside.database {
            text.push_str("    DATABASE_HOST: ${{ uses.database.host }}\n");
            text.push_str("    DATABASE_USER: {secret: database, key: user}\n");
            text.push_str("    DATABASE_PASSWORD: {secret: database, key: password}\n");
            text.push_str("    POD_IP: {field: status.podIP}\n  secrets:\n");
            text.push_str("    database: {keys: [user, password], existing: true}\n");
            text.push_str("  uses:\n    database: {type: postgres}\n");
        }
        if parts.settings {
            text.push_str("  envFrom:\n    settings: {config: settings, prefix: APP_}\n");
        }
    }

    /// Resources, volumes, sidecars.
    fn others(&self, text: &mut String, parts: &Parts, chance: &mut Chance) {
        if chance.percent(50) {
            let (cpu, memory) = (50 * (1 + chance.below(10)), 64 * (1 + chance.below(16)));
            let _ = writeln!(text, "  resources:\n    requests: {{cpu: {cpu}m, memory: {memory}Mi}}");
            let _ = writeln!(text, "    limits: {{memory: {}Mi}}", 2 * memory);
        }
        let has_cache = chance.percent(20);
        if has_cache || parts.beside.has_volume() {
            text.push_str("  volumes:\n");
        }
        if has_cache {
            text.push_str("    cache: {emptyDir: {sizeLimit: 1Gi}, mount: /var/cache/app}\n");
        }
        parts.beside.volume(text, chance);
        if chance.percent(10) {
            text.push_str(
                "  sidecars:\n    proxy:\n      image: registry.example.com/platform/proxy:2.1.0\n",
            );
            text.push_str("      args: [\"--upstream\", \"127.0.0.1\"]\n      resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 32Mi}}\n");
        }
        if chance.percent(15) {
            text.push_str("  rollout: {maxSurge: 25%, maxUnavailable: 0}\n");
        }
        if chance.percent(10) {
            text.push_str("  pod:\n    annotations: {example.com/scrape: \"true\"}\n    nodeSelector: {kubernetes.io/os: linux}\n");
        }
    }

    fn overlay(&self, environment: &str, parts: &Parts, chance: &mut Chance) -> String {
        let mut text = format!("{HEAD}Overlay\n");
        let tag = format!("1.{}.{}", 40 + chance.below(20), chance.below(10));
        // A third of the overlays only pin the version.
        if chance.percent(35) {
            let _ = writeln!(text, "spec: {{image: {{tag: {tag}}}}}");
            return text;
        }
        let _ = writeln!(text, "spec:\n  image: {{tag: {tag}}}");
        match environment {
            "dev" => text.push_str("  env: {FEATURE_PREVIEW: \"true\", PROFILE: dev}\n"),
            "prod" if !self.is_worker => {
                let least = 2 + chance.below(4);
                let _ = writeln!(text, "  scale: {{min: {least}, max: {}, cpu: 70}}", 3 * least);
            }
            "prod" => {
                let _ = writeln!(text, "  replicas: {}", 1 + chance.below(4));
            }
            _ => {}
        }
        if chance.percent(50) {
            let memory = 128 * (1 + chance.below(12));
            let _ = writeln!(
                text,
                "  resources:\n    requests: {{memory: {memory}Mi}}\n    limits: {{memory: {memory}Mi}}"
            );
        }
        if parts.settings && chance.percent(40) {
            let size = 8 * (1 + chance.below(16));
            let _ = writeln!(text, "  config:\n    settings:\n      data: {{pool_size: \"{size}\"}}");
        }
        if parts.beside.mailer && chance.percent(50) {
            let _ = writeln!(text, "  workers:\n    mailer: {{replicas: {}}}", 1 + chance.below(3));
        }
        if chance.percent(15) {
            text.push_str("  pod: {annotations: {example.com/checked: \"yes\"}}\n");
        }
        text
    }
}

fn config(text: &mut String, parts: &Parts, chance: &mut Chance) {
    if parts.settings || parts.files {
        text.push_str("  config:\n");
    }
    if parts.settings {
        let _ = writeln!(text, "    settings:\n      data:\n        pool_size: \"{}\"", 4 + chance.below(28));
        let _ = writeln!(text, "        timeout: {}s\n        currency: EUR", 1 + chance.below(30));
    }
    if parts.files {
        text.push_str("    server: {mount: /etc/app, files: {server.conf: server.conf}}\n");
    }
}

/// A config file of ten to eighty lines.
fn server_conf(chance: &mut Chance) -> String {
    let mut text = "[server]\n".to_owned();
    for number in 0..10 + chance.below(70) {
        let _ = writeln!(text, "{}.{number} = {}", chance.one(&SUBJECTS), chance.below(100_000));
    }
    text
}

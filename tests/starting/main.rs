//! What `init` and `new` write is right from the first moment: it compiles without a finding, in its usual form, and
//! speaks of nothing that is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use platc::ops::check::{CheckOptions, check};
use platc::ops::format::{FormatOptions, format_estate};
use platc::ops::init::{InitOptions, init};
use platc::ops::new::{Choices, NewApp, new, templates};
use platc::ops::render::{Options, render};
use platc::source::Files;
use platc::syntax::{ParseOptions, parse};
use platc::system::{Memory, System};

fn started(folder: &str, team: Option<&str>) -> Memory {
    let memory = Memory::new();
    let options = InitOptions { folder: folder.to_string(), team: team.map(str::to_string) };
    init(&memory, &options).unwrap();
    memory
}

fn add(memory: &Memory, template: &str, name: &str, team: &str, tier: &str) -> Vec<String> {
    let app = NewApp {
        template: template.to_string(),
        name: name.to_string(),
        team: team.to_string(),
        tier: tier.to_string(),
        environments: Vec::new(),
    };
    let created = new(memory, &Choices::of(memory).unwrap(), &app).unwrap();
    created.into_iter().map(|file| file.path).collect()
}

fn texts(memory: &Memory) -> BTreeMap<String, String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    memory.contents().iter().map(|(path, bytes)| (path.clone(), text(bytes))).collect()
}

/// Renders everything, then nothing may be found, stale or out of form.
fn is_right(memory: &Memory, objects: usize) {
    let outcome = render(memory, None, &Options::default(), &|_, _| {}).unwrap();
    assert!(outcome.findings.is_empty(), "{:#?}", outcome.findings);
    let rendered: usize = outcome.rendered.iter().map(|rendered| rendered.objects).sum();
    assert!(rendered >= objects, "only {rendered} objects");
    let checked = check(memory, &CheckOptions::default()).unwrap();
    assert!(checked.outcome.findings.is_empty(), "{:#?}", checked.outcome.findings);
    let formatted =
        format_estate(memory, &FormatOptions { check: true, ..FormatOptions::default() }).unwrap();
    assert_eq!(formatted.changed, [""; 0]);
}

#[test]
fn an_estate_with_an_app_of_each_template() {
    let memory = started("shop", Some("payments"));
    for template in templates() {
        let paths = add(&memory, template, &format!("my-{template}"), "payments", "gold");
        assert_eq!(paths.len(), 4, "{paths:?}");
    }
    is_right(&memory, 12);
}

/// Names that YAML takes for booleans, nulls or numbers.
#[test]
fn names_that_yaml_takes_for_something_else() {
    for name in ["on", "y", "null", "e1", "true"] {
        let memory = started(name, Some(name));
        add(&memory, "go-service", name, name, "1.0");
        is_right(&memory, 4);
    }
}

#[test]
fn every_environment_that_renders_gets_an_overlay() {
    let memory = started("shop", None);
    let environment =
        |spec: &str| format!("apiVersion: platc.dev/v1alpha1\nkind: Environment\nspec: {{{spec}}}\n");
    for (name, spec) in [
        ("base", "abstract: true, target: kubernetes, security: {profile: baseline}"),
        ("prod", "extends: base, namespace: shop-prod"),
    ] {
        let path = format!("overlays/{name}/environment.yaml");
        memory.create_folder(&format!("overlays/{name}")).unwrap();
        memory.write(&path, environment(spec).as_bytes()).unwrap();
    }
    let paths = add(&memory, "worker", "mailer", "shop", "gold");
    let overlays: Vec<&String> = paths.iter().filter(|path| path.starts_with("overlays/")).collect();
    assert_eq!(overlays, ["overlays/dev/mailer.yaml", "overlays/prod/mailer.yaml"]);
    render(&memory, None, &Options::default(), &|_, _| {}).unwrap();
    assert!(check(&memory, &CheckOptions::default()).unwrap().outcome.findings.is_empty());
}

/// A route is written where callers from outside come in, in every environment that the app is made for.
#[test]
fn routes_where_the_environments_have_them() {
    let memory = started("shop", None);
    let write = |name: &str, spec: &str| {
        let text =
            format!("apiVersion: platc.dev/v1alpha1\nkind: Environment\nspec:\n  target: kubernetes\n{spec}");
        memory.create_folder(&format!("overlays/{name}")).unwrap();
        memory.write(&format!("overlays/{name}/environment.yaml"), text.as_bytes()).unwrap();
    };
    write(
        "base",
        "  abstract: true\n  routing: {kind: gateway, gateway: {name: public, namespace: gateways}}\n",
    );
    write("dev", "  extends: base\n  domain: dev.example.com\n");
    for template in templates() {
        add(&memory, template, &format!("my-{template}"), "shop", "gold");
    }
    is_right(&memory, 14);
    let texts = texts(&memory);
    assert!(texts["apps/my-go-service/app.yaml"].contains("\n  routes:\n"));
    assert!(
        texts["golden/dev/my-frontend/httproute-my-frontend-public.yaml"]
            .contains("my-frontend.dev.example.com")
    );
    // One that has no way in: the app would not compile there.
    write("prod", "  namespace: prod\n");
    add(&memory, "frontend", "plain", "shop", "gold");
    assert!(!self::texts(&memory)["apps/plain/app.yaml"].contains("routes"));
    assert!(!self::texts(&memory)["apps/plain/app.yaml"].contains("# <"));
}

/// Where connections are closed, the way in is opened to those who come by the route, and to who reads metrics.
#[test]
fn closed_environments_let_in_who_has_to_come_in() {
    let memory = started("shop", None);
    let environment = String::from_utf8(memory.read("overlays/dev/environment.yaml").unwrap()).unwrap();
    assert!(environment.contains("\n    defaultDeny: true\n"));
    let open = environment.replace("  # domain", "  domain").replace("  # routing", "  routing");
    memory.write("overlays/dev/environment.yaml", open.as_bytes()).unwrap();
    for template in templates() {
        add(&memory, template, &format!("my-{template}"), "shop", "gold");
    }
    is_right(&memory, 17);
    let texts = texts(&memory);
    let policy = |app: &str| &texts[&format!("golden/dev/{app}/networkpolicy-{app}.yaml")];
    assert!(policy("my-go-service").contains("kubernetes.io/metadata.name: gateways"));
    assert!(policy("my-go-service").contains("kubernetes.io/metadata.name: monitoring"));
    assert!(policy("my-frontend").contains("kubernetes.io/metadata.name: gateways"));
    assert!(policy("my-worker").contains("kubernetes.io/metadata.name: monitoring"));
    assert!(!texts["apps/my-frontend/app.yaml"].contains("access:"), "the route itself lets in");
}

/// Where the schemas were taken away, no spec names them.
#[test]
fn specs_name_a_schema_that_is_there() {
    let memory = started("shop", None);
    add(&memory, "worker", "first", "shop", "gold");
    memory.remove_file("schemas/language/app.schema.json").unwrap();
    add(&memory, "worker", "second", "shop", "gold");
    let texts = texts(&memory);
    let named = "# yaml-language-server: $schema=../../schemas/language/app.schema.json\n";
    assert!(texts["apps/first/app.yaml"].starts_with(named));
    assert!(!texts["apps/second/app.yaml"].contains("$schema"));
}

/// No placeholder is left, every workflow is YAML, and `platc <word>` names commands that there are.
#[test]
fn nothing_is_named_that_is_not_there() {
    let memory = started("shop", None);
    for template in templates() {
        add(&memory, template, &format!("my-{template}"), "shop", "gold");
    }
    let help = Command::new(env!("CARGO_BIN_EXE_platc")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let mut called = BTreeSet::new();
    for (path, text) in texts(&memory) {
        if path.starts_with("schemas/") {
            continue;
        }
        for placeholder in ["<name>", "<team>", "<tier>", "<repository>", "# <"] {
            assert!(!text.contains(placeholder), "{path} has {placeholder}");
        }
        if path.ends_with(".yml") {
            let parsed = parse(Files::new().next_id(), &text, &ParseOptions::default());
            // `on:` is the workflow's word, whatever YAML 1.1 takes it for.
            assert!(parsed.is_ok(), "{path}: {:?}", parsed.diagnostics);
        }
        let words = text.split("platc ").skip(1).filter_map(|rest| rest.split([' ', '\n', '`']).next());
        called.extend(words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).map(str::to_string));
    }
    // What `cargo install` is told.
    called.retain(|word| !matches!(word.as_str(), "" | "platc"));
    assert!(called.contains("golden") && called.contains("check"), "{called:?}");
    for word in called {
        assert!(help.contains(&format!("\n  {word} ")), "`platc {word}` is no command");
    }
}

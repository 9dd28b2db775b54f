//! What the validator says about fragments, whole specs and files.

use platc::diagnostic::Diagnostic;
use platc::schema::input::{Mode, Rules, check, check_document};
use platc::schema::output::Minor;
use platc::spec::{AppSpec, DocumentKind, EnvironmentSpec, PlatformSpec, Shape, Shaped};

use crate::tree;

const MINOR: Minor = Minor::new(35);

fn said(text: &str, found: &[Diagnostic]) -> Vec<String> {
    let place = |finding: &Diagnostic| {
        finding.primary.as_ref().map_or("", |label| &text[label.span.range()]).to_owned()
    };
    found
        .iter()
        .map(|finding| format!("{} at {}: {}", finding.code.name(), place(finding), finding.message))
        .collect()
}

fn checked(text: &str, shape: Shape, mode: Mode) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check(&tree(text), shape, "spec", Rules { mode, minor: MINOR }, &mut found);
    found
}

#[track_caller]
fn fragment(text: &str, expected: &[&str]) {
    assert_eq!(said(text, &checked(text, AppSpec::shape(), Mode::Fragment)), expected, "{text}");
}

#[track_caller]
fn whole(text: &str, expected: &[&str]) {
    assert_eq!(said(text, &checked(text, AppSpec::shape(), Mode::Complete)), expected, "{text}");
}

#[test]
fn the_kitchen_sink_is_accepted() {
    let text = include_str!("kitchen-sink.yaml");
    let mut found = Vec::new();
    check_document(&tree(text), DocumentKind::App, Some("checkout"), MINOR, &mut found);
    assert_eq!(said(text, &found), Vec::<String>::new());
    let spec = tree(text);
    check(
        spec.get("spec").unwrap(),
        AppSpec::shape(),
        "spec",
        Rules { mode: Mode::Complete, minor: MINOR },
        &mut found,
    );
    assert_eq!(said(text, &found), Vec::<String>::new());
}

#[test]
fn unknown_keys_have_a_suggestion_at_every_depth() {
    fragment("imgae: a", &["unknown-field at imgae: `imgae` is not a field of `spec`"]);
    fragment("workers: {a: {replica: 1}}", &["unknown-field at replica: `replica` is not a field of `a`"]);
    fragment(
        "resources: {limit: {cpu: 1}}",
        &["unknown-field at limit: `limit` is not a field of `resources`"],
    );
    fragment(
        "pod: {nodeSelecter: {}}",
        &["unknown-field at nodeSelecter: `nodeSelecter` is not a field of `pod`"],
    );
    fragment(
        "health: {readiness: {httpGet: {prot: 1}}}",
        &["unknown-field at prot: `prot` is not a field of `httpGet`"],
    );
    let found = checked("workers: {a: {replica: 1}}", AppSpec::shape(), Mode::Fragment);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `replicas`?"));
    assert_eq!(found[0].fix.as_ref().unwrap().edits[0].replacement, "replicas");
}

#[test]
fn words_that_stand_elsewhere_say_where() {
    let text = "pod: {serviceAccountName: a}";
    fragment(text, &["unknown-field at serviceAccountName: `serviceAccountName` is not written in `pod`"]);
    let found = checked(text, AppSpec::shape(), Mode::Fragment);
    assert_eq!(found[0].help.as_deref(), Some("the language has `serviceAccount` beside `pod`"));
    fragment("service: {ports: []}", &["unknown-field at ports: `ports` is not written in `service`"]);
}

#[test]
fn keys_in_the_wrong_place_say_where_they_belong() {
    let help = |text: &str| checked(text, AppSpec::shape(), Mode::Fragment)[0].help.clone().unwrap();
    assert_eq!(help("nodeSelector: {a: b}"), "write it under `pod`: `pod: {nodeSelector: …}`");
    assert_eq!(help("strategy: Recreate"), "write it under `rollout`: `rollout: {strategy: …}`");
    assert_eq!(help("tag: \"1\""), "write it under `image`: `image: {tag: …}`");
    assert_eq!(help("image: {resources: {}}"), "it belongs beside `image`, not in it");
    assert_eq!(help("workers: {a: {pod: {replicas: 2}}}"), "it belongs beside `pod`, not in it");
    assert_eq!(help("workers: {a: {secrets: {}}}"), "it belongs beside `workers`, not in it");
    assert_eq!(
        help("livenessProbe: {}"),
        "the language has `health`, with `liveness` for what differs there"
    );
}

#[test]
fn types_are_told_apart_and_quotes_are_offered() {
    fragment("replicas: \"3\"", &["wrong-type at \"3\": `replicas` takes an integer, not text"]);
    fragment("replicas: 1.5", &["wrong-type at 1.5: `replicas` takes an integer, not a number"]);
    fragment("ports: [8080]", &["wrong-type at [8080]: `ports` takes a map, not a list"]);
    fragment("ports: {http: eight}", &["wrong-type at eight: `http` takes an integer or a map, not text"]);
    fragment("image: [a]", &["wrong-type at [a]: `image` takes text or a map, not a list"]);
    fragment("image: {tag: 1.4}", &["wrong-type at 1.4: `tag` takes text, not a number"]);
    fragment("config: {a: {data: {port: 8080}}}", &["wrong-type at 8080: `port` takes text, not a number"]);
    fragment("labels: {a: true}", &["wrong-type at true: `a` takes text, not a boolean"]);
    fragment(
        "service: {headless: \"true\"}",
        &["wrong-type at \"true\": `headless` takes true or false, not text"],
    );
    fragment(
        "env: {A: [1]}",
        &["wrong-type at [1]: `A` takes text, a number or a boolean, or a map, not a list"],
    );
    fragment("disruption: true", &["wrong-value at true: `disruption` takes `false`, or a map, not `true`"]);
    fragment("command: run", &["wrong-type at run: `command` takes a list, not text"]);
    let fix = |text: &str| {
        checked(text, AppSpec::shape(), Mode::Fragment)[0].fix.clone().unwrap().edits[0].replacement.clone()
    };
    assert_eq!(fix("replicas: \"3\""), "3");
    assert_eq!(fix("image: {tag: 1.4}"), "\"1.4\"");
    assert_eq!(fix("service: {headless: \"true\"}"), "true");
    assert_eq!(fix("namespace: 5"), "\"5\"");
}

#[test]
fn words_are_checked() {
    fragment("type: servcie", &["wrong-value at servcie: `servcie` is not a value of `type`"]);
    fragment(
        "security: Restricted",
        &["wrong-value at Restricted: `Restricted` is not a value of `security`"],
    );
    fragment(
        "imagePullPolicy: always",
        &["wrong-value at always: `always` is not a value of `imagePullPolicy`"],
    );
    fragment(
        "pod: {dnsPolicy: cluster}",
        &["wrong-value at cluster: `cluster` is not a value of `dnsPolicy`"],
    );
}

#[test]
fn what_no_stage_handles_is_refused() {
    fragment("type: chart", &["not-yet-supported at chart: `type` `chart` is not supported yet"]);
    fragment("moved: {from: a}", &["not-yet-supported at moved: `moved` is not supported yet"]);
}

#[test]
fn two_variants_of_a_choice_are_both_shown() {
    let text = "replicas: 2\nscale: {min: 1, max: 2}\n";
    fragment(text, &["wrong-value at replicas: `spec` takes only one of `replicas`, `scale`"]);
    let found = checked(text, AppSpec::shape(), Mode::Fragment);
    assert_eq!(&text[found[0].related[0].span.range()], "scale");
    fragment(
        "volumes: {a: {emptyDir: {}, config: b}}",
        &["wrong-value at emptyDir: `a` takes only one of `emptyDir`, `config`"],
    );
    fragment(
        "health: {exec: {command: [a]}, tcpSocket: {port: 1}}",
        &["wrong-value at exec: `health` takes only one of `tcpSocket`, `exec`"],
    );
    fragment(
        "env: {A: {secret: a, config: b, key: c}}",
        &["wrong-value at secret: `A` takes only one of `secret`, `config`"],
    );
    fragment("env: {A: {field: a, key: c}}", &["wrong-value at field: `A` takes only one of `key`, `field`"]);
    fragment("env: {A: {app: a, config: b, key: c}}", &[]);
    fragment(
        "serviceAccount: {existing: a, name: b}",
        &["wrong-value at existing: `serviceAccount` takes only one of `existing`, `name`"],
    );
    fragment("serviceAccount: {existing: a, token: true}", &[]);
}

#[test]
fn the_whole_needs_what_a_fragment_may_leave_out() {
    for text in [
        "ports: {http: {service: 80}}",
        "env: {A: {key: a}}",
        "volumes: {a: {}}",
        "scale: {min: 2}",
        "image: {tag: a}",
    ] {
        fragment(text, &[]);
    }
    whole("ports: {http: {service: 80}}", &["missing-field at {service: 80}: `http` lacks `port`"]);
    whole("env: {A: {secret: a}}", &["missing-field at {secret: a}: `A` lacks `key`"]);
    whole("env: {A: {app: a, key: b}}", &["missing-field at {app: a, key: b}: `A` lacks `config`"]);
    whole(
        "env: {A: {key: a}}",
        &[
            "missing-field at {key: a}: `A` needs one of `secret`, `config`, `secretRef`, `configMap`, `app`, `field`, `resource`",
        ],
    );
    whole("env: {A: {field: status.podIP}}", &[]);
    whole("scale: {min: 2}", &["missing-field at {min: 2}: `scale` lacks `max`"]);
    whole("image: {tag: a}", &["missing-field at {tag: a}: `image` lacks `repository`"]);
    whole(
        "disruption: {}",
        &["missing-field at {}: `disruption` needs one of `minAvailable`, `maxUnavailable`"],
    );
    whole("health: {httpGet: {path: /}}", &["missing-field at {path: /}: `httpGet` lacks `port`"]);
}

#[test]
fn fragments_may_remove_and_compute() {
    fragment("replicas: null\nports: {http: null}\nresources: {limits: {cpu: null}}\nimage:\n", &[]);
    fragment(
        "replicas: ${{ app.vars.n }}\nports: {http: '${{ app.vars.port }}'}\nsecurity: ${{ app.vars.s }}\nnamespace: ${{ app.team }}-prod\n",
        &[],
    );
    fragment(
        "resources: ${{ platform.vars.r }}\ndisruption: ${{ app.vars.d }}\nimage: 'shop/${{ app.name }}:1'\n",
        &[],
    );
    whole(
        "replicas: ${{ app.vars.n }}",
        &["wrong-type at ${{ app.vars.n }}: `replicas` takes an integer, not text"],
    );
}

#[test]
fn names_have_the_form_of_their_place() {
    fragment(
        "ports: {this-name-is-too-long: 1}",
        &["bad-name at this-name-is-too-long: `this-name-is-too-long` cannot be a key of `ports`"],
    );
    fragment("workers: {Mailer: {}}", &["bad-name at Mailer: `Mailer` cannot be a key of `workers`"]);
    fragment("labels: {\"a b\": c}", &["bad-name at \"a b\": `a b` cannot be a key of `labels`"]);
    fragment("labels: {a: \"b c\"}", &["bad-value at \"b c\": `b c` is not a value of `a`"]);
    fragment("pod: {annotations: {a: \"b c\"}, labels: {a: null, b: \"\"}}", &[]);
    fragment("env: {\"A=B\": c}", &["bad-name at \"A=B\": `A=B` cannot be a key of `env`"]);
    fragment("vars: {\"${{ a }}\": c}", &["bad-name at \"${{ a }}\": `${{ a }}` cannot be a key of `vars`"]);
    fragment("namespace: Shop_Prod", &["bad-name at Shop_Prod: `Shop_Prod` is not a value of `namespace`"]);
    let found = checked("namespace: Shop_Prod", AppSpec::shape(), Mode::Fragment);
    assert_eq!(found[0].fix.as_ref().unwrap().edits[0].replacement, "shop-prod");
}

#[test]
fn texts_and_numbers_have_the_form_of_their_key() {
    fragment("ports: {http: 70000}", &["out-of-range at 70000: `http` must be from 1 to 65535"]);
    fragment("replicas: -1", &["out-of-range at -1: `replicas` must be at least 0"]);
    fragment(
        "replicas: 99999999999999999999",
        &["out-of-range at 99999999999999999999: `replicas` must be at least 0"],
    );
    fragment("mounts: {a: data}", &["bad-value at data: `data` is not a value of `a`"]);
    fragment(
        "resources: {limits: {memory: 5Gb}}",
        &["bad-quantity at 5Gb: `5Gb` is not a quantity, which `memory` takes"],
    );
    fragment("image: \"Shop/API:1\"", &["bad-value at Shop/API: `Shop/API` is not a value of `repository`"]);
    fragment("image: 'shop/api:1 2'", &["bad-value at 1 2: `1 2` is not a value of `tag`"]);
    fragment(
        "image: shop/api@sha256:abc",
        &["bad-value at sha256:abc: `sha256:abc` is not a value of `digest`"],
    );
    fragment(
        "volumes: {a: {config: {name: b, defaultMode: 0644}}}",
        &["out-of-range at 0644: `defaultMode` must be from 0 to 0o777"],
    );
    let found =
        checked("volumes: {a: {config: {name: b, defaultMode: 0644}}}", AppSpec::shape(), Mode::Fragment);
    assert_eq!(found[0].fix.as_ref().unwrap().edits[0].replacement, "0o644");
}

#[test]
fn all_mistakes_of_a_file_are_told_in_its_order() {
    let text = "apiVersion: platc.dev/v1\nkind: App\nmetadata: {name: chekout}\nspec:\n  replica: 1\n  ports: {http: x}\n";
    let mut found = Vec::new();
    check_document(&tree(text), DocumentKind::App, Some("checkout"), MINOR, &mut found);
    assert_eq!(
        said(text, &found),
        [
            "wrong-value at platc.dev/v1: `platc.dev/v1` is not a value of `apiVersion`",
            "missing-field at {name: chekout}: `metadata` lacks `team`",
            "unknown-field at replica: `replica` is not a field of `spec`",
            "wrong-type at x: `http` takes an integer or a map, not text",
            "bad-name at chekout: `chekout` is not the name of its folder, `checkout`",
        ]
    );
}

#[test]
fn files_are_of_the_kind_that_their_place_says() {
    let document = |text: &str, kind: DocumentKind| {
        let mut found = Vec::new();
        check_document(&tree(text), kind, None, MINOR, &mut found);
        said(text, &found)
    };
    let head = "apiVersion: platc.dev/v1alpha1\nkind: ";
    assert_eq!(
        document(&format!("{head}App\nmetadata: {{name: a, team: b}}\nspec: {{}}\n"), DocumentKind::Overlay),
        ["wrong-value at App: the file is an Overlay by its place, not an App"]
    );
    assert_eq!(
        document(&format!("{head}Overly\nspec: {{}}\n"), DocumentKind::Overlay),
        ["wrong-value at Overly: `Overly` is not a value of `kind`"]
    );
    assert_eq!(
        document(&format!("{head}Overlay\nenabled: false\nspec: {{}}\n"), DocumentKind::Overlay),
        Vec::<String>::new()
    );
    assert_eq!(
        document("", DocumentKind::Overlay),
        ["wrong-type at : the file of an Overlay takes a map, not null"]
    );
    assert_eq!(
        document(&format!("{head}Overlay\n"), DocumentKind::Overlay)[0].rsplit(':').next(),
        Some(" `Overlay` lacks `spec`")
    );
    assert_eq!(
        document(&format!("{head}SecretValues\nspec: {{secrets: {{}}}}\n"), DocumentKind::SecretValues),
        ["not-yet-supported at secrets: `secrets` is not supported yet"]
    );
}

#[test]
fn environments_and_platforms_are_checked_too() {
    let found = |text: &str, shape: Shape| said(text, &checked(text, shape, Mode::Fragment));
    let none: [&str; 0] = [];
    let text = "target: kubernetes\nextends: base\nabstract: true\nversions: {kubernetes: \"1.35\"}\nprovides: [cert-manager]\nnamespace: ${{ app.team }}-prod\ndefaults: {\"*\": {replicas: 2}, workers: {resources: {}}, containers: {securityContext: {}}}\noverrides: {service: {security: none}}\nimageRegistry: {from: docker.io, to: registry.example.com}\nsecurity: {profile: restricted}\n";
    assert_eq!(found(text, EnvironmentSpec::shape()), none);
    assert_eq!(
        found("versions: {kubernetes: 1.35}", EnvironmentSpec::shape()),
        ["wrong-type at 1.35: `kubernetes` takes text, not a number"]
    );
    assert_eq!(
        found("target: compose", EnvironmentSpec::shape()),
        ["not-yet-supported at compose: `target` `compose` is not supported yet"]
    );
    assert_eq!(
        found("defaults: {services: {}}", EnvironmentSpec::shape()),
        ["unknown-field at services: `services` is not a field of `defaults`"]
    );
    assert_eq!(
        found("teams: {shop: {namespace: shop, defaults: {service: {replica: 1}}}}", PlatformSpec::shape()),
        ["unknown-field at replica: `replica` is not a field of `service`"]
    );
    assert_eq!(
        found("metallb: {namespace: lb}", EnvironmentSpec::shape()),
        ["not-yet-supported at metallb: `metallb` is not supported yet"]
    );
}

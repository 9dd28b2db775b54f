//! Findings that the renderers' tests show, beside the texts they expect.

use std::path::Path;
use std::time::Duration;

use platc::diagnostic::{About, Diagnostic, Edit, arrange, code};
use platc::source::{FileId, Files, SourceFile, Span};

use super::{PathsFrom, Report};
use crate::cli::summary::Summary;

const APP: &str = "\
name: checkout
spec:
  image: shop
  ports: {http: 8080, metrics: 9090}
  health: {httpGet: {path: /healthz, port: http}}
  resources: {requests: {cpu: 100m}, limit: {memory: 256Mi}}
";

const OVERLAY: &str = "\
# prod
spec:
  replicas: \"3\"
  health: {httpGet: {path: /healthz, port: htpp}}
";

fn find(files: &Files, file: FileId, needle: &str) -> Option<Span> {
    let start = files.get(file)?.text().find(needle)?;
    Some(Span::new(file, start, start + needle.len()))
}

/// A finding in what was made of a line.
fn compiled(at: Option<Span>) -> Diagnostic {
    let about = About {
        object: "Service/checkout".into(),
        field: "spec.ports[metrics].port".into(),
        template: Some("kubernetes/app/service.yaml".into()),
        manifests: ["dev", "prod"]
            .map(|name| format!("golden/{name}/checkout/service-checkout.yaml:14"))
            .into(),
    };
    let found = Diagnostic::error(code::OUT_OF_RANGE, "9090 is taken twice").at(at, "");
    Diagnostic { about: Some(Box::new(about)), ..found }
}

fn shown<T>(found: Vec<Diagnostic>, files: &Files, summary: Summary, show: impl Fn(&Report<'_>) -> T) -> T {
    show(&Report {
        diagnostics: arrange(found, files),
        files,
        summary,
        result: None,
        paths_from: PathsFrom::Estate,
    })
}

/// The findings of an estate with everyday mistakes.
pub fn shop<T>(show: impl Fn(&Report<'_>) -> T) -> T {
    let mut files = Files::new();
    let app = files.add(SourceFile::new("apps/checkout/app.yaml", APP));
    let overlay = files.add(SourceFile::new("overlays/prod/checkout.yaml", OVERLAY));
    let limit = find(&files, app, "limit");
    let found = vec![
        Diagnostic::error(code::WRONG_TYPE, "readiness asks for port `htpp`, which checkout does not have")
            .at(find(&files, overlay, "htpp"), "")
            .related(
                find(&files, app, "http: 8080")
                    .map(|span| Span::new(app, span.start as usize, span.start as usize + 4)),
                "the ports are http, metrics",
            )
            .note("only in prod; dev and staging take `http` from apps/checkout/app.yaml:5"),
        Diagnostic::error(code::UNKNOWN_FIELD, "`limit` is not a field of resources")
            .at(limit, "did you mean `limits`?")
            .fix(
                "rename it to `limits`",
                limit.map(|span| Edit { span, replacement: "limits".into() }).into_iter().collect(),
            ),
        Diagnostic::warning(code::WRONG_TYPE, "`replicas` is text, and takes a number")
            .at(find(&files, overlay, "\"3\""), "")
            .help("write 3 without quotes"),
        compiled(find(&files, app, "9090")),
        Diagnostic::error(code::YAML_SYNTAX, "the folder has no app.yaml").in_path("apps/cart"),
    ];
    let summary = Summary {
        apps: Some(64),
        apps_with_findings: Some(2),
        environments: Some(3),
        known: 0,
        elapsed: Duration::from_millis(38),
        ..Summary::default()
    };
    shown(found, &files, summary, show)
}

/// Text made to fool a terminal or a CI runner.
pub fn hostile<T>(show: impl Fn(&Report<'_>) -> T) -> T {
    let mut files = Files::new();
    let text = "a: \u{1b}[2J##[add-mask]x\u{202e} \u{9b}31m\n::error::b\u{7}: 1\n";
    let file = files.add(SourceFile::new("::warning::x,y:z%0A\n::error::.yaml", text));
    let found = vec![
        Diagnostic::error(code::WRONG_TYPE, "`\u{1b}]0;owned\u{7}` is odd\n::error::100%0A, ##[error]")
            .at(Some(Span::new(file, 3, 9)), "a\n::set-output::b")
            .related(find(&files, file, "::error::b"), "\r::debug::c ]]>\u{ffff}<a href='x'>&amp;")
            .note("\u{1b}[1A\n::stop-commands::x [read this](https://example.org)")
            .help("\u{202e}gnp.exe"),
    ];
    let about = About {
        object: "ConfigMap/\u{1b}[2J".into(),
        field: "data](http://example.org)\n::error::".into(),
        template: None,
        manifests: vec!["golden/[a](b)\n::error::/x.yaml:7".into()],
    };
    let found = found.into_iter().map(|found| Diagnostic { about: Some(Box::new(about.clone())), ..found });
    shown(found.collect(), &files, Summary::default(), show)
}

/// More findings than a step of a workflow shows.
pub fn many<T>(show: impl Fn(&Report<'_>) -> T) -> T {
    let mut files = Files::new();
    let file = files.add(SourceFile::new("apps/checkout/app.yaml", "a: 1\n".repeat(24)));
    let found = (0..24).map(|line| {
        let at = Some(Span::new(file, line * 5, line * 5 + 1));
        match line % 2 {
            0 => Diagnostic::error(code::UNKNOWN_FIELD, "`a` is not a field of App").at(at, ""),
            _ => Diagnostic::warning(code::WRONG_TYPE, "`a` is a number, and takes text").at(at, ""),
        }
    });
    shown(found.collect(), &files, Summary::default(), show)
}

/// Places that are hard to draw: tabs, wide characters, long lines, the end of a file, lines far apart.
pub fn awkward<T>(show: impl Fn(&Report<'_>) -> T) -> T {
    let mut files = Files::new();
    let wide = files.add(SourceFile::new("a/wide.yaml", "\tname: 東京 größe # é\r\nother: [\r\n"));
    let long = format!("a: {} here: {}\n", "x".repeat(150), "y".repeat(9_000_000));
    let long = files.add(SourceFile::new("b/long.yaml", long));
    let far = files.add(SourceFile::new("c/far.yaml", format!("{{a: {}, b: 1}}\n", "x".repeat(1_000_000))));
    let tall = files
        .add(SourceFile::new("d/tall.yaml", format!("a: 1\nb:\n  c: 2\n{}z: 9\n", "k: v\n".repeat(3000))));
    let empty = files.add(SourceFile::new("e/empty.yaml", ""));
    let found = vec![
        Diagnostic::error(code::WRONG_TYPE, "wide")
            .at(find(&files, wide, "größe"), "this")
            .related(find(&files, wide, "["), "and this"),
        Diagnostic::error(code::WRONG_TYPE, "long").at(find(&files, long, "here"), "in the middle"),
        Diagnostic::error(code::WRONG_TYPE, "far").at(find(&files, far, "b: 1"), "at the right"),
        Diagnostic::error(code::WRONG_TYPE, "tall")
            .at(find(&files, tall, "z: 9"), "at the bottom")
            .related(find(&files, tall, "b:\n  c: 2"), "several lines")
            .related(find(&files, tall, "a: 1"), ""),
        Diagnostic::error(code::YAML_SYNTAX, "empty").at(Some(Span::new(empty, 0, 0)), "nothing here"),
    ];
    shown(found, &files, Summary::default(), show)
}

/// Compares with a file of this folder; `PLATC_BLESS=1` writes the file instead.
#[expect(clippy::disallowed_methods, reason = "a test that keeps its expectation in a file")]
pub fn expect(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/render/samples").join(name);
    if std::env::var_os("PLATC_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name} differs; PLATC_BLESS=1 rewrites it");
}

//! Findings that the renderers' tests show, beside the texts they expect.

use std::path::Path;
use std::time::Duration;

use platc::diagnostic::{Diagnostic, Edit, arrange, code};
use platc::source::{FileId, Files, SourceFile, Span};

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

/// The findings of an estate with everyday mistakes.
pub fn shop() -> (Vec<Diagnostic>, Files, Summary) {
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
        Diagnostic::error(code::YAML_SYNTAX, "the folder has no app.yaml").in_path("apps/cart"),
    ];
    let summary = Summary {
        apps: Some(64),
        apps_with_findings: Some(2),
        environments: Some(3),
        elapsed: Duration::from_millis(38),
    };
    (arrange(found, &files), files, summary)
}

/// Text made to fool a terminal or a CI runner.
pub fn hostile() -> (Vec<Diagnostic>, Files, Summary) {
    let mut files = Files::new();
    let text = "a: \u{1b}[2J##[add-mask]x\u{202e} \u{9b}31m\n::error::b\u{7}: 1\n";
    let file = files.add(SourceFile::new("::warning::x,y:z%0A\n::error::.yaml", text));
    let found = vec![
        Diagnostic::error(code::WRONG_TYPE, "`\u{1b}]0;owned\u{7}` is odd\n::error::100%0A, ##[error]")
            .at(Some(Span::new(file, 3, 9)), "a\n::set-output::b")
            .related(find(&files, file, "::error::b"), "\r::debug::c")
            .note("\u{1b}[1A\n::stop-commands::x")
            .help("\u{202e}gnp.exe"),
    ];
    (arrange(found, &files), files, Summary::default())
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

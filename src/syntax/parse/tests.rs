//! Tests of the parser: spans byte for byte, findings with code and place, hostile input within bounds.

use std::time::{Duration, Instant};

use super::*;
use crate::diagnostic::Severity;
use crate::source::Files;
use crate::syntax::{Origin, Value};

fn read(text: &str) -> Parsed {
    parse(Files::new().next_id(), text, &ParseOptions::default())
}

fn root(text: &str) -> Node {
    let parsed = read(text);
    assert!(parsed.is_ok(), "{text}\n{:#?}", messages(text));
    parsed.documents.into_iter().next().unwrap().root
}

/// `code@text under the primary label: message` for each finding.
fn messages(text: &str) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let at = found.primary.as_ref().map_or("?", |label| &text[label.span.range()]);
        format!("{}@{at}: {}", found.code.name(), found.message)
    };
    read(text).diagnostics.iter().map(line).collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    read(text).diagnostics.iter().map(|found| found.code.name()).collect()
}

/// Every node and key with the text of its span.
fn tokens<'t>(text: &'t str, node: &Node, out: &mut Vec<&'t str>) {
    let slice = |origin: &Origin| &text[origin.span().unwrap().range()];
    out.push(slice(&node.origin));
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| tokens(text, item, out)),
        Value::Mapping(entries) => entries.iter().for_each(|entry| {
            out.push(slice(&entry.key_origin));
            tokens(text, &entry.value, out);
        }),
        _ => {}
    }
}

fn spans(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    tokens(text, &root(text), &mut out);
    out.remove(0);
    out
}

#[test]
fn spans_cover_tokens_as_written() {
    assert_eq!(spans("a: 'x''y'\n\"b\": &x !!str 12 # c\n"), ["a", "'x''y'", "\"b\"", "12"]);
    assert_eq!(
        spans("a: { b: [1, \"2\" ] }\n"),
        ["a", "{ b: [1, \"2\" ] }", "b", "[1, \"2\" ]", "1", "\"2\""]
    );
    assert_eq!(spans("l:\n- x\n-   y: 1\nm: 2\n"), ["l", "- x\n-   y: 1", "x", "y: 1", "y", "1", "m", "2"]);
    assert_eq!(
        spans("l: # c - d\n  - - x\n    # e\n    -  # f\n"),
        ["l", "- - x\n    # e\n    -", "- x\n    # e\n    -", "x", ""]
    );
    assert_eq!(
        spans("a: |- # c\n\n  x\n   y  \n\n# d\nb: >+\n  z\n\n"),
        ["a", "|- # c\n\n  x\n   y  ", "b", ">+\n  z\n"]
    );
    assert_eq!(spans("[a: b, c]"), ["a: b", "a", "b", "c"]);
    assert_eq!(spans("é: \"ü\n  ö\"\r\nf:\r\n  g: h\r\n"), ["é", "\"ü\n  ö\"", "f", "g: h", "g", "h"]);
}

#[test]
fn values_that_are_not_written_have_a_place_behind_the_colon() {
    let text = "a:\nb :\nc: &x\n";
    let tree = root(text);
    let starts: Vec<u32> =
        tree.as_mapping().unwrap().iter().map(|entry| entry.value.origin.span().unwrap().start).collect();
    assert_eq!(starts, [2, 6, 9]);
    assert!(tree.get("b").unwrap().is_null());
}

#[test]
fn line_breaks_of_windows_are_line_breaks() {
    let tree = root("a: |\r\n  x\r\n  y\r\nb: 'p\r\n  q'\r\nc: d\r\n");
    assert_eq!(tree.get("a").unwrap().as_str(), Some("x\ny\n"));
    assert_eq!(tree.get("b").unwrap().as_str(), Some("p q"));
    assert_eq!(tree.get("c").unwrap().as_str(), Some("d"));
}

#[test]
fn comments_are_kept_with_their_place() {
    let text = "# one\na: 1 # two\nb: '# no' \n\n  # three\r\nc: |\n  # no\n# four";
    let parsed = read(text);
    let shown: Vec<(&str, bool)> =
        parsed.comments.iter().map(|comment| (&text[comment.span.range()], comment.own_line)).collect();
    assert_eq!(shown, [("# one", true), ("# two", false), ("# three", true), ("# four", true)]);
}

#[test]
fn documents_are_counted_as_written() {
    assert_eq!(read("").documents.len(), 0);
    assert_eq!(read("# only\n").documents.len(), 0);
    assert_eq!(read("---\n").documents.len(), 1);
    assert_eq!(read("a: 1\n---\nb: 2\n---\n").documents.len(), 3);
}

#[test]
fn repeated_keys_are_errors_with_both_places() {
    let text = "a: 1\nb: {x: 1, 'x': 2}\na: 3\n";
    assert_eq!(
        messages(text),
        [
            "duplicate-key@'x': `x` is written twice in one map",
            "duplicate-key@a: `a` is written twice in one map"
        ]
    );
    let parsed = read(text);
    assert_eq!(parsed.diagnostics[1].related[0].span.range(), 0..1);
    assert_eq!(parsed.documents[0].root.get("a").unwrap().as_i64(), Some(1));
    let many: String = (0..100).map(|n| format!("k{n}: 1\n")).chain(["k3: 2\nk99: 2\n".to_owned()]).collect();
    assert_eq!(codes(&many), ["duplicate-key", "duplicate-key"]);
}

#[test]
fn directives_of_templates_may_repeat() {
    let options = ParseOptions { repeated_keys: RepeatedKeys::AllowDirectives, ..ParseOptions::default() };
    let text = "${{ if a }}:\n  x: 1\n${{ if a }}:\n  p: 1\nz: 1\nz: 2\n";
    let parsed = parse(Files::new().next_id(), text, &options);
    assert_eq!(parsed.diagnostics.len(), 1);
    assert_eq!(parsed.documents[0].root.as_mapping().unwrap().len(), 3);
    assert_eq!(codes(text), ["duplicate-key", "duplicate-key"]);
}

#[test]
fn keys_are_text() {
    assert_eq!(codes("[a]: 1\n"), ["key-not-text"]);
    assert_eq!(codes("? {a: b}\n: 1\n"), ["key-not-text"]);
    assert_eq!(codes("null: 1\n"), ["key-not-text"]);
    assert_eq!(codes(": 1\n"), ["key-not-text"]);
    assert_eq!(codes("a: {{ app.port }}\n"), ["key-not-text"]);
    let tree = root("80: a\n0x10: b\nTrue: c\n'null': d\n");
    assert_eq!(tree.as_mapping().unwrap().keys().collect::<Vec<_>>(), ["80", "0x10", "True", "null"]);
    assert_eq!(
        messages("b: &x {c: 1}\na:\n  <<: *x\n  d: 1\n")[0],
        "merge-key@<<: `<<` merges nothing: YAML 1.2 has no merge key"
    );
    assert!(read("'<<': 1\n").diagnostics.is_empty());
}

#[test]
fn aliases_are_copies_with_both_places() {
    let text = "a: &x [1, {b: 2}]\nc: *x\n*y : 1\n";
    let parsed = read("a: &x [1, {b: 2}]\nc: *x\n&y d: *y\n");
    let tree = &parsed.documents[0].root;
    assert!(parsed.is_ok());
    assert!(tree.get("a").unwrap().same_value(tree.get("c").unwrap()));
    let spans: Vec<&str> =
        tree.get("c").unwrap().origin.spans().iter().map(|span| &text[span.range()]).collect();
    assert_eq!(spans, ["*x", "[1, {b: 2}]"]);
    assert_eq!(tree.get("d").unwrap().as_str(), Some("d"));
    assert_eq!(
        messages("a: *x\nb: *x\n"),
        [
            "alias-unknown@*x: the alias names no anchor above it",
            "alias-unknown@*x: the alias names no anchor above it"
        ]
    );
    assert_eq!(codes("&a [*a]"), ["alias-cycle"]);
    assert_eq!(codes("&a {b: [*a, *a]}"), ["alias-cycle", "alias-cycle"]);
}

#[test]
fn tags_of_the_core_schema_decide_and_others_are_refused() {
    let tree = root(
        "a: !!str 12\nb: !!float 3\nc: ! yes\nd: !!map {}\ne: !!null ''\nf: !<tag:yaml.org,2002:str> 1\n",
    );
    assert_eq!(tree.get("a").unwrap().as_str(), Some("12"));
    assert_eq!(tree.get("c").unwrap().as_str(), Some("yes"));
    assert!(tree.get("e").unwrap().is_null());
    assert_eq!(
        messages("a: !vault x\nb: !!int y\nc: !!binary aa\nd: !!seq {}\n"),
        [
            "yaml-tag@!vault: `!vault` is no tag that platc reads",
            "yaml-tag@y: the value does not fit its tag",
            "yaml-tag@!!binary: `!!binary` is no tag that platc reads",
            "yaml-tag@{: the value does not fit its tag"
        ]
    );
}

#[test]
fn ambiguous_scalars_are_warned_of_and_quoting_is_offered_where_it_changes_nothing() {
    let text = "on: yes\nmode: 0644\n'off': \"no\"\nid: 12345678901234567890\nlist: [y, 12:30]\n";
    assert_eq!(
        messages(text),
        [
            "yaml-1.1-ambiguous@on: `on` is text here and `true` to readers of YAML 1.1",
            "yaml-1.1-ambiguous@yes: `yes` is text here and `true` to readers of YAML 1.1",
            "yaml-1.1-ambiguous@0644: `0644` is 644 here and 420 to readers of YAML 1.1",
            "yaml-1.1-ambiguous@12345678901234567890: `12345678901234567890` is an integer over 2^53: JSON readers round it",
            "yaml-1.1-ambiguous@y: `y` is text here and `true` to readers of YAML 1.1",
            "yaml-1.1-ambiguous@12:30: `12:30` is text here and a number in base 60 to readers of YAML 1.1"
        ]
    );
    let parsed = read(text);
    assert!(parsed.diagnostics.iter().all(|found| found.severity == Severity::Warning));
    let fixes: Vec<Option<&str>> = parsed
        .diagnostics
        .iter()
        .map(|found| found.fix.as_ref().map(|fix| fix.edits[0].replacement.as_str()))
        .collect();
    assert_eq!(fixes, [Some("\"on\""), Some("\"yes\""), None, None, Some("\"y\""), Some("\"12:30\"")]);
}

#[test]
fn syntax_errors_are_worded_at_their_place() {
    let cases = [
        ("a:\n\tb: 1\n", "yaml-tab@\t: a tab is used for indentation: YAML takes only spaces"),
        ("a: b\n\tc: 1\n", "yaml-tab@\t: a tab is used for indentation: YAML takes only spaces"),
        ("a:\n  b: 1\n c: 2\n", "yaml-indent@c: no list or map begins at this indentation (1 spaces)"),
        (
            "a: 1\n b: 2\n",
            "yaml-indent@b: `b` is indented deeper than `a` above it, which has a value already",
        ),
        ("a: b: c\n", "yaml-syntax@:: a second `: ` in one value"),
        ("a: 1\nb\n", "yaml-indent@b: a `key: value` is expected here"),
        ("a: [1, 2\nb: 3\n", "yaml-unclosed@[: the bracket is not closed"),
        ("a: [1, 2\n", "yaml-unclosed@[: `[` is not closed"),
        ("a: \"x\nb: 1\n", "yaml-unclosed@\": the quote is not closed"),
        ("a: 1\nb: 'x\n\n", "yaml-unclosed@': the quote is not closed"),
        ("a: {b: \"x\", c: it's, d: \"y\n", "yaml-unclosed@\": the quote is not closed"),
        ("a: {b: 1]\n", "yaml-unclosed@{: `{` is closed by `]`"),
        ("a: \"\\d\"\n", "yaml-syntax@\": a `\\` in double quotes begins no escape that YAML knows"),
        ("\ta: 1\n", "yaml-tab@\t: a tab is used for indentation: YAML takes only spaces"),
        ("a: [1]]\n", "yaml-syntax@]: the bracket closes nothing"),
        ("a: 'it's'\n", "yaml-syntax@s: the text goes on behind its closing quote"),
        ("a: - b\n", "yaml-syntax@-: a list's `-` cannot stand here"),
        ("b:2\na: 1\n", "yaml-syntax@b:: `b:` is not followed by a space"),
        ("<<<<<<< HEAD\na: 1\n", "yaml-syntax@<<<<<<<: a merge conflict is not resolved"),
        ("{{- if x }}\na: 1\n", "yaml-syntax@{{: text templates are not read: specs are plain YAML"),
        ("a:\n- b\n - c\n", "yaml-indent@-: the line continues the text above: its `-` begins no list item"),
        ("a: @x\n", "yaml-syntax@@: a value cannot begin with `@`"),
        ("a: \u{9f}\n", "control-character@\u{9f}: the control character U+009F is not allowed in YAML"),
        ("a: é\u{ffff}\n", "control-character@\u{ffff}: the control character U+FFFF is not allowed in YAML"),
        ("a: \u{1b}\n", "control-character@\u{1b}: the control character U+001B is not allowed in YAML"),
    ];
    for (text, expected) in cases {
        assert_eq!(messages(text), [expected], "{text}");
    }
    let parsed = read("a: {b: \"x\", c: it's, d: \"y\n");
    assert_eq!(parsed.diagnostics[0].primary.as_ref().unwrap().span.start, 24);
    assert_eq!(read("a: 1\n---\nb: [\n").documents.len(), 1);
}

#[test]
fn unquoted_expressions_are_named_and_mended() {
    let cases = [
        ("{port: ${{ app.port }}}", "${{ app.port }}"),
        ("a:\n  b: [1, ${{ x }}/y]\n", "${{ x }}/y"),
        ("a: {b: ${{ x }}\nc: 1\n", "${{ x }}"),
        ("a: ${{ x[\"b: c\"] }}\n", "${{ x[\"b: c\"] }}"),
        ("a: ${{ x # y }}\n", "${{ x # y }}"),
        ("{${{ if a }}: 1}\n", "${{ if a }}"),
    ];
    for (text, scalar) in cases {
        let parsed = read(text);
        assert_eq!(codes(text), ["expression-unquoted"], "{text}\n{:#?}", messages(text));
        let edit = &parsed.diagnostics[0].fix.as_ref().unwrap().edits[0];
        assert_eq!(&text[edit.span.range()], scalar);
        let mended = text.replace(scalar, &edit.replacement);
        assert!(!codes(&mended).contains(&"expression-unquoted"), "{mended}");
    }
    assert_eq!(root("a: ${{ x }}\n").get("a").unwrap().as_str(), Some("${{ x }}"));
    assert_eq!(codes("a: {b: '${{ x }}'}\nc: [\n"), ["yaml-unclosed"]);
}

#[test]
fn a_byte_order_mark_is_skipped_with_a_warning_and_spans_stay() {
    let text = "\u{feff}a: b\n";
    let parsed = read(text);
    assert_eq!(codes(text), ["byte-order-mark"]);
    assert_eq!(parsed.diagnostics[0].fix.as_ref().unwrap().edits[0].span.range(), 0..3);
    assert_eq!(spans(text), ["a", "b"]);
}

/// Hostile input is refused with a finding, in a time that no one notices.
#[test]
fn hostile_input_is_refused_quickly() {
    let deep_maps: String = (0..1_200).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    let laughs: String = ["a: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned()]
        .into_iter()
        .chain((1..12).map(|n| format!("b{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "))))
        .collect();
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 1_000].join(", "));
    let anchors: String = (0..90).map(|n| format!("&a{n} [")).collect::<String>() + &"x, ".repeat(50_000);
    let anchors = anchors + &"]".repeat(90);
    let cases = [
        ("nested dashes", "- ".repeat(100_000), "nesting-too-deep"),
        ("nested brackets", "[".repeat(100_000), "nesting-too-deep"),
        ("nested braces", "{a: ".repeat(100_000), "nesting-too-deep"),
        ("deep maps", deep_maps, "nesting-too-deep"),
        ("billion laughs", laughs, "alias-expansion"),
        ("long text repeated", long, "alias-expansion"),
        ("anchors around anchors", anchors, "alias-expansion"),
        ("many values", format!("[{}]", "x,".repeat(300_000)), "too-many-nodes"),
        ("many keys", (0..20_000).map(|n| format!("k{n}: 1\n")).collect(), "too-many-nodes"),
        ("unclosed expressions", format!("[{}", "${{ \"".repeat(150_000)), "yaml-syntax"),
        ("a large file", "a".repeat(crate::syntax::limits::FILE_BYTES + 1), "file-too-large"),
    ];
    for (name, text, code) in cases {
        let start = Instant::now();
        let found = codes(&text);
        assert!(start.elapsed() < Duration::from_secs(5), "{name} took {:?}", start.elapsed());
        assert_eq!(found.last(), Some(&code), "{name}");
    }
}

#[test]
fn depth_is_allowed_up_to_its_limit() {
    let limit = Limits::default().depth;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let deepest = read(&nested(limit));
    assert!(deepest.is_ok());
    let printed = crate::syntax::print(&deepest.documents[0].root.clone());
    assert!(read(&printed).documents[0].root.same_value(&deepest.documents[0].root));
    assert_eq!(codes(&nested(limit + 1)), ["nesting-too-deep"]);
    let inside = limit - 1;
    let text = format!("[&a {}, {}*a{}]", "[]", "[".repeat(inside), "]".repeat(inside));
    assert_eq!(codes(&text), ["nesting-too-deep"]);
}

#[test]
fn findings_are_bounded() {
    let text = "- yes\n".repeat(1_000);
    let parsed = read(&text);
    assert_eq!(parsed.diagnostics.len(), crate::syntax::limits::FINDINGS);
    assert_eq!(parsed.diagnostics.last().unwrap().notes, ["this file has more findings than are shown"]);
}

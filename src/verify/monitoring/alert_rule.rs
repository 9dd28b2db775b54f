//! Rules of Prometheus beside their queries: a rule records or alerts, and what it writes can be read.
//!
//! `rulefmt.Rule.Validate`.

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items, keys, text};

pub const RULE: Rule =
    Rule { code: code::ALERT_RULE, check: Check::Kinds(&["monitoring.coreos.com/PrometheusRule"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for rule in items(&object.node, &["spec", "groups"]).iter().flat_map(|group| items(group, &["rules"])) {
        match (field(rule, &["record"]), field(rule, &["alert"])) {
            (Some(record), Some(_)) => tell(record, "a rule records or alerts, not both", findings),
            (None, None) => tell(rule, "a rule has `record` or `alert`", findings),
            (Some(record), None) => records(rule, record, findings),
            (None, Some(_)) => {}
        }
        let texts = keys(rule, &["labels"]).chain(keys(rule, &["annotations"]));
        for entry in texts.filter(|entry| !is_closed(entry.value.as_str().unwrap_or(""))) {
            tell(&entry.value, "a `{{` is not closed by `}}`", findings);
        }
        for entry in keys(rule, &["labels"]).filter(|entry| entry.key.as_str() == "__name__") {
            tell(&entry.value, "`__name__` is no label that a rule can set", findings);
        }
    }
}

/// What only alerts have, and the name under which a recording rule keeps its results.
fn records(rule: &Node, record: &Node, findings: &mut Findings) {
    for key in ["for", "keep_firing_for", "annotations"] {
        if let Some(node) = field(rule, &[key]) {
            tell(node, &format!("a rule that records has no `{key}`"), findings);
        }
    }
    let name = text(rule, &["record"]);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':');
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) || !name.bytes().all(is_name)
    {
        tell(record, &format!("`{name}` is no name of a metric"), findings);
    }
}

fn tell(node: &Node, message: &str, findings: &mut Findings) {
    let found = Diagnostic::error(code::ALERT_RULE, message);
    findings.add(node, found.help("Prometheus drops the whole group, the operator the whole object"));
}

/// Whether each opening of a template has its end.
fn is_closed(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once("{{") {
        let Some((_, after)) = inside.split_once("}}") else { return false };
        rest = after;
    }
    true
}

//! The labels by which a namespace says which pods it takes (`PolicyToEvaluate` of pod-security-admission).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{keys, syntax};

pub const RULE: Rule = Rule { code: code::POD_SECURITY_LABEL, check: Check::Kinds(&["Namespace"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for entry in keys(&object.node, &["metadata", "labels"]) {
        let Some(mode) = entry.key.strip_prefix("pod-security.kubernetes.io/") else { continue };
        // What is no label's value at all is told once, by `label-syntax`.
        let Some(text) = entry.value.as_str().filter(|text| syntax::label_value(text).is_ok()) else {
            continue;
        };
        let expected = match mode {
            "enforce" | "audit" | "warn" if !matches!(text, "privileged" | "baseline" | "restricted") => {
                "it is `privileged`, `baseline` or `restricted`"
            }
            "enforce-version" | "audit-version" | "warn-version" if !is_version(text) => {
                "it is `latest` or a version such as `v1.34`"
            }
            _ => continue,
        };
        let message = format!("`{text}` cannot be the value of the label `{}`", entry.key);
        findings.add(&entry.value, Diagnostic::error(code::POD_SECURITY_LABEL, message).help(expected));
    }
}

/// `latest`, or `v1.` and a number without a leading zero.
fn is_version(text: &str) -> bool {
    let minor = text.strip_prefix("v1.").unwrap_or("");
    let is_number =
        minor == "0" || !minor.starts_with('0') && minor.bytes().all(|byte| byte.is_ascii_digit());
    text == "latest" || !minor.is_empty() && is_number && minor.parse::<i64>().is_ok()
}

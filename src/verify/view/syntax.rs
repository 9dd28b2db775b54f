//! The syntaxes of names and keys that Kubernetes' fields share. `Err` says what the text should be.
//!
//! `k8s.io/apimachinery/pkg/util/validation`. Addresses and selectors are left to what has them.

use crate::schema::quantity::Quantity;
use crate::spec::word::{KeyKind, RECOMMENDED, TextKind, has_dns_parts, is_label_name};
use crate::syntax::Node;

const SUBDOMAIN: &str =
    "it has up to 253 lower-case letters, digits, `-` and `.`, a letter or digit at both ends of each part";
const LABEL_KEY: &str =
    "a key is `name` or `prefix/name`: the name up to 63 letters, digits, `-`, `_`, `.`, the prefix a domain";
const SEGMENT: &str = "it is a segment of a path: neither empty nor `.` or `..`, and without `/` and `%`";
const VARIABLE: &str = "a variable's name is printable ASCII without `=`";

/// `IsDNS1123Label`.
pub fn dns_label(text: &str) -> Result<(), &'static str> {
    TextKind::DnsLabel.check(text)
}

/// `IsDNS1123Subdomain`: unlike a host name's, its parts may be longer than 63.
pub fn dns_subdomain(text: &str) -> Result<(), &'static str> {
    say(has_dns_parts(text, 253), SUBDOMAIN)
}

/// `IsValidPortName`: of the ports of containers, probes, backends; a Service's own ports have DNS labels.
pub fn port_name(text: &str) -> Result<(), &'static str> {
    TextKind::Port.check(text)
}

/// `IsQualifiedName`: keys of labels, names of resources and conditions. In the prefix of an annotation's key capitals
/// are as good.
pub fn qualified_name(text: &str) -> Result<(), &'static str> {
    if let Some(name) = text.strip_prefix(RECOMMENDED) {
        return say(is_label_name(name), LABEL_KEY);
    }
    match text.split_once('/') {
        Some((prefix, name)) => say(is_label_name(name) && dns_subdomain(prefix).is_ok(), LABEL_KEY),
        None => KeyKind::Label.check(text),
    }
}

/// `IsValidLabelValue`.
pub fn label_value(text: &str) -> Result<(), &'static str> {
    TextKind::LabelValue.check(text)
}

/// `IsValidPathSegmentName`: of roles, and of kinds, metrics and parameters that are referred to.
pub fn path_segment(text: &str) -> Result<(), &'static str> {
    say(!matches!(text, "" | "." | "..") && !text.contains(['/', '%']), SEGMENT)
}

/// `IsConfigMapKey`.
pub fn data_key(text: &str) -> Result<(), &'static str> {
    KeyKind::Data.check(text)
}

/// `IsRelaxedEnvVarName`, which all versions since 1.32 go by.
pub fn variable(text: &str) -> Result<(), &'static str> {
    let good = !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~') && byte != b'=');
    say(good, VARIABLE)
}

/// The amount that a node says, a number or a text; `None` where it is none.
pub fn quantity(node: &Node) -> Option<Quantity> {
    node.scalar_text().and_then(|text| Quantity::parse(text))
}

fn say(good: bool, expected: &'static str) -> Result<(), &'static str> {
    if good { Ok(()) } else { Err(expected) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a syntax takes, and what it does not.
    fn hold(syntax: fn(&str) -> Result<(), &'static str>, good: &[&str], bad: &[&str]) {
        good.iter().for_each(|text| assert!(syntax(text).is_ok(), "{text}"));
        bad.iter().for_each(|text| assert!(syntax(text).is_err(), "{text}"));
    }

    #[test]
    fn each_takes_what_the_api_server_takes() {
        let (long, longer) = ("x".repeat(63), "x".repeat(64));
        hold(dns_label, &["a", "1-2", &long], &["", "A", "a.b", "-a", "a-", &longer]);
        hold(
            dns_subdomain,
            &["a.b", &longer, &"x".repeat(253)],
            &["", "a..b", "A", "a.-b", "a-.b", ".a", "a.", "-a", "a-", &"x".repeat(254)],
        );
        hold(
            port_name,
            &["http", "a", "1a", "exactly-fifteen"],
            &["", "80", "a--b", "-a", "HTTP", "sixteen-letters-"],
        );
        hold(
            qualified_name,
            &["a", "A_b", "example.com/a", "app.kubernetes.io/name", &long],
            &[
                "",
                "/a",
                "a/",
                "a/b/c",
                "Example.com/a",
                "app.kubernetes.io/",
                "app.kubernetes.io/a/b",
                &longer,
            ],
        );
        hold(
            label_value,
            &["", "a", "1.4_2", "A_b-c", &long],
            &["two words", "-a", "a.", "ä", "a/b", &longer],
        );
        hold(data_key, &["a.b", "_", ".a"], &["", ".", "..", "..a", "a/b"]);
        hold(variable, &["A", "a b", "1.x-y", "~"], &["", "A=B", "Ä", "a\tb"]);
    }
}

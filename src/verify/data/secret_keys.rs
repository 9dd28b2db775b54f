//! Secrets of the types that Kubernetes knows have the keys of their type (`ValidateSecret`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::base64;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::SECRET_KEYS, check: Check::Kinds(&["Secret"], check) };

const ACCOUNT: &str = "kubernetes.io/service-account.name";

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let kind = text(&object.node, &["type"]);
    let at = field(&object.node, &["type"]).unwrap_or(&object.node);
    let (has, filled) = (
        |key: &str| value(object, key).is_some(),
        |key: &str| value(object, key).is_some_and(|node| node.as_str() != Some("")),
    );
    let (missing, help) = match kind {
        "kubernetes.io/tls" if !has("tls.crt") => ("`tls.crt`", "add the certificate; it may be empty"),
        "kubernetes.io/tls" if !has("tls.key") => {
            ("`tls.key`", "add the key of the certificate; it may be empty")
        }
        "kubernetes.io/basic-auth" if !has("username") && !has("password") => {
            ("`username` or `password`", "add at least one of them")
        }
        "kubernetes.io/ssh-auth" if !filled("ssh-privatekey") => {
            ("`ssh-privatekey`", "add the key; it may not be empty")
        }
        "kubernetes.io/service-account-token"
            if text(&object.node, &["metadata", "annotations", ACCOUNT]).is_empty() =>
        {
            ("the annotation `kubernetes.io/service-account.name`", "name the account that the token is for")
        }
        _ => return,
    };
    let message = format!("a Secret of the type `{kind}` has {missing}, and this one does not");
    findings.add(at, Diagnostic::error(code::SECRET_KEYS, message).help(help));
}

/// What the value of a key holds; `None` where it is no base64, which the schema tells.
pub fn bytes(object: &Object, key: &str) -> Option<Vec<u8>> {
    let written = value(object, key)?.as_str().unwrap_or("");
    let is_text = object.node.at(&["stringData", key]).is_some();
    if is_text { Some(written.as_bytes().to_vec()) } else { base64::decode(written) }
}

/// The value of a key: as text, else in base64. With `null`, the key is there and empty.
pub fn value<'o>(object: &'o Object, key: &str) -> Option<&'o Node> {
    let of = |place| object.node.at(&[place, key]);
    of("stringData").or_else(|| of("data"))
}

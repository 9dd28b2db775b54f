//! Secrets of the type `kubernetes.io/tls` hold a certificate and its key. The API server does not look; who serves with
//! them does.

use super::secret_keys::{bytes, value};
use crate::diagnostic::code;
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::text;

pub const RULE: Rule = Rule { code: code::SECRET_TLS, check: Check::Kinds(&["Secret"], check) };

/// The keys, what is in their values, and how that is called.
const PARTS: [(&str, &str, &str); 2] = [
    ("tls.crt", "-----BEGIN CERTIFICATE-----", "certificate"),
    ("tls.key", "PRIVATE KEY-----", "private key"),
];
/// What stands for a value that somebody else fills in: `${…}`, `<…>`, `{{ … }}`, `ENC[…]`.
const PLACEHOLDERS: [char; 4] = ['$', '<', '{', '['];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    if text(&object.node, &["type"]) != "kubernetes.io/tls" {
        return;
    }
    for (key, mark, what) in PARTS {
        let (Some(node), Some(bytes)) = (value(object, key), bytes(object, key)) else { continue };
        let held = String::from_utf8_lossy(&bytes);
        if !held.trim().is_empty() && !held.contains(mark) && !held.contains(PLACEHOLDERS) {
            let message = format!("`{key}` holds no {what} in PEM: nobody can serve with it");
            let help = format!("write what the file holds: it has a line with `{mark}`");
            findings.warning(code::SECRET_TLS, node, message, help);
        }
    }
}

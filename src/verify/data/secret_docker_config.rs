//! Secrets for registries hold the configuration of docker: a JSON object (`ValidateSecret`).

use serde_json::{Map, Value};

use super::secret_keys::{bytes, value};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule = Rule { code: code::SECRET_DOCKER_CONFIG, check: Check::Kinds(&["Secret"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let kind = text(&object.node, &["type"]);
    let key = match kind {
        "kubernetes.io/dockerconfigjson" => ".dockerconfigjson",
        "kubernetes.io/dockercfg" => ".dockercfg",
        _ => return,
    };
    let Some(node) = value(object, key) else {
        let at = field(&object.node, &["type"]).unwrap_or(&object.node);
        let message = format!("a Secret of the type `{kind}` has `{key}`, and this one does not");
        let help = "add the file that `docker login` writes";
        findings.add(at, Diagnostic::error(code::SECRET_DOCKER_CONFIG, message).help(help));
        return;
    };
    let Some(bytes) = bytes(object, key) else { return };
    // `null` is an object without keys.
    if serde_json::from_slice::<Option<Map<String, Value>>>(&bytes).is_err() {
        let found = Diagnostic::error(code::SECRET_DOCKER_CONFIG, format!("`{key}` is not a JSON object"));
        findings.add(node, found.help("write `{\"auths\": {\"<registry>\": {\"auth\": …}}}`"));
    }
}

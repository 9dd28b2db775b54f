//! Names in a pod of what it uses, and of the pod itself (`ValidatePodSpec`, `validatePodHostName`). The annotation of
//! a name is not looked at; gates are `pod-gate`'s.

use crate::diagnostic::code;
use crate::schema::output::Minor;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, field, items, syntax};

pub const RULE: Rule = Rule { code: code::POD_REFERENCE, check: Check::Pods(check) };

/// Fields with a DNS subdomain; those with a DNS label.
const SUBDOMAINS: [&str; 4] = ["serviceAccountName", "priorityClassName", "runtimeClassName", "nodeName"];
const LABELS: [&str; 2] = ["hostname", "subdomain"];
/// The first version that goes by `hostnameOverride`.
const OVERRIDE: Minor = Minor::new(35);

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    for word in SUBDOMAINS {
        named(pod, word, syntax::dns_subdomain, findings);
    }
    for word in LABELS {
        named(pod, word, syntax::dns_label, findings);
    }
    if ground.minor >= OVERRIDE {
        host_name(pod, findings);
    }
    let secrets = items(pod.spec, &["imagePullSecrets"]).iter();
    for secret in
        secrets.filter(|secret| field(secret, &["name"]).is_none_or(|name| name.as_str() == Some("")))
    {
        let message = "a secret without a name gives no access to images";
        findings.warning(code::POD_REFERENCE, secret, message, "write its `name`, or remove it");
    }
}

fn named(pod: &Pod, word: &str, syntax: fn(&str) -> Result<(), &'static str>, findings: &mut Findings) {
    let Some(node) = field(pod.spec, &[word]) else { return };
    let Some(name) = node.as_str() else { return };
    // Empty is as good as nothing, but for the class of the runtime.
    if (name.is_empty() && word != "runtimeClassName") || pod.repeats_bad_name(name) {
        return;
    }
    if let Err(expected) = syntax(name) {
        findings.error(code::POD_REFERENCE, node, format!("`{name}` cannot be a `{word}`"), expected);
    }
}

fn host_name(pod: &Pod, findings: &mut Findings) {
    let Some(node) = field(pod.spec, &["hostnameOverride"]) else { return };
    let name = node.as_str().unwrap_or("");
    let is_set = |word: &str| field(pod.spec, &[word]).and_then(Node::as_bool) == Some(true);
    for word in ["hostNetwork", "setHostnameAsFQDN"] {
        if is_set(word) {
            let message = format!("with `{word}: true` the pod's host name is not its own");
            findings.error(code::POD_REFERENCE, node, message, "remove one of them");
        }
    }
    if name.len() > 64 {
        let message = "a host name has up to 64 characters";
        findings.error(code::POD_REFERENCE, node, message, "write a shorter one");
    } else {
        named(pod, "hostnameOverride", syntax::dns_subdomain, findings);
    }
}

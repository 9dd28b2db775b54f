//! An Ingress leads somewhere (`ValidateIngressSpec`, `validateHTTPIngressRuleValue`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::KIND;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::INGRESS_RULES, check: Check::Kinds(KIND, check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let spec = field(&object.node, &["spec"]).unwrap_or(&object.node);
    let rules = items(spec, &["rules"]);
    if rules.is_empty() && field(spec, &["defaultBackend"]).is_none() {
        let found = Diagnostic::error(code::INGRESS_RULES, "the Ingress leads nowhere");
        findings.add(spec, found.help("write `rules`, or a `defaultBackend`"));
    }
    // Where `paths` is not there at all, the schema says so.
    for paths in rules.iter().filter_map(|rule| field(rule, &["http", "paths"])) {
        if paths.as_sequence().is_some_and(<[_]>::is_empty) {
            let found = Diagnostic::error(code::INGRESS_RULES, "the rule has no paths");
            findings.add(
                paths,
                found.help("write `- {path: /, pathType: Prefix, backend: …}`, or remove `http`"),
            );
        }
    }
}

//! Which controller an Ingress is for (`ValidateIngressCreate`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::ingress::KIND;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;
use crate::verify::view::syntax::dns_subdomain;

pub const RULE: Rule = Rule { code: code::INGRESS_CLASS, check: Check::Kinds(KIND, check) };

const ANNOTATION: &str = "kubernetes.io/ingress.class";

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let class = field(&object.node, &["spec", "ingressClassName"]);
    if let Some((node, name)) = class.and_then(|node| Some((node, node.as_str()?)))
        && let Err(expected) = dns_subdomain(name)
    {
        let message = format!("`{name}` cannot be the name of an IngressClass");
        findings.add(node, Diagnostic::error(code::INGRESS_CLASS, message).help(expected));
    }
    let Some(annotation) = field(&object.node, &["metadata", "annotations", ANNOTATION]) else { return };
    let found = match class {
        Some(class) if class.as_str() == annotation.as_str() => return,
        Some(class) => Diagnostic::error(code::INGRESS_CLASS, "the Ingress names two classes")
            .at(annotation.origin.span(), "")
            .related(class.origin.span(), "the other one")
            .help(format!("remove the annotation `{ANNOTATION}`")),
        None => {
            Diagnostic::warning(code::INGRESS_CLASS, format!("the annotation `{ANNOTATION}` is deprecated"))
                .help("write `ingressClassName` below `spec`")
        }
    };
    findings.add(annotation, found);
}

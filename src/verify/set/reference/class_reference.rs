//! Classes, issuers and stores by their names, where the input has any of their kind: most clusters bring theirs along.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Text;
use crate::verify::between::{Absence, Broken, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::text;

const REFERRING: Referring = Referring::pods_and(&[
    "PersistentVolumeClaim",
    "networking.k8s.io/Ingress",
    "gateway.networking.k8s.io/Gateway",
    "cert-manager.io/Certificate",
    "external-secrets.io/ExternalSecret",
]);

pub const RULE: Rule =
    Rule { code: code::CLASS_REFERENCE, check: Check::References(REFERRING, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let object = Way::root(gathered.object);
    match gathered.object.identity.kind.as_str() {
        "PersistentVolumeClaim" => storage(gathered, &object),
        "Ingress" => {
            class(gathered, "networking.k8s.io", "IngressClass", object.text(&["spec", "ingressClassName"]))
        }
        "Gateway" => {
            class(
                gathered,
                "gateway.networking.k8s.io",
                "GatewayClass",
                object.text(&["spec", "gatewayClassName"]),
            );
        }
        "Certificate" => issuer(gathered, &object),
        "ExternalSecret" => store(gathered, &object),
        _ => {}
    }
    for claim in object.each(&["spec", "volumeClaimTemplates"]) {
        storage(gathered, &claim);
    }
    if let Some(spec) = gathered.pod_spec {
        class(gathered, "scheduling.k8s.io", "PriorityClass", spec.text(&["priorityClassName"]));
        class(gathered, "node.k8s.io", "RuntimeClass", spec.text(&["runtimeClassName"]));
    }
}

fn storage(gathered: &mut Gathered, claim: &Way) {
    class(gathered, "storage.k8s.io", "StorageClass", claim.text(&["spec", "storageClassName"]));
}

/// A reference to an object that has no namespace.
fn class(gathered: &mut Gathered, group: &str, kind: &str, name: Option<Way>) {
    if let Some(name) = name {
        gathered.refer(&name, gathered.named(group, kind, Text::default(), &name), Absence::WhereKnown);
    }
}

fn issuer(gathered: &mut Gathered, certificate: &Way) {
    let name = certificate.text(&["spec", "issuerRef", "name"]);
    let group = text(certificate.node, &["spec", "issuerRef", "group"]);
    // Issuers of other groups are somebody else's.
    let Some(name) = name.filter(|_| matches!(group, "" | "cert-manager.io")) else { return };
    match text(certificate.node, &["spec", "issuerRef", "kind"]) {
        "ClusterIssuer" => class(gathered, "cert-manager.io", "ClusterIssuer", Some(name)),
        _ => {
            let target = gathered.named("cert-manager.io", "Issuer", gathered.namespace(), &name);
            gathered.refer(&name, target, Absence::Told);
        }
    }
}

fn store(gathered: &mut Gathered, secret: &Way) {
    let Some(name) = secret.text(&["spec", "secretStoreRef", "name"]) else { return };
    match text(secret.node, &["spec", "secretStoreRef", "kind"]) {
        "ClusterSecretStore" => class(gathered, "external-secrets.io", "ClusterSecretStore", Some(name)),
        _ => {
            let target = gathered.named("external-secrets.io", "SecretStore", gathered.namespace(), &name);
            gathered.refer(&name, target, Absence::Told);
        }
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help = broken.instead().unwrap_or("write the name of one that is there, or make it".into());
    Diagnostic::error(code::CLASS_REFERENCE, format!("there is no {}", reference.target)).help(help)
}

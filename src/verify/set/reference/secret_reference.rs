//! The Secrets that pods read, and the keys that they take of them. A Secret may be made by a SealedSecret, an
//! ExternalSecret, a Certificate.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Text;
use crate::verify::between::{Absence, Broken, Detail, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::{field, text};

use super::pod_data::{self, Data};

const REFERRING: Referring = Referring::pods_and(&[
    "ServiceAccount",
    "networking.k8s.io/Ingress",
    "gateway.networking.k8s.io/Gateway",
    "keda.sh/TriggerAuthentication",
]);

pub const RULE: Rule =
    Rule { code: code::SECRET_REFERENCE, check: Check::References(REFERRING, Refer { gather, tell }) };

const SECRET: Data = Data {
    kind: "Secret",
    key_ref: &["valueFrom", "secretKeyRef"],
    from: &["secretRef"],
    volume: &["secret"],
    volume_name: &["secretName"],
    projected: &["secret"],
};

fn gather(gathered: &mut Gathered) {
    pod_data::gather(&SECRET, gathered);
    let object = Way::root(gathered.object);
    let pull = match gathered.pod_spec {
        Some(spec) => spec.each(&["imagePullSecrets"]),
        None => object.each(&["imagePullSecrets"]),
    };
    for secret in pull.filter_map(|secret| secret.text(&["name"])) {
        // The kubelet tries without it.
        gathered.refer(&secret, gathered.core("Secret", &secret), Absence::Odd);
    }
    match gathered.object.identity.kind.as_str() {
        "Ingress" | "Gateway" => certificates(gathered, &object),
        "TriggerAuthentication" => {
            for parameter in object.each(&["spec", "secretTargetRef"]) {
                with_key(gathered, &parameter);
            }
        }
        _ => {}
    }
}

/// The certificates of an Ingress or Gateway. Where it asks cert-manager for them, they will be there.
fn certificates(gathered: &mut Gathered, object: &Way) {
    let asks = |key: &str| field(object.node, &["metadata", "annotations", key]).is_some();
    if asks("cert-manager.io/issuer") || asks("cert-manager.io/cluster-issuer") {
        return;
    }
    let of_ingress = object.each(&["spec", "tls"]).filter_map(|tls| tls.text(&["secretName"]));
    let listeners = object.each(&["spec", "listeners"]).flat_map(|one| one.each(&["tls", "certificateRefs"]));
    // What lies in another namespace, or is of another kind, is another's to grant.
    let is_own = |one: &Way| {
        field(one.node, &["namespace"]).is_none() && matches!(text(one.node, &["kind"]), "" | "Secret")
    };
    let of_gateway = listeners.filter(is_own).filter_map(|one| one.text(&["name"]));
    for name in of_ingress.chain(of_gateway) {
        let key = |key| (Detail::Key(Text::literal(key)), name.site());
        let keys = ["tls.crt", "tls.key"].into_iter().map(key).collect();
        gathered.refer_with(&name, gathered.core("Secret", &name), Absence::Told, keys);
    }
}

fn with_key(gathered: &mut Gathered, parameter: &Way) {
    let Some(name) = parameter.text(&["name"]) else { return };
    let key = parameter.text(&["key"]);
    let key = key.and_then(|key| Some((Detail::Key(key.node.as_text()?.clone()), key.site())));
    gathered.refer_with(&name, gathered.core("Secret", &name), Absence::Told, key.into_iter().collect());
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    pod_data::tell(code::SECRET_REFERENCE, reference, broken)
}

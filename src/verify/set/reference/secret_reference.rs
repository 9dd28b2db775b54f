//! The Secrets that pods read, and the keys that they take of them. A Secret may be made by a SealedSecret, an
//! ExternalSecret, a Certificate.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Gathered, Reference};
use crate::verify::rule::{Check, Refer, Rule};

use super::pod_data::{self, Data};

pub const RULE: Rule =
    Rule { code: code::SECRET_REFERENCE, check: Check::PodReferences(Refer { gather, tell }) };

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
    let Some(spec) = gathered.pod_spec() else { return };
    for secret in spec.each(&["imagePullSecrets"]).filter_map(|secret| secret.text(&["name"])) {
        gathered.refer(&secret, gathered.core("Secret", &secret), Absence::Told);
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    pod_data::tell(code::SECRET_REFERENCE, reference, broken)
}

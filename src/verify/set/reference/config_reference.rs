//! The ConfigMaps that pods read, and the keys that they take of them.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Broken, Gathered, Reference};
use crate::verify::rule::{Check, Refer, Referring, Rule};

use super::pod_data::{self, Data};

pub const RULE: Rule =
    Rule { code: code::CONFIG_REFERENCE, check: Check::References(Referring::PODS, Refer { gather, tell }) };

const CONFIG: Data = Data {
    kind: "ConfigMap",
    key_ref: &["valueFrom", "configMapKeyRef"],
    from: &["configMapRef"],
    volume: &["configMap"],
    volume_name: &["name"],
    projected: &["configMap"],
};

fn gather(gathered: &mut Gathered) {
    pod_data::gather(&CONFIG, gathered);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    pod_data::tell(code::CONFIG_REFERENCE, reference, broken)
}

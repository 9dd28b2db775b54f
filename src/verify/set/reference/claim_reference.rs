//! The PersistentVolumeClaims of pods' volumes and of snapshots.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};

const SNAPSHOTS: Referring = Referring::pods_and(&["snapshot.storage.k8s.io/VolumeSnapshot"]);

pub const RULE: Rule =
    Rule { code: code::CLAIM_REFERENCE, check: Check::References(SNAPSHOTS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let spec = gathered.pod_spec.into_iter();
    let named = spec.flat_map(|spec| spec.each_to(&["volumes"], &["persistentVolumeClaim", "claimName"]));
    let mut claims: Vec<Way> = named.filter(|name| name.node.as_str() != Some("")).collect();
    if gathered.pod_spec.is_none() {
        claims.extend(Way::root(gathered.object).text(&["spec", "source", "persistentVolumeClaimName"]));
    }
    for claim in claims {
        gathered.refer(&claim, gathered.core("PersistentVolumeClaim", &claim), Absence::Told);
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help = broken.instead().unwrap_or("make it: its pods wait until it is there".into());
    Diagnostic::error(code::CLAIM_REFERENCE, format!("there is no {}", reference.target)).help(help)
}

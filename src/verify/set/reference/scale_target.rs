//! What autoscalers scale.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::{field, text};

const SCALERS: Referring = Referring::kinds(&[
    "autoscaling/HorizontalPodAutoscaler",
    "autoscaling.k8s.io/VerticalPodAutoscaler",
    "keda.sh/ScaledObject",
]);

pub const RULE: Rule =
    Rule { code: code::SCALE_TARGET, check: Check::References(SCALERS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let object = Way::root(gathered.object);
    let is_vertical = gathered.object.identity.kind.as_str() == "VerticalPodAutoscaler";
    let target =
        if is_vertical { object.to(&["spec", "targetRef"]) } else { object.to(&["spec", "scaleTargetRef"]) };
    let Some(target) = target else { return };
    let Some(name) = target.text(&["name"]) else { return };
    let kind = match field(target.node, &["kind"]) {
        None => "Deployment",
        Some(kind) => kind.as_str().unwrap_or(""),
    };
    if kind.is_empty() {
        return;
    }
    let group = match text(target.node, &["apiVersion"]) {
        "" => "apps",
        version => version.split_once('/').map_or("", |(group, _)| group),
    };
    gathered.refer(&name, gathered.named(group, kind, gathered.namespace(), &name), Absence::Told);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help = broken.instead().unwrap_or("write apiVersion, kind and name of the workload".into());
    Diagnostic::error(code::SCALE_TARGET, format!("there is no {} to scale", reference.target)).help(help)
}

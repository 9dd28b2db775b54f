//! How a ScaledObject's triggers log in.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Text;
use crate::verify::between::{Absence, Broken, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::text;

const SCALED: Referring = Referring::kinds(&["keda.sh/ScaledObject", "keda.sh/ScaledJob"]);

pub const RULE: Rule =
    Rule { code: code::TRIGGER_AUTHENTICATION, check: Check::References(SCALED, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    for trigger in Way::root(gathered.object).each(&["spec", "triggers"]) {
        let Some(name) = trigger.text(&["authenticationRef", "name"]) else { continue };
        let target = match text(trigger.node, &["authenticationRef", "kind"]) {
            kind @ "ClusterTriggerAuthentication" => gathered.named("keda.sh", kind, Text::default(), &name),
            _ => gathered.named("keda.sh", "TriggerAuthentication", gathered.namespace(), &name),
        };
        gathered.refer(&name, target, Absence::Told);
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help = broken.instead().unwrap_or("make it, in the namespace of the ScaledObject".into());
    Diagnostic::error(code::TRIGGER_AUTHENTICATION, format!("there is no {}", reference.target)).help(help)
}

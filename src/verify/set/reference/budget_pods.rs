//! The pods that a PodDisruptionBudget protects.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Gathered, Reference, Selector, Target, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};

const BUDGETS: Referring = Referring::kinds(&["policy/PodDisruptionBudget"]);

pub const RULE: Rule =
    Rule { code: code::BUDGET_PODS, check: Check::References(BUDGETS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let Some(at) = Way::root(gathered.object).to(&["spec", "selector"]) else { return };
    let target = Target::Pods { namespaces: gathered.own_namespace(), selector: Selector::read(at.node) };
    gathered.refer(&at, target, Absence::Told);
}

fn tell(reference: &Reference, _: &Broken) -> Diagnostic {
    Diagnostic::error(code::BUDGET_PODS, format!("there are no {} to protect", reference.target))
        .help("write the labels of a workload's pod template")
}

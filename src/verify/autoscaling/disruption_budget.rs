//! How many pods may be away: one of two ways to say it, in amounts that are (`ValidatePodDisruptionBudgetSpec`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{AMOUNT, Amount, field};

pub const RULE: Rule =
    Rule { code: code::DISRUPTION_BUDGET, check: Check::Kinds(&["policy/PodDisruptionBudget"], check) };

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let least = field(&object.node, &["spec", "minAvailable"]);
    let most = field(&object.node, &["spec", "maxUnavailable"]);
    if let (Some(least), Some(most)) = (least, most) {
        let found = Diagnostic::error(
            code::DISRUPTION_BUDGET,
            "a budget says how many stay or how many may go, not both",
        );
        let found = found.at(most.origin.span(), "").related(least.origin.span(), "how many stay");
        findings.add(most, found.help("remove `minAvailable` or `maxUnavailable`"));
    }
    for node in [least, most].into_iter().flatten() {
        let problem = match Amount::read(node) {
            Err(()) => format!("it is {AMOUNT}"),
            Ok(amount) if amount.exceeds_all() => "it is more than all".to_string(),
            Ok(_) => continue,
        };
        let found = Diagnostic::error(code::DISRUPTION_BUDGET, problem).at(node.origin.span(), "");
        findings.add(node, found.help("write a number, or a percentage up to `100%`"));
    }
}

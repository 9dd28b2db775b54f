//! How pods are replaced: amounts that are none, or that leave no way forward (`ValidateRollingUpdateDeployment` and its
//! like of DaemonSets and StatefulSets).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{AMOUNT, Amount, field, integer, text};

pub const RULE: Rule = Rule {
    code: code::ROLLING_UPDATE,
    check: Check::Kinds(&["apps/Deployment", "apps/DaemonSet", "apps/StatefulSet"], check),
};

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let kind = object.identity.kind.as_str();
    let strategy = if kind == "Deployment" { "strategy" } else { "updateStrategy" };
    let Some(strategy) = field(&object.node, &["spec", strategy]) else { return };
    let Some(update) = field(strategy, &["rollingUpdate"]) else { return };
    let type_ = text(strategy, &["type"]);
    // Of a DaemonSet that waits for deletions, the server takes the block and drops it.
    if !matches!(type_, "" | "RollingUpdate") {
        if kind != "DaemonSet" {
            let message = format!("pods that are replaced by `{type_}` have no `rollingUpdate`");
            add(update, &message, "remove it, or write `type: RollingUpdate`", findings);
        }
        return;
    }
    let (Ok(surge), Ok(unavailable)) =
        (amount(update, "maxSurge", findings), amount(update, "maxUnavailable", findings))
    else {
        return;
    };
    let stands_still = match kind {
        "Deployment" => is_zero(surge, false) && is_zero(unavailable, false),
        "DaemonSet" => is_zero(surge, true) && is_zero(unavailable, false),
        _ => unavailable.is_some_and(Amount::is_zero),
    };
    if stands_still {
        let message = "no pod may be missing and none may be added: nothing can be replaced";
        add(update, message, "make `maxSurge` or `maxUnavailable` greater than 0", findings);
    }
    if kind == "DaemonSet" && !is_zero(surge, true) && !is_zero(unavailable, false) {
        let message = "a DaemonSet replaces pods by `maxSurge` or by `maxUnavailable`, not by both";
        add(
            update,
            message,
            "write `maxUnavailable: 0` beside `maxSurge`: it is 1 where it is not written",
            findings,
        );
    }
    let too_many = unavailable.is_some_and(Amount::exceeds_all)
        || (kind == "DaemonSet" && surge.is_some_and(Amount::exceeds_all));
    if too_many {
        add(update, "more pods than there are cannot be replaced at once", "write `100%` at most", findings);
    }
    if let Some(node) =
        field(update, &["partition"]).filter(|_| integer(update, &["partition"]).is_some_and(|at| at < 0))
    {
        add(node, "`partition` is the number of a pod, from 0", "write 0 or more", findings);
    }
}

/// Whether an amount is zero, or would be where it is not written.
fn is_zero(amount: Option<Amount>, unwritten: bool) -> bool {
    amount.map_or(unwritten, Amount::is_zero)
}

/// An amount of the block; `Err` where it is none, which is told.
fn amount(update: &Node, key: &str, findings: &mut Findings) -> Result<Option<Amount>, ()> {
    let Some(node) = field(update, &[key]) else { return Ok(None) };
    Amount::read(node).map(Some).inspect_err(|()| {
        add(node, &format!("`{key}` is {AMOUNT}"), "write it so", findings);
    })
}

fn add(node: &Node, message: &str, help: &str, findings: &mut Findings) {
    findings
        .add(node, Diagnostic::error(code::ROLLING_UPDATE, message).at(node.origin.span(), "").help(help));
}

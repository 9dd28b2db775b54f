//! The limits of a LimitRange fit each other (`ValidateLimitRange`).

use super::resource::is_shared;
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::Quantity;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::syntax::quantity;
use crate::verify::view::{field, items, keys, text};

pub const RULE: Rule = Rule { code: code::LIMIT_RANGE_VALUES, check: Check::Kinds(&["LimitRange"], check) };

/// Fields that are each at most the next that there is.
const ORDER: [&str; 4] = ["min", "defaultRequest", "default", "max"];

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    for limit in items(&object.node, &["spec", "limits"]) {
        let kind = text(limit, &["type"]);
        if kind == "Pod" {
            for node in ["default", "defaultRequest"].iter().filter_map(|key| field(limit, &[key])) {
                if node.as_mapping().is_some_and(|map| !map.is_empty()) {
                    let found = error("whole pods have no defaults".to_string());
                    findings.add(node, found.help("write them for `type: Container`"));
                }
            }
        }
        let bounds = |key: &str| limit.at(&[key, "storage"]).is_some();
        if kind == "PersistentVolumeClaim" && !bounds("min") && !bounds("max") {
            let found = error("the limits of claims say nothing about storage".to_string());
            findings.add(limit, found.help("add `min: {storage: …}` or `max: {storage: …}`"));
        }
        order(limit, kind, findings);
        keys(limit, &["maxLimitRequestRatio"])
            .for_each(|entry| ratio(limit, &entry.key, &entry.value, findings));
        if kind != "Pod" {
            whole(limit, findings);
        }
    }
}

fn error(message: String) -> Diagnostic {
    Diagnostic::error(code::LIMIT_RANGE_VALUES, message)
}

fn amount(limit: &Node, list: &str, resource: &str) -> Option<Quantity> {
    quantity(limit.at(&[list, resource])?)
}

fn order(limit: &Node, kind: &str, findings: &mut Findings) {
    let mut lists: Vec<&str> = ORDER.to_vec();
    lists.retain(|list| kind != "Pod" || !list.starts_with("default"));
    while let [less, rest @ ..] = lists.as_slice() {
        for entry in keys(limit, &[less]) {
            let mut above = rest.iter().filter_map(|more| Some((more, amount(limit, more, &entry.key)?)));
            let (Some(low), Some((more, high))) = (amount(limit, less, &entry.key), above.next()) else {
                continue;
            };
            if low.compare(&high).is_gt() {
                let found = error(format!("`{less}` of {low} is above `{more}` of {high}"))
                    .at(entry.value.origin.span(), "");
                let place = limit.at(&[more, &entry.key]).and_then(|node| node.origin.span());
                let found = found.related(place, format!("`{more}`"));
                findings
                    .add(&entry.value, found.help("min, defaultRequest, default and max come in this order"));
            }
        }
        lists.remove(0);
    }
}

fn ratio(limit: &Node, resource: &str, node: &Node, findings: &mut Findings) {
    let Some(ratio) = amount(limit, "maxLimitRequestRatio", resource) else { return };
    let one = Quantity::parse("1");
    if one.is_some_and(|one| ratio.compare(&one).is_lt()) {
        let found = error(format!("a limit is never {ratio} times its request")).at(node.origin.span(), "");
        return findings.add(node, found.help("write 1 or more"));
    }
    let (Some(min), Some(max)) = (amount(limit, "min", resource), amount(limit, "max", resource)) else {
        return;
    };
    if ratio.exceeds(&max, &min) {
        let found =
            error(format!("with `max` of {max} and `min` of {min}, no limit is {ratio} times its request"));
        findings.add(node, found.help("write at most max divided by min, or remove it"));
    }
}

/// What is not shared is asked for as much as it is limited to.
fn whole(limit: &Node, findings: &mut Findings) {
    for entry in keys(limit, &["defaultRequest"]).filter(|entry| !is_shared(&entry.key)) {
        let both = (amount(limit, "defaultRequest", &entry.key), amount(limit, "default", &entry.key));
        let (Some(request), Some(most)) = both else { continue };
        // `order` tells where it is above.
        if request.compare(&most).is_lt() {
            let found = error(format!("`{}` is not shared: its request is its limit", entry.key));
            findings.add(&entry.value, found.help("write the same under `default` and `defaultRequest`"));
        }
    }
}

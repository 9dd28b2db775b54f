//! How much of a resource there can be (`ValidateResourceQuantityValue`, `validateResourceQuantityHugePageValue`), and
//! parts of bytes, which the server warns about.

use super::resources::{self, Kind};
use crate::diagnostic::code;
use crate::schema::quantity::Quantity;
use crate::syntax::Entry;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Pod, keys, syntax};

pub const RULE: Rule = Rule { code: code::RESOURCE_AMOUNT, check: Check::Pods(check) };

fn check(pod: &Pod, ground: Ground, findings: &mut Findings) {
    for (list, _) in resources::lists(pod, ground) {
        keys(list, &[]).for_each(|entry| amount(entry, findings));
    }
}

fn amount(entry: &Entry, findings: &mut Findings) {
    let Some(amount) = syntax::quantity(&entry.value) else { return };
    let name = entry.key.as_str();
    let kind = Kind::of(name);
    if amount.is_negative() {
        let message = format!("there is no less than nothing of {name}");
        findings.error(code::RESOURCE_AMOUNT, &entry.value, message, "write an amount from 0");
    } else if kind == Kind::Extended && !amount.is_whole() {
        let message = format!("`{name}` comes in whole pieces");
        findings.error(code::RESOURCE_AMOUNT, &entry.value, message, "write a whole number");
    } else if kind == Kind::HugePages && !fits_pages(name, &amount) {
        let message = format!("{amount} is no multiple of the pages of {name}");
        findings.error(code::RESOURCE_AMOUNT, &entry.value, message, "write a multiple of the page's size");
    } else if matches!(name, "memory" | "ephemeral-storage") && !amount.is_whole() {
        let message = format!("{amount} of {name} has a part of a byte");
        let help = "bytes have no unit: `m` is a thousandth, `Mi` a mebibyte";
        findings.warning(code::RESOURCE_AMOUNT, &entry.value, message, help);
    }
}

fn fits_pages(name: &str, amount: &Quantity) -> bool {
    let size = name.strip_prefix(resources::HUGE_PAGES).and_then(Quantity::parse);
    let size = size.filter(|size| size.is_whole() && !size.is_negative()).and_then(|size| size.units());
    match (size.filter(|size| *size > 0), amount.units()) {
        (Some(size), Some(amount)) => amount % size == 0,
        (None, _) => false,
        (Some(_), None) => true,
    }
}

//! `requires` of platc.yaml: whether this version of platc may compile the estate.

use super::load::Estate;
use crate::diagnostic::{Diagnostic, code};

/// The version of this compiler.
const OWN: &str = env!("CARGO_PKG_VERSION");

/// Longest first, so that `>=` is not taken for `>`.
const OPERATORS: [&str; 5] = [">=", "<=", ">", "<", "="];

/// The finding where the estate asks for another version, or for none that there could be.
pub fn check(estate: &Estate) -> Option<Diagnostic> {
    let written = estate.platform.as_ref()?.node.at(&["spec", "requires"])?;
    let text = written.as_str()?;
    let place = written.origin.span();
    match is_met(text, OWN) {
        Some(true) => None,
        Some(false) => {
            let message = format!("this is platc {OWN}, and the estate requires `{text}`");
            Some(
                Diagnostic::error(code::VERSION_REQUIRED, message)
                    .at(place, "")
                    .help("install a version that fits"),
            )
        }
        None => {
            let found = Diagnostic::error(code::BAD_VALUE, format!("`{text}` is not a value of `requires`"));
            Some(found.at(place, "").help("write bounds, such as `>=0.1` or `>=0.1, <2`"))
        }
    }
}

/// Whether a version lies within all bounds, which commas or spaces separate; `None` where one is no bound.
fn is_met(bounds: &str, own: &str) -> Option<bool> {
    let own = numbers(own)?;
    let bounds: Vec<&str> = bounds.split([',', ' ']).filter(|bound| !bound.is_empty()).collect();
    if bounds.is_empty() {
        return None;
    }
    let mut met = true;
    for bound in bounds {
        let operator = OPERATORS.into_iter().find(|operator| bound.starts_with(operator))?;
        let wanted = numbers(bound.strip_prefix(operator)?)?;
        // A bound of fewer numbers speaks of those only: `=0.1` is met by 0.1.7.
        let own: Vec<u64> = own.iter().copied().chain([0, 0, 0]).take(wanted.len()).collect();
        met &= match operator {
            ">=" => own >= wanted,
            "<=" => own <= wanted,
            ">" => own > wanted,
            "<" => own < wanted,
            _ => own == wanted,
        };
    }
    Some(met)
}

fn numbers(version: &str) -> Option<Vec<u64>> {
    let release = version.split(['-', '+']).next()?;
    let numbers: Option<Vec<u64>> = release.split('.').map(|number| number.parse().ok()).collect();
    numbers.filter(|numbers| numbers.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::is_met;

    #[test]
    fn bounds_are_compared_number_by_number() {
        for (bounds, own, met) in [
            (">=0.1", "0.1.0", true),
            (">=0.10", "0.9.9", false),
            (">=0.1, <2", "1.4.2", true),
            (">=0.1 <1", "1.0.0", false),
            ("=0.1", "0.1.7", true),
            (">0.1", "0.1.7", false),
            ("<=1.2.3", "1.2.3", true),
        ] {
            assert_eq!(is_met(bounds, own), Some(met), "{bounds} of {own}");
        }
        for bad in ["", "latest", "0.1", ">=x", ">=1.2.3.4", "~0.1"] {
            assert_eq!(is_met(bad, "0.1.0"), None, "{bad}");
        }
    }
}

//! Ranges of addresses in a NetworkPolicy (`ValidateIPBlock`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::address::range;
use crate::verify::findings::Findings;
use crate::verify::network::policy::{KIND, peers};
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, items};

pub const RULE: Rule = Rule { code: code::IP_BLOCK, check: Check::Kinds(KIND, check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for block in peers(object).filter_map(|peer| field(peer, &["ipBlock"])) {
        // Where it is not there at all, the schema says so.
        let Some(node) = field(block, &["cidr"]) else { continue };
        let Some(text) = node.as_str() else { continue };
        let Some(whole) = range(code::IP_BLOCK, node, text, ground, findings) else { continue };
        for except in items(block, &["except"]) {
            let Some(inner) = except.as_str() else { continue };
            let Some(part) = range(code::IP_BLOCK, except, inner, ground, findings) else { continue };
            if !whole.holds(&part) {
                let message = format!("`{inner}` is not a smaller range in `{text}`");
                let found = Diagnostic::error(code::IP_BLOCK, message).at(except.origin.span(), "");
                findings.add(
                    except,
                    found
                        .related(node.origin.span(), "the range")
                        .help("correct one of the two, or remove the exception"),
                );
            }
        }
    }
}

//! How much storage a claim asks for (`ValidatePersistentVolumeClaimSpec`, `GetWarningsForPersistentVolumeClaimSpec`).

use super::claim::{KINDS, claims};
use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::schema::Quantity;
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::field;
use crate::verify::view::syntax::quantity;

pub const RULE: Rule = Rule { code: code::CLAIM_SIZE, check: Check::Kinds(KINDS, check) };

fn check(object: &Object, ground: Ground, findings: &mut Findings) {
    for claim in claims(object, ground) {
        // `null` among amounts is an amount: nothing.
        let Some(request) = claim.at(&["resources", "requests", "storage"]) else {
            let near = [&["resources", "requests"][..], &["resources"]];
            let at = near.into_iter().find_map(|path| field(claim, path)).unwrap_or(claim);
            let found =
                Diagnostic::error(code::CLAIM_SIZE, "the claim does not say how much storage it wants");
            findings.add(at, found.help("write `resources: {requests: {storage: 1Gi}}`"));
            continue;
        };
        let written = request.scalar_text().map_or("0", |text| text.as_str());
        let Some(wanted) = Quantity::parse(written) else { continue };
        if !wanted.is_positive() {
            let found = Diagnostic::error(code::CLAIM_SIZE, format!("{written} is not an amount of storage"));
            findings.add(request, found.help("write one above zero: `1Gi`"));
        }
        let limit = field(claim, &["resources", "limits", "storage"]);
        for node in [Some(request), limit].into_iter().flatten() {
            let amount = quantity(node);
            if let Some(amount) = amount.filter(|amount| !amount.is_whole()) {
                let found = Diagnostic::warning(
                    code::CLAIM_SIZE,
                    format!("there is no fraction of a byte: {amount}"),
                );
                findings.add(node, found.help("`m` is a thousandth; megabytes are `M` or `Mi`"));
            }
        }
    }
}

//! How much a preference counts (`ValidatePreferredSchedulingTerms`, `validateWeightedPodAffinityTerms`).

use crate::diagnostic::Code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::view::field;

/// Checks the weight of a preference, for the rule that looks at it.
pub fn check(preferred: &Node, code: Code, findings: &mut Findings) {
    let Some(node) = field(preferred, &["weight"]) else { return };
    if node.as_i64().is_some_and(|weight| !(1..=100).contains(&weight)) {
        findings.error(code, node, "a weight is a number from 1 to 100", "write how much it counts");
    }
}

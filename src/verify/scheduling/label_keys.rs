//! Keys of the pod's own labels that add to a selector (`validateLabelKeys`).

use crate::diagnostic::Code;
use crate::syntax::Node;
use crate::verify::findings::Findings;
use crate::verify::view::{field, items, syntax};

/// Checks the keys of a constraint or term, for the rule that looks at it. Says whether there are some without the
/// `labelSelector` that they add to.
pub fn check(one: &Node, word: &str, code: Code, findings: &mut Findings) -> bool {
    for node in items(one, &[word]) {
        if let Some(expected) = node.as_str().and_then(|key| syntax::qualified_name(key).err()) {
            findings.error(code, node, "pods cannot have such a label", expected);
        }
    }
    let Some(node) = field(one, &[word]).filter(|_| !items(one, &[word]).is_empty()) else { return false };
    if field(one, &["labelSelector"]).is_some() {
        return false;
    }
    findings.error(code, node, format!("`{word}` add to a `labelSelector`"), "add `labelSelector`");
    true
}

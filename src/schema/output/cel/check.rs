//! Checks a value by the rules of its schema node, in the server's words for what is broken.

use crate::diagnostic::{Diagnostic, code};
use crate::schema::output::SchemaRef;
use crate::schema::output::keywords::Rule;
use crate::schema::output::walk::{Place, Walk};
use crate::syntax::Node;

use super::{Fault, Program};

/// Checks a node whose types, fields and limits are right: the server asks no rule about others either.
pub(in crate::schema::output) fn check(
    walk: &mut Walk<'_>,
    node: &Node,
    at: SchemaRef<'_>,
    place: Place<'_>,
) {
    for rule in &at.node.rules {
        let Ok(program) = rule.program() else { continue };
        // Rules on changes are not asked when an object is made, but where they say so.
        if program.is_transition() && rule.optional_old == 0 {
            continue;
        }
        match program.holds(node, at) {
            Ok(true) => {}
            Ok(false) => walk.out.push(broken(rule, node, &message(rule, node, at), place)),
            Err(Fault::Error(error)) => {
                let message = format!("{} ({error})", message(rule, node, at));
                walk.out.push(broken(rule, node, &message, place));
            }
            Err(Fault::Unknown(what)) => {
                walk.out.push(not_checked(rule, &what).at(node.origin.span(), "not checked here"));
            }
        }
    }
}

/// What a rule says where it is broken: its own words, else the rule itself.
fn message(rule: &Rule, node: &Node, at: SchemaRef<'_>) -> String {
    let computed = rule.message_expression.as_ref().and_then(|text| Program::read(text).ok()?.text(node, at));
    let computed = computed.filter(|text| !text.trim().is_empty() && !text.contains('\n'));
    let message = computed.or_else(|| rule.message.as_ref().map(|text| text.trim().to_owned()));
    message.unwrap_or_else(|| format!("`{}` does not hold", rule.rule.trim()))
}

fn broken(rule: &Rule, node: &Node, message: &str, place: Place<'_>) -> Diagnostic {
    let spoken_of = rule.field_path.as_ref().and_then(|path| field(node, path)).unwrap_or(node);
    let finding =
        Diagnostic::error(code::CEL_RULE, format!("{place} breaks a rule of its definition: {message}"))
            .at(spoken_of.origin.span(), "breaks the rule");
    match rule.message.is_some() || rule.message_expression.is_some() {
        true => finding.note(format!("the rule is `{}`", rule.rule.trim())),
        false => finding,
    }
}

/// The field that a path names: `.spec.replicas`.
fn field<'n>(node: &'n Node, path: &str) -> Option<&'n Node> {
    path.split('.').filter(|name| !name.is_empty()).try_fold(node, |node, name| node.get(name))
}

fn not_checked(rule: &Rule, why: &str) -> Diagnostic {
    Diagnostic::warning(code::CEL_UNCHECKED, format!("a rule of the definition is not checked: {why}"))
        .note(format!("the rule is `{}`", rule.rule.trim()))
}

/// The finding, at the rule itself, where it cannot be checked at all.
pub(in crate::schema::output) fn unchecked(rule: &Rule, written: &Node) -> Option<Diagnostic> {
    let why = rule.program().err()?;
    let place = written.get("rule").unwrap_or(written).origin.span();
    Some(not_checked(rule, why).at(place, "not checked"))
}

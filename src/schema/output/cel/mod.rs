//! Rules in CEL that definitions set on their objects (`x-kubernetes-validations`): read once a process, when a value is
//! first checked by them, and evaluated on the tree as it stands.
//!
//! The reader and the evaluator are our own: what definitions use of the language is small, needs no copy of the tree, and
//! has functions that no library knows. What is not known here makes a rule one that is not checked, which is said.

mod arithmetic;
mod call;
mod check;
mod each;
mod evaluate;
mod expression;
mod function;
mod list;
mod name;
mod parse;
mod text;
mod token;
mod value;
mod view;

pub(super) use check::{check, unchecked};

use evaluate::Scope;
use expression::Expression;
use value::Value;

use super::SchemaRef;
use crate::syntax::Node;

/// An expression, ready to be evaluated.
#[derive(Debug, Clone)]
pub(super) struct Program {
    expression: Expression,
    is_transition: bool,
}

/// Why an expression comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// What the server would say: it refuses the object.
    Error(String),
    /// What is not known here, but may be known to the server.
    Unknown(String),
}

impl Fault {
    fn unknown(what: impl Into<String>) -> Fault {
        Fault::Unknown(what.into())
    }
}

impl Program {
    /// Reads an expression. `Err` says what of it is not known.
    pub fn read(text: &str) -> Result<Program, String> {
        let parsed = parse::parse(text)?;
        Ok(Program { expression: parsed.expression, is_transition: parsed.is_transition })
    }

    /// Whether it asks for the value before the change.
    pub fn is_transition(&self) -> bool {
        self.is_transition
    }

    /// Whether the expression is true of a value.
    pub fn holds(&self, node: &Node, at: SchemaRef<'_>) -> Result<bool, Fault> {
        Scope::new(view::value(node, at)).boolean(&self.expression)
    }

    /// The text that the expression comes to; `None` where it is none.
    pub fn text(&self, node: &Node, at: SchemaRef<'_>) -> Option<String> {
        match Scope::new(view::value(node, at)).evaluate(&self.expression) {
            Ok(Value::Text(text)) => Some(text.into_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::schema::output::OutputSchemas;

    #[test]
    fn every_rule_of_the_artefact_is_read() {
        let schemas = OutputSchemas::embedded();
        let nodes = (0..).map_while(|index| schemas.node(index));
        let mut count = 0;
        for rule in nodes.flat_map(|node| &node.rules) {
            assert!(rule.program().is_ok(), "{}: {:?}", rule.rule, rule.program().err());
            count += 1;
        }
        assert_eq!(count, 198);
    }
}

//! `${{ … }}`: finding expressions in text, evaluating them in a scope, keeping track of what they read.
//!
//! The one door to minijinja. What the names in scope mean is left to whoever implements [`Scope`].

mod engine;
mod evaluate;
mod path;
mod pieces;
mod render;
mod statement;

pub use evaluate::{Missing, Scope, evaluate, evaluate_text, has_expression};
pub use path::Path;
pub use pieces::{Piece, split};
pub use render::{is_true, render};

use crate::syntax::{Entry, Node, Origin, Text, Value};

/// A compiled expression: a dotted path, or anything that the engine takes.
#[derive(Debug)]
pub struct Expression {
    form: Form,
    paths: Vec<Path>,
}

#[derive(Debug)]
enum Form {
    /// The value of the only path.
    Path,
    /// What the engine makes of the paths' values. Where it only asks whether the value of the only path is a certain
    /// text, that text: templates ask nothing else as often.
    Engine(engine::Compiled, Option<Text>),
}

/// What is wrong in an expression, and where in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpressionError {
    /// Bytes of the expression's own text.
    pub range: std::ops::Range<usize>,
    pub message: String,
}

impl Expression {
    /// Compiles the text between `${{` and `}}`.
    pub fn compile(source: &str) -> Result<Self, ExpressionError> {
        if source.trim().is_empty() {
            return Err(ExpressionError { range: 0..source.len(), message: "it is empty".into() });
        }
        if let Some(only) = path::only(source) {
            return Ok(Expression { form: Form::Path, paths: vec![only] });
        }
        let paths = path::paths(source);
        if let [only] = paths.as_slice()
            && only.range == (0..source.trim_end().len())
        {
            return Ok(Expression { form: Form::Path, paths });
        }
        let compiled = engine::compile(&path::with_placeholders(source, &paths))
            .map_err(|message| ExpressionError { range: 0..source.len(), message })?;
        let same = same_text(source, &paths).map(Text::new);
        Ok(Expression { form: Form::Engine(compiled, same), paths })
    }

    /// The paths that it reads, in the order written.
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// The segments of an expression that is nothing but a path.
    pub fn as_path(&self) -> Option<&[Text]> {
        match (&self.form, self.paths.as_slice()) {
            (Form::Path, [path]) => Some(&path.segments),
            _ => None,
        }
    }

    /// The value, given the values of [`Expression::paths`]; `None` stands for a known name that is not set.
    pub fn value(&self, values: Vec<Option<Node>>) -> Result<Node, String> {
        match (&self.form, values.as_slice()) {
            (Form::Path, _) => Ok(values.into_iter().next().flatten().unwrap_or_default()),
            (Form::Engine(_, Some(same)), [Some(Node { value: Value::String(text), .. })]) => {
                Ok(Node::boolean(text == same, Origin::Unknown))
            }
            (Form::Engine(compiled, _), values) => compiled.value(values),
        }
    }
}

/// The text of `<path> == '<text>'`.
fn same_text<'s>(source: &'s str, paths: &[Path]) -> Option<&'s str> {
    let [only] = paths else { return None };
    let compared = source.get(only.range.end..)?.trim().strip_prefix("==")?.trim_start();
    let text = compared.strip_prefix('\'')?.strip_suffix('\'')?;
    (only.range.start == 0 && !text.contains(['\'', '\\'])).then_some(text)
}

/// Where the scalars of a value come from: all of them count in what the engine computes.
fn leaves(node: &Node) -> Vec<Origin> {
    match &node.value {
        Value::Sequence(items) => items.iter().flat_map(leaves).collect(),
        Value::Mapping(mapping) => mapping.iter().flat_map(|entry: &Entry| leaves(&entry.value)).collect(),
        _ => vec![node.origin.clone()],
    }
}

//! minijinja, behind one type: compile, evaluate, and turn values into nodes and back.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use minijinja::value::{Value as Dynamic, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Expression, UndefinedBehavior};

use super::path::placeholder;
use crate::diagnostic::nearest;
use crate::syntax::{Entry, Mapping, Node, Origin, Text, Value};

/// Steps that one evaluation may take; a plain expression takes about ten.
const FUEL: u64 = 50_000;
/// Nested calls that one evaluation may make.
const DEPTH: usize = 50;

/// Filters that people mean most often, for the nearest to a misspelt one.
const FILTERS: [&str; 20] = [
    "abs", "bool", "default", "first", "float", "indent", "int", "items", "join", "last", "length", "lower",
    "replace", "reverse", "round", "sort", "split", "trim", "unique", "upper",
];

/// An expression that the engine compiled.
pub struct Compiled(Expression<'static, 'static>);

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compiled")
    }
}

fn environment() -> &'static Environment<'static> {
    static ENVIRONMENT: OnceLock<Environment<'static>> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        environment.set_recursion_limit(DEPTH);
        environment
    })
}

/// Compiles an expression whose paths are placeholders.
pub fn compile(source: &str) -> Result<Compiled, String> {
    environment().compile_expression_owned(source.to_string()).map(Compiled).map_err(|error| explain(&error))
}

impl Compiled {
    /// Evaluates with the placeholders' values; what is not set stays undefined.
    pub fn value(&self, values: &[Option<Node>]) -> Result<Node, String> {
        let set =
            |(number, node): (usize, &Option<Node>)| Some((placeholder(number), to_dynamic(node.as_ref()?)));
        let context: BTreeMap<String, Dynamic> = values.iter().enumerate().filter_map(set).collect();
        let value = self.0.eval(Dynamic::from(context)).map_err(|error| explain(&error))?;
        to_node(&value)
    }
}

/// The engine's message, without the placeholder names and without values.
fn explain(error: &Error) -> String {
    match error.kind() {
        ErrorKind::OutOfFuel => "the expression takes too many steps".into(),
        ErrorKind::UndefinedError => "a name in the expression is not set here".into(),
        ErrorKind::UnknownFilter => unknown(error, "filter", &FILTERS),
        ErrorKind::UnknownTest => unknown(error, "test", &[]),
        ErrorKind::UnknownFunction => unknown(error, "function", &[]),
        kind => match error.detail() {
            Some(detail) if detail.contains("unexpected end of input") => {
                "it ends where something must follow".into()
            }
            Some(detail) if detail.contains("value_") => kind.to_string(),
            Some(detail) => detail.to_string(),
            None => kind.to_string(),
        },
    }
}

/// The detail is `filter upcase is unknown`.
fn unknown(error: &Error, what: &str, known: &[&str]) -> String {
    let name = error.detail().and_then(|detail| detail.split(' ').nth(1)).unwrap_or("");
    match nearest(name, known.iter().copied()) {
        Some(near) => format!("there is no {what} `{name}`; did you mean `{near}`?"),
        None => format!("there is no {what} `{name}`"),
    }
}

fn to_dynamic(node: &Node) -> Dynamic {
    match &node.value {
        Value::Null => Dynamic::from(()),
        Value::Bool(_) => Dynamic::from(node.as_bool()),
        Value::Number(text) => match (node.as_i64(), text.parse::<f64>()) {
            (Some(integer), _) => Dynamic::from(integer),
            (None, Ok(float)) => Dynamic::from(float),
            (None, Err(_)) => Dynamic::from(text.as_str()),
        },
        Value::String(text) => Dynamic::from(text.as_str()),
        Value::Sequence(items) => Dynamic::from(items.iter().map(to_dynamic).collect::<Vec<_>>()),
        Value::Mapping(mapping) => {
            Dynamic::from_pairs(mapping.iter().map(|entry| (entry.key.as_str(), to_dynamic(&entry.value))))
        }
    }
}

fn to_node(value: &Dynamic) -> Result<Node, String> {
    let node = |value| Ok(Node::new(value, Origin::Unknown));
    match value.kind() {
        ValueKind::Undefined | ValueKind::None => node(Value::Null),
        ValueKind::Bool => Ok(Node::boolean(value.is_true(), Origin::Unknown)),
        ValueKind::Number => node(Value::Number(value.to_string().into())),
        ValueKind::String => node(Value::String(value.as_str().unwrap_or("").into())),
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter().map_err(|error| explain(&error))?;
            let items = items.checked().map(|item| to_node(&item.map_err(|error| explain(&error))?));
            node(Value::Sequence(items.collect::<Result<_, String>>()?))
        }
        ValueKind::Map => {
            let mut mapping = Mapping::new();
            for key in value.try_iter().map_err(|error| explain(&error))?.checked() {
                let key = key.map_err(|error| explain(&error))?;
                let item = value.get_item(&key).map_err(|error| explain(&error))?;
                let key = Text::from(key.to_string());
                mapping.insert(Entry { key, key_origin: Origin::Unknown, value: to_node(&item)? });
            }
            node(Value::Mapping(mapping))
        }
        kind => Err(format!("an expression cannot yield a value of type {kind}")),
    }
}

//! A rule in CEL as a tree. Reading it is `parse`'s, what it comes to `evaluate`'s.

use crate::schema::pattern::Pattern;
use crate::syntax::Text;

use super::function::Function;

#[derive(Debug, Clone)]
pub(super) enum Expression {
    Literal(Literal),
    /// The value that the rule is written at.
    Own,
    /// The same value before the change; there is none where objects are made.
    Old,
    /// A variable of an enclosing macro, by its place among them.
    Variable(usize),
    Field(Box<Expression>, Key),
    Has(Box<Expression>, Key),
    Item(Box<Expression>, Box<Expression>),
    /// `a.?b` and `a[?b]`: optional, also where `a` is.
    OptionalField(Box<Expression>, Key),
    OptionalItem(Box<Expression>, Box<Expression>),
    List(Vec<Expression>),
    Map(Vec<(Expression, Expression)>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Choice(Box<[Expression; 3]>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    Call(Function, Vec<Expression>),
    /// `matches` with a pattern that is written out.
    Matches(Box<Expression>, Pattern),
    Each(Box<Each>),
}

#[derive(Debug, Clone)]
pub(super) enum Literal {
    Null,
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    Text(Text),
    Type(&'static str),
}

/// The name of a field, as the rule and as the object spells it.
#[derive(Debug, Clone)]
pub(super) struct Key {
    /// `__namespace__`
    pub written: Text,
    /// `namespace`
    pub meant: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

/// A macro that goes through a list, or through the keys of a map.
#[derive(Debug, Clone)]
pub(super) struct Each {
    pub macro_: Macro,
    pub range: Expression,
    /// Index and item, or key and value, where two variables are named.
    pub has_two: bool,
    pub condition: Option<Expression>,
    /// What becomes of each item, in `map` and its like.
    pub result: Option<Expression>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Macro {
    All,
    Exists,
    ExistsOne,
    Filter,
    /// Also `transformList`.
    Map,
    /// `transformMap`: a map with the same keys.
    MapValues,
    /// `optMap`
    Optional,
    /// `optFlatMap`
    OptionalFlat,
}

//! Templated texts: whole files in which values and statements stand (`config` with `template: true`).

use super::Expression;
use super::evaluate::{Missing, Place, Scope, one, written_at};
use super::statement::{Part, Source, parse};
use crate::diagnostic::{Diagnostic, code};
use crate::syntax::{Mapping, Node, Origin, Text, Value};

/// Parts, turns of loops and 64-byte stretches of values that one text may make.
const STEPS: usize = 100_000;

/// Evaluates a text's values and statements. What is wrong is told at its place in the text, all of it at once.
pub fn render(text: &str, origin: &Origin, scope: &dyn Scope) -> Result<Node, Vec<Diagnostic>> {
    scope.begin(origin);
    let place = Place { origin, length: text.len() };
    let parts = parse(text).map_err(|wrong| {
        vec![Diagnostic::error(code::EXPRESSION_SYNTAX, wrong.message).at(place.span(wrong.range), "")]
    })?;
    let mut rendering = Rendering {
        scope: Locals { outer: scope, variables: Vec::new() },
        place,
        text: String::new(),
        read: Vec::new(),
        found: Vec::new(),
        steps: STEPS,
    };
    rendering.parts(&parts);
    if rendering.found.is_empty() {
        Ok(Node::string(rendering.text, written_at(origin, rendering.read)))
    } else {
        Err(rendering.found)
    }
}

/// Truth as in the engine: nothing, `false`, zero and what is empty are false.
pub fn is_true(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Bool(_) => node.as_bool() == Some(true),
        Value::Number(text) => text.parse::<f64>() != Ok(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Sequence(items) => !items.is_empty(),
        Value::Mapping(mapping) => !mapping.is_empty(),
    }
}

/// The names of loops and `set` before those of the text's own scope.
struct Locals<'a> {
    outer: &'a dyn Scope,
    variables: Vec<(Text, Node)>,
}

impl Locals<'_> {
    /// The value of a name of the text's own; `None` where it has no such name.
    fn own(&self, path: &[Text]) -> Option<Result<Node, Missing>> {
        let root = path.first();
        let (_, node) = self.variables.iter().rev().find(|(name, _)| Some(name) == root)?;
        Some(walk(node, path))
    }

    /// What the outer scope does not know either.
    fn with_own(&self, found: Result<Node, Missing>) -> Result<Node, Missing> {
        found.map_err(|missing| match missing {
            Missing::Unknown { segment: 0, mut known } => {
                known.extend(self.variables.iter().map(|(name, _)| name.to_string()));
                Missing::Unknown { segment: 0, known }
            }
            missing => missing,
        })
    }
}

impl Scope for Locals<'_> {
    fn find(&self, path: &[Text]) -> Result<Node, Missing> {
        self.own(path).unwrap_or_else(|| self.with_own(self.outer.find(path)))
    }

    fn operand(&self, path: &[Text]) -> Result<Node, Missing> {
        self.own(path).unwrap_or_else(|| self.with_own(self.outer.operand(path)))
    }
}

fn walk(root: &Node, path: &[Text]) -> Result<Node, Missing> {
    let mut node = root;
    for (segment, key) in path.iter().enumerate().skip(1) {
        node = node.get(key).ok_or_else(|| {
            let known = node.as_mapping().into_iter().flat_map(Mapping::keys).map(str::to_string);
            Missing::Unknown { segment, known: known.collect() }
        })?;
    }
    Ok(node.clone())
}

struct Rendering<'a> {
    scope: Locals<'a>,
    place: Place<'a>,
    text: String,
    read: Vec<Origin>,
    found: Vec<Diagnostic>,
    steps: usize,
}

impl Rendering<'_> {
    fn parts(&mut self, parts: &[Part]) {
        let outer = self.scope.variables.len();
        for part in parts {
            if !self.pay(1) {
                break;
            }
            self.part(part);
        }
        self.scope.variables.truncate(outer);
    }

    /// Whether there are steps left; that there are none is told once.
    fn pay(&mut self, steps: usize) -> bool {
        if self.steps > 0 && self.steps <= steps {
            let message = format!("the template makes too much: more than {STEPS} steps");
            let found = Diagnostic::error(code::EXPRESSION_SYNTAX, message).at(self.place.span(0..0), "");
            self.found.push(found.help("take a loop out, or write the text without a template"));
        }
        self.steps = self.steps.saturating_sub(steps);
        self.steps > 0
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Literal(literal) => self.text.push_str(literal),
            Part::Value(source) => {
                let Some(value) = self.value(source) else { return };
                match value.scalar_text() {
                    Some(text) => {
                        self.text.push_str(text);
                        self.read.push(value.origin);
                    }
                    None => self.found.push(self.place.not_text(&source.range, &value)),
                }
            }
            Part::Set(name, source) => {
                let value = self.value(source).unwrap_or_default();
                self.scope.variables.push((name.clone(), value));
            }
            Part::If(branches, otherwise) => {
                for (condition, body) in branches {
                    match self.holds(condition) {
                        Some(true) => return self.parts(body),
                        Some(false) => {}
                        None => return,
                    }
                }
                self.parts(otherwise);
            }
            Part::For(variables, list, body, otherwise) => self.repeat(variables, list, body, otherwise),
        }
    }

    fn value(&mut self, source: &Source) -> Option<Node> {
        match one(&source.text, &source.range, &self.scope, &self.place) {
            Ok(value) => self.pay(size(&value) / 64).then_some(value),
            Err(found) => {
                self.found.extend(found);
                None
            }
        }
    }

    /// Whether a condition holds; a name that is known but not set does not. `None` where it does not evaluate.
    fn holds(&mut self, condition: &Source) -> Option<bool> {
        let expression = Expression::compile(&condition.text).ok();
        let path = expression.as_ref().and_then(Expression::as_path);
        let value = match path.map(|path| self.scope.find(path)) {
            Some(Err(Missing::Unset)) => return Some(false),
            Some(Ok(value)) => value,
            _ => self.value(condition)?,
        };
        let holds = is_true(&value);
        self.read.push(value.origin);
        Some(holds)
    }

    fn repeat(&mut self, variables: &[Text], list: &Source, body: &[Part], otherwise: &[Part]) {
        let Some(value) = self.value(list) else { return };
        let Some(turns) = turns(&value, variables.len()) else {
            let kind = value.value.kind();
            let message = match variables.len() {
                1 => format!("a loop needs a list or a map; this is {kind}"),
                _ => "a loop with two variables needs a map".to_string(),
            };
            let found = Diagnostic::error(code::EXPRESSION_TYPE, message);
            self.found.push(found.at(self.place.span(list.range.clone()), format!("this is {kind}")));
            return;
        };
        if turns.is_empty() {
            return self.parts(otherwise);
        }
        let (outer, count) = (self.scope.variables.len(), turns.len());
        for (number, items) in turns.into_iter().enumerate() {
            if !self.pay(1) {
                break;
            }
            self.scope.variables.push((Text::literal("loop"), turn(number, count)));
            self.scope.variables.extend(variables.iter().cloned().zip(items));
            self.parts(body);
            self.scope.variables.truncate(outer);
        }
    }
}

/// About how many bytes a value takes.
fn size(node: &Node) -> usize {
    match &node.value {
        Value::Sequence(items) => items.iter().map(|item| 16 + size(item)).sum(),
        Value::Mapping(mapping) => {
            mapping.iter().map(|entry| 16 + entry.key.len() + size(&entry.value)).sum()
        }
        _ => node.scalar_text().map_or(0, |text| text.len()),
    }
}

/// The values of the variables in each turn: a list's items, a map's keys, its keys and values, or pairs.
fn turns(value: &Node, variables: usize) -> Option<Vec<Vec<Node>>> {
    // What the engine computed has lost where its parts come from.
    let traced = |node: &Node| match node.origin {
        Origin::Unknown => Node::new(node.value.clone(), value.origin.clone()),
        _ => node.clone(),
    };
    if let Some(mapping) = value.as_mapping() {
        let turn = |entry: &crate::syntax::Entry| {
            let key = traced(&Node::string(entry.key.clone(), entry.key_origin.clone()));
            if variables == 1 { vec![key] } else { vec![key, traced(&entry.value)] }
        };
        return Some(mapping.iter().map(turn).collect());
    }
    let items = value.as_sequence()?.iter();
    if variables == 1 {
        return Some(items.map(|item| vec![traced(item)]).collect());
    }
    items
        .map(|item| Some(item.as_sequence().filter(|pair| pair.len() == 2)?.iter().map(traced).collect()))
        .collect()
}

/// What a body may ask of its turn: `loop.index` from 1, `loop.index0`, `loop.first`, `loop.last`, `loop.length`.
fn turn(number: usize, count: usize) -> Node {
    let integer = |number: usize| Node::integer(i64::try_from(number).unwrap_or(i64::MAX), Origin::Unknown);
    let mut turn = Mapping::new();
    turn.set("index", integer(number + 1));
    turn.set("index0", integer(number));
    turn.set("first", Node::boolean(number == 0, Origin::Unknown));
    turn.set("last", Node::boolean(number + 1 == count, Origin::Unknown));
    turn.set("length", integer(count));
    Node::mapping(turn, Origin::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::leaves;
    use crate::source::{FileId, Files, SourceFile, Span};
    use crate::syntax::{ParseOptions, parse as parse_yaml};

    struct Tree(Node);

    impl Scope for Tree {
        fn find(&self, path: &[Text]) -> Result<Node, Missing> {
            if path.first().map(Text::as_str) == Some("unset") {
                return Err(Missing::Unset);
            }
            let keys: Vec<&str> = path.iter().map(Text::as_str).collect();
            self.0.at(&keys).cloned().ok_or(Missing::Unknown { segment: 0, known: vec!["app".into()] })
        }
    }

    fn scope() -> (FileId, Tree) {
        let text = "app: {name: shop, on: true, ports: [80, 443], vars: {b: 2, a-b: 1}}";
        let mut files = Files::default();
        let id = files.add(SourceFile::new("scope.yaml", text));
        (id, Tree(parse_yaml(id, text, &ParseOptions::default()).documents.remove(0).root))
    }

    fn rendered(text: &str) -> Result<String, Vec<(String, u32)>> {
        let (id, tree) = scope();
        let origin = Origin::At(Span::new(id, 0, text.len()));
        let found = |found: Vec<Diagnostic>| {
            let place = |found: &Diagnostic| found.primary.as_ref().map_or(0, |label| label.span.start);
            found.iter().map(|found| (found.message.clone(), place(found))).collect()
        };
        render(text, &origin, &tree).map(|node| node.as_str().unwrap().to_string()).map_err(found)
    }

    #[test]
    fn values_and_statements_are_evaluated() {
        let made = |text: &str| rendered(text).unwrap();
        assert_eq!(made("name = ${{ app.name | upper }}\r\n\n"), "name = SHOP\r\n\n");
        assert_eq!(made("${% if unset %}a${% elif app.on %}b${% else %}c${% endif %}"), "b");
        assert_eq!(
            made(
                "${% for p in app.ports %}${{ loop.index }}:${{ p }}${% if not loop.last %},${% endif %}${% endfor %}"
            ),
            "1:80,2:443"
        );
        assert_eq!(made("${% for k, v in app.vars %}${{ k }}=${{ v }};${% endfor %}"), "b=2;a-b=1;");
        assert_eq!(made("${% for k, v in app.vars | items %}${{ k }}=${{ v }};${% endfor %}"), "b=2;a-b=1;");
        assert_eq!(made("${% for x in [] %}a${% else %}b${% endfor %}${{ app.vars.a-b }}"), "b1");
        assert_eq!(made("${% set n = app.name ~ '!' %}${{ n }}"), "shop!");
    }

    #[test]
    fn mistakes_have_their_places_and_are_told_together() {
        let text = "a: ${{ app.name }}\nb: ${{ nobody }}\nc: ${{ app.ports }}\n${% for x in app.name %}${% endfor %}";
        let wrong = rendered(text).unwrap_err();
        let at = |needle: &str| u32::try_from(text.find(needle).unwrap()).unwrap();
        let places: Vec<u32> = wrong.iter().map(|(_, place)| *place).collect();
        assert_eq!(places, [at("nobody"), at("app.ports"), at("app.name %")]);
    }

    #[test]
    fn a_name_of_a_loop_ends_with_it_and_what_is_not_taken_is_not_evaluated() {
        assert!(rendered("${% for x in app.ports %}${% endfor %}${{ x }}").is_err());
        assert_eq!(rendered("${% if false %}${{ nobody }}${% endif %}").as_deref(), Ok(""));
    }

    #[test]
    fn a_template_ends() {
        let told = "the template makes too much: more than 100000 steps";
        let loops = "${% for a in range(500) %}".repeat(3) + &"${% endfor %}".repeat(3);
        assert_eq!(rendered(&loops).unwrap_err(), [(told.to_string(), 0)]);
        let doubled = "${% set a = 'abcdefgh' %}".to_string() + &"${% set a = a ~ a %}".repeat(60);
        assert_eq!(rendered(&doubled).unwrap_err().pop(), Some((told.to_string(), 0)));
    }

    #[test]
    fn what_is_read_is_known() {
        let (id, tree) = scope();
        let text = "${% if app.on %}${{ app.vars.b }}${% else %}${{ app.name }}${% endif %}";
        let node = render(text, &Origin::At(Span::new(id, 0, text.len())), &tree).unwrap();
        let spans: Vec<u32> = node.origin.spans().iter().map(|span| span.start).collect();
        let place = |keys: &[&str]| tree.0.at(keys).unwrap().origin.span().unwrap().start;
        assert_eq!(spans, [0, place(&["app", "on"]), place(&["app", "vars", "b"])]);
    }

    #[test]
    fn a_filter_of_a_list_reads_its_items() {
        let (id, tree) = scope();
        let node = render("${{ app.ports | join('-') }}", &Origin::At(Span::new(id, 0, 0)), &tree).unwrap();
        assert_eq!(node.as_str(), Some("80-443"));
        assert!(
            leaves(tree.0.at(&["app", "ports"]).unwrap())
                .iter()
                .all(|leaf| { node.origin.spans().contains(&leaf.span().unwrap()) })
        );
    }
}

//! Checks a template when it is loaded: dotted paths against the model, literal keys against the output schema.

use super::compile::{Condition, Element, Part, Slot, TextPiece};
use super::set::TemplateSet;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::expression::Path;
use crate::schema::output::{KindLookup, OutputSchemas, SchemaRef};
use crate::schema::problem;
use crate::source::Span;
use crate::spec::Shape;
use crate::syntax::{Entry, Node, Origin, Text};

/// Variables that templates of a level do not have.
const ELSEWHERE: [(&str, &str); 2] = [("app", "namespaces"), ("environment", "app")];

/// Includes inside each other; more is a circle.
const DEPTH: usize = 20;

/// Checks every template of a set whose variables are the fields of `model`.
pub fn check(set: &TemplateSet, model: Shape, schemas: &OutputSchemas, out: &mut Vec<Diagnostic>) {
    let Shape::Struct(fields) = model else { return };
    for template in set.all() {
        let level = template.path.split('/').nth(1).unwrap_or("");
        let is_here = |key: &str| !ELSEWHERE.contains(&(level, key));
        let here = fields.fields.iter().filter(|field| is_here(&field.key));
        let variables = here.map(|field| (Text::new(&field.key), (field.shape)())).collect();
        let mut checking = Checking { set, schemas, variables, out, depth: 0 };
        checking.object(&template.body);
    }
}

struct Checking<'a> {
    set: &'a TemplateSet,
    schemas: &'a OutputSchemas,
    variables: Vec<(Text, Shape)>,
    out: &'a mut Vec<Diagnostic>,
    depth: usize,
}

impl Checking<'_> {
    /// A part that makes objects: loops around a mapping with apiVersion and kind.
    fn object(&mut self, part: &Part) {
        match part {
            Part::Mapping(elements, _)
                if elements.iter().any(|element| !matches!(element, Element::Entry { .. })) =>
            {
                for element in elements {
                    self.directive(element, |checking, body| checking.object(body));
                }
            }
            Part::Mapping(elements, _) => {
                let schema = schema_of(elements, self.schemas);
                self.part(part, schema);
            }
            part => self.part(part, None),
        }
    }

    fn part(&mut self, part: &Part, schema: Option<SchemaRef<'_>>) {
        match part {
            Part::Literal(_) => {}
            Part::Slot(slot) => self.slot(slot),
            Part::Text(pieces, _) => {
                for piece in pieces {
                    if let TextPiece::Slot(slot) = piece {
                        self.slot(slot);
                    }
                }
            }
            Part::Mapping(elements, _) | Part::Sequence(elements, _) => {
                for element in elements {
                    self.element(element, schema);
                }
            }
            Part::Include(name, span) => self.include(name, *span, schema),
        }
    }

    fn element(&mut self, element: &Element, schema: Option<SchemaRef<'_>>) {
        match element {
            Element::Entry { key, origin, part } => {
                let field = schema.and_then(|schema| schema.field(key));
                if let (Some(schema), None) = (schema, field)
                    && !schema.is_open()
                {
                    self.unknown_key(key, origin, schema);
                }
                self.part(part, field);
            }
            Element::Item(part) => self.part(part, schema.and_then(|schema| schema.items())),
            directive => self.directive(directive, |checking, body| match (body, schema) {
                // The body stands for what it is spliced into; a list's body for an item of it.
                (Part::Mapping(..) | Part::Include(..), Some(schema)) => {
                    checking.part(body, Some(schema.items().unwrap_or(schema)));
                }
                _ => checking.part(body, schema),
            }),
        }
    }

    fn directive(&mut self, element: &Element, body_check: impl Fn(&mut Self, &Part)) {
        match element {
            Element::If { condition, body } => {
                self.condition(condition);
                body_check(self, body);
            }
            Element::For { variable, list, condition, body } => {
                self.slot(list);
                let item =
                    list.expression.as_path().and_then(|path| self.shape(path)).map_or(Shape::Any, item_of);
                self.variables.push((variable.clone(), item));
                condition.iter().for_each(|condition| self.condition(condition));
                body_check(self, body);
                self.variables.pop();
            }
            Element::Entry { .. } | Element::Item(_) => self.element(element, None),
        }
    }

    fn include(&mut self, name: &str, span: Option<Span>, schema: Option<SchemaRef<'_>>) {
        let Some(part) = self.set.part(name) else {
            let names = self.set.parts().map(|(name, _)| name.as_str());
            let near = nearest(name, names).map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let message = format!("there is no template part `{name}`");
            self.out.push(Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(span, near));
            return;
        };
        if self.depth >= DEPTH {
            let message = format!("the part `{name}` includes itself");
            self.out.push(Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(span, ""));
            return;
        }
        self.depth += 1;
        self.part(part, schema);
        self.depth -= 1;
    }

    fn condition(&mut self, condition: &Condition) {
        self.slot(&condition.0);
    }

    fn slot(&mut self, slot: &Slot) {
        for path in slot.expression.paths() {
            self.path(path, slot.span);
        }
    }

    fn path(&mut self, path: &Path, span: Option<Span>) {
        for end in 1..=path.segments.len() {
            let Some((name, before)) = path.segments.get(..end).and_then(<[Text]>::split_last) else {
                continue;
            };
            if self.shape(path.segments.get(..end).unwrap_or(&[])).is_some() {
                continue;
            }
            let known = self.names(before);
            let label = nearest(name, known.iter().map(String::as_str));
            let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let message = match before.iter().map(Text::as_str).collect::<Vec<_>>().join(".").as_str() {
                "" => format!("`{name}` is not in scope here"),
                before => format!("the model has no `{name}` in `{before}`"),
            };
            self.out.push(Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(span, label));
            return;
        }
    }

    /// The shape of what a path names; `None` where the model has no such field.
    fn shape(&self, path: &[Text]) -> Option<Shape> {
        let (root, keys) = path.split_first()?;
        let (_, shape) = self.variables.iter().rev().find(|(name, _)| name == root)?;
        keys.iter().try_fold(*shape, |shape, key| match shape {
            Shape::Struct(fields) => fields.field(key).map(|field| (field.shape)()),
            Shape::Map(_, value) => Some(value()),
            Shape::Any | Shape::Kubernetes(_) => Some(Shape::Any),
            _ => None,
        })
    }

    fn names(&self, path: &[Text]) -> Vec<String> {
        match (path.is_empty(), self.shape(path)) {
            (true, _) => self.variables.iter().map(|(name, _)| name.to_string()).collect(),
            (false, Some(Shape::Struct(fields))) => {
                fields.fields.iter().map(|field| field.key.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    fn unknown_key(&mut self, key: &Text, origin: &Origin, schema: SchemaRef<'_>) {
        let allowed: Vec<&str> = schema.fields().collect();
        let entry = Entry { key: key.clone(), key_origin: origin.clone(), value: Node::default() };
        let of = schema.name().map_or("the map around it".to_string(), |name| format!("`{name}`"));
        self.out.push(problem::unknown_field(&entry, &allowed, &of));
    }
}

fn item_of(shape: Shape) -> Shape {
    if let Shape::List(item) = shape { item() } else { Shape::Any }
}

/// The schema of the object whose apiVersion and kind stand in a mapping as literals.
fn schema_of<'s>(elements: &[Element], schemas: &'s OutputSchemas) -> Option<SchemaRef<'s>> {
    let literal = |wanted: &str| {
        elements.iter().find_map(|element| match element {
            Element::Entry { key, part: Part::Literal(node), .. } if key.as_str() == wanted => node.as_str(),
            _ => None,
        })
    };
    match schemas.kind(literal("apiVersion")?, literal("kind")?, schemas.newest()) {
        KindLookup::Found(kind) => Some(kind.node),
        _ => None,
    }
}

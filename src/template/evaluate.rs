//! Evaluating a compiled template on the model.

use super::compile::{Condition, Element, Part, Slot, TextPiece};
use super::set::TemplateSet;
use crate::diagnostic::{Diagnostic, code};
use crate::expression::is_true;
use crate::syntax::{Entry, Mapping, Node, Origin, Text, Value};

/// Includes and loops inside each other that one template may make.
const DEPTH: usize = 40;
/// Nodes that one template may write; the largest real object has some thousand.
const NODES: usize = 500_000;

/// One evaluation: the templates, the variables in scope, and what it may still do.
pub struct Evaluation<'a> {
    set: &'a TemplateSet,
    variables: Vec<(Text, &'a Node)>,
    /// Whether nodes learn which template line and which conditions made them.
    traced: bool,
    depth: usize,
    fuel: usize,
    /// What the parts that are being evaluated hold so far, the innermost's last: a map or list takes no more memory
    /// than it needs, and one that stays empty none.
    made: Vec<Made>,
}

/// A key with its value, or a value alone: a list's item, an object, or a map that gives all its own entries.
struct Made {
    key: Option<(Text, Origin)>,
    node: Node,
}

type Evaluated<T> = Result<T, Box<Diagnostic>>;

impl<'a> Evaluation<'a> {
    /// An evaluation whose variables are the keys of `model`.
    pub fn new(set: &'a TemplateSet, model: &'a Node, traced: bool) -> Self {
        let roots = model.as_mapping().into_iter().flat_map(Mapping::iter);
        let variables = roots.map(|entry| (entry.key.clone(), &entry.value)).collect();
        Evaluation { set, variables, traced, depth: 0, fuel: NODES, made: Vec::new() }
    }

    /// The objects that a template makes: its mapping, or one for each turn of the loops at its top.
    pub fn objects(&mut self, part: &'a Part) -> Evaluated<Vec<Node>> {
        match part {
            Part::Mapping(elements, _)
                if elements.iter().any(|element| !matches!(element, Element::Entry { .. })) =>
            {
                let start = self.elements(elements)?;
                Ok(self.made.drain(start..).map(|made| made.node).collect())
            }
            part => Ok(self.part(part)?.into_iter().collect()),
        }
    }

    /// The value of a part; `None` drops the field. So does a map or list of which nothing is left.
    fn part(&mut self, part: &'a Part) -> Evaluated<Option<Node>> {
        match part {
            Part::Literal(node) => Ok((!node.is_null()).then(|| node.clone())),
            Part::Slot(slot) => self.slot(slot),
            Part::Text(pieces, origin) => self.text(pieces, origin).map(Some),
            Part::Mapping(elements, origin) => {
                let start = self.elements(elements)?;
                let mapping = spliced_together(self.made.drain(start..));
                let dropped = mapping.is_empty() && !elements.is_empty();
                Ok((!dropped).then(|| Node::mapping(mapping, origin.clone())))
            }
            Part::Sequence(elements, origin) => {
                let start = self.elements(elements)?;
                let items: Vec<Node> = self.made.drain(start..).map(|made| made.node).collect();
                let dropped = items.is_empty() && !elements.is_empty();
                Ok((!dropped).then(|| Node::sequence(items, origin.clone())))
            }
            Part::Include(name, span) => {
                let set = self.set;
                let included = set.part(name).ok_or_else(|| {
                    let message = format!("there is no template part `{name}`");
                    Box::new(Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(*span, ""))
                })?;
                self.deeper(|evaluation| evaluation.part(included))
            }
        }
    }

    /// Makes what elements make; where that begins in `made`.
    fn elements(&mut self, elements: &'a [Element]) -> Evaluated<usize> {
        let start = self.made.len();
        let mut parent = None;
        for element in elements {
            match element {
                Element::Entry { key, origin, part: Part::Slot(slot) } if slot.parent().is_some() => {
                    self.spend()?;
                    if let Some(node) = self.field(slot, &mut parent) {
                        self.made.push(Made { key: Some((key.clone(), origin.clone())), node });
                    }
                }
                element => self.element(element)?,
            }
        }
        Ok(start)
    }

    /// The value of a plain path, most of which lead nowhere; `parent` is what the one before it was found in.
    fn field(&self, slot: &Slot, parent: &mut Option<&'a Node>) -> Option<Node> {
        let (way, key) = slot.parent()?;
        if !slot.same_parent {
            *parent = self.find(way);
        }
        let node = parent.and_then(|parent| parent.get(key)).filter(|node| !node.is_null())?;
        Some(self.traced(slot, node.clone()))
    }

    fn spend(&mut self) -> Evaluated<()> {
        self.fuel = self.fuel.checked_sub(1).ok_or_else(too_much)?;
        Ok(())
    }

    /// Makes every key and value, or item, of an element.
    fn element(&mut self, element: &'a Element) -> Evaluated<()> {
        self.spend()?;
        match element {
            Element::Entry { key, origin, part } => {
                if let Some(node) = self.part(part)? {
                    self.made.push(Made { key: Some((key.clone(), origin.clone())), node });
                }
            }
            Element::Item(part) => {
                if let Some(node) = self.part(part)? {
                    self.made.push(Made { key: None, node });
                }
            }
            Element::If { condition, body } => {
                if let Some(reasons) = self.holds(condition)? {
                    self.body(body, &reasons)?;
                }
            }
            Element::For { variable, list, condition, body } => {
                let Some(items) = list.expression.as_path().and_then(|path| self.find(path)) else {
                    return Ok(());
                };
                for item in items.as_sequence().unwrap_or(&[]) {
                    self.variables.push((variable.clone(), item));
                    let reasons = match condition {
                        Some(condition) => self.holds(condition)?,
                        None => Some(Vec::new()),
                    };
                    if let Some(mut reasons) = reasons {
                        reasons.extend_from_slice(if self.traced { item.origin.reasons() } else { &[] });
                        self.body(body, &reasons)?;
                    }
                    self.variables.pop();
                }
            }
        }
        Ok(())
    }

    /// The body of a directive, spliced: a map's keys, a list's items, or the value itself.
    fn body(&mut self, body: &'a Part, reasons: &[Origin]) -> Evaluated<()> {
        let start = self.made.len();
        if let Some(elements) = spliced(body) {
            for element in elements {
                self.deeper(|evaluation| evaluation.element(element))?;
            }
        } else if let Some(node) = self.deeper(|evaluation| evaluation.part(body))? {
            self.made.push(Made { key: None, node });
        }
        if !reasons.is_empty() {
            for made in self.made.iter_mut().skip(start) {
                let origin = std::mem::take(&mut made.node.origin);
                made.node.origin = origin.because(reasons.iter().cloned());
            }
        }
        Ok(())
    }

    fn slot(&mut self, slot: &Slot) -> Evaluated<Option<Node>> {
        let node = match slot.expression.as_path() {
            Some(path) => self.find(path).cloned(),
            None => Some(self.computed(slot)?),
        };
        Ok(node.filter(|node| !node.is_null()).map(|node| self.traced(slot, node)))
    }

    /// A value that learns which template line it is for, where somebody asks.
    fn traced(&self, slot: &Slot, mut node: Node) -> Node {
        if let (true, Some(span)) = (self.traced, slot.span) {
            node.origin = std::mem::take(&mut node.origin).by_template(span);
        }
        node
    }

    fn computed(&self, slot: &Slot) -> Evaluated<Node> {
        let values: Vec<Option<Node>> =
            slot.expression.paths().iter().map(|path| self.find(&path.segments).cloned()).collect();
        let origins: Vec<Origin> = values.iter().flatten().map(|node| node.origin.clone()).collect();
        let mut node = slot.expression.value(values).map_err(|message| {
            Box::new(Diagnostic::error(code::TEMPLATE_SYNTAX, message).at(slot.span, ""))
        })?;
        node.origin = Origin::derived(origins);
        Ok(node)
    }

    fn text(&mut self, pieces: &[TextPiece], origin: &Origin) -> Evaluated<Node> {
        let (mut joined, mut read) = (String::new(), Vec::new());
        for piece in pieces {
            match piece {
                TextPiece::Literal(literal) => joined.push_str(literal),
                TextPiece::Slot(slot) => {
                    let value = self.slot(slot)?.unwrap_or_default();
                    joined.push_str(value.scalar_text().map_or("", Text::as_str));
                    read.push(value.origin);
                }
            }
        }
        let template = origin.span();
        let read = Origin::derived(read);
        Ok(Node::string(
            joined,
            match template {
                Some(span) if self.traced => read.by_template(span),
                _ => read,
            },
        ))
    }

    /// Why a condition holds, or `None` where it does not.
    fn holds(&self, condition: &Condition) -> Evaluated<Option<Vec<Origin>>> {
        let slot = &condition.0;
        let (truth, read): (bool, Vec<&Node>) = match slot.expression.as_path() {
            Some(path) => {
                let node = self.find(path);
                (node.is_some_and(is_true), node.into_iter().collect())
            }
            None => {
                let value = self.computed(slot)?;
                let paths = slot.expression.paths().iter();
                (is_true(&value), paths.filter_map(|path| self.find(&path.segments)).collect())
            }
        };
        if !truth {
            return Ok(None);
        }
        Ok(Some(if self.traced { read.into_iter().flat_map(decisive).collect() } else { Vec::new() }))
    }

    /// The node under a path whose first segment is a variable.
    fn find(&self, path: &[Text]) -> Option<&'a Node> {
        let (root, keys) = path.split_first()?;
        let (_, node) = self.variables.iter().rev().find(|(name, _)| name == root)?;
        keys.iter().try_fold(*node, |node, key| node.get(key))
    }

    fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Evaluated<T>) -> Evaluated<T> {
        if self.depth >= DEPTH {
            return Err(too_much());
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }
}

/// The elements that a directive's body hands on one by one: a list's items, or directives inside directives. A loop
/// in a loop makes an item, or an object, for each inner turn.
fn spliced(body: &Part) -> Option<&[Element]> {
    match body {
        Part::Sequence(elements, _) => Some(elements),
        Part::Mapping(elements, _) => {
            let all =
                elements.iter().all(|element| matches!(element, Element::If { .. } | Element::For { .. }));
            (all && !elements.is_empty()).then_some(elements)
        }
        _ => None,
    }
}

/// What decided, where a condition holds: a switch's own place; of any other value that it is there, which is
/// for its reasons to say.
fn decisive(node: &Node) -> Vec<Origin> {
    match node.value {
        Value::Bool(_) => vec![node.origin.clone()],
        _ => node.origin.reasons().to_vec(),
    }
}

/// A map of keys with their values; a value without a key gives all its own entries.
fn spliced_together(made: impl ExactSizeIterator<Item = Made>) -> Mapping {
    let mut mapping = Mapping::with_capacity(made.len());
    for Made { key, node } in made {
        match (key, node.value) {
            (Some((key, key_origin)), value) => {
                mapping.push(Entry { key, key_origin, value: Node::new(value, node.origin) });
            }
            (None, Value::Mapping(entries)) => {
                for mut entry in entries {
                    let origin = std::mem::take(&mut entry.value.origin)
                        .because(node.origin.reasons().iter().cloned());
                    entry.value.origin = match node.origin.template() {
                        Some(span) if origin.template().is_none() => origin.by_template(span),
                        _ => origin,
                    };
                    mapping.insert(entry);
                }
            }
            (None, _) => {}
        }
    }
    mapping
}

fn too_much() -> Box<Diagnostic> {
    Box::new(Diagnostic::error(code::TEMPLATE_SYNTAX, "a template goes too deep or makes too much"))
}

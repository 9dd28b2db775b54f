//! Why a field has its value: the line that set it, what it was computed from, what it beat, what decided that it
//! is there, and the template line that wrote it.

use super::{Compiled, Trouble};
use crate::compile::{Selection, Unit};
use crate::diagnostic::{Diagnostic, nearest};
use crate::manifest::{self, Object};
use crate::source::{Files, Span};
use crate::syntax::{FieldPath, Mapping, Node, Origin, Segment, Trail, Value, print, print_with_lines};
use crate::system::System;
use crate::workspace::PLATFORM;

/// What is asked for.
#[derive(Debug, Clone)]
pub enum Question {
    /// `Kind/name.path` of an app in an environment.
    Field { environment: String, app: String, field: String },
    /// A line (from 1) of a file below the manifest folder.
    Line { path: String, line: usize },
}

/// How a place contributes to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The value is written there.
    Set,
    /// The value is computed from what is written there.
    From,
    /// The field is there because of what is written there.
    Because,
    /// Written in a weaker layer.
    Beats,
    /// The template line that put it into the object.
    Template,
}

/// A place with its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    pub role: Role,
    pub span: Span,
}

/// The answer.
pub struct Explanation {
    pub files: Files,
    /// What kept the app from compiling; then there is nothing else.
    pub findings: Vec<Diagnostic>,
    pub object: String,
    pub field: String,
    /// The value as YAML.
    pub value: String,
    pub contributions: Vec<Contribution>,
    /// Rules of ours that took part, in words.
    pub rules: Vec<&'static str>,
    /// The golden file and the line (from 1) at which the field begins.
    pub golden: (String, usize),
}

/// Answers a question about an emitted object.
pub fn explain(system: &dyn System, question: &Question) -> Result<Explanation, Trouble> {
    let (environment, app) = match question {
        Question::Field { environment, app, .. } => (environment.clone(), app.clone()),
        Question::Line { path, .. } => unit_of(path)?,
    };
    let selection =
        Selection { environments: vec![environment.clone()], apps: vec![app.clone()], traced: true };
    let compiled = Compiled::new(system, selection)?;
    let Some(unit) = compiled.units().first() else {
        let help = format!("overlays/{environment}/{app}.yaml would make it run there");
        return Err(Trouble::new(format!("`{app}` does not run in {environment}"), Some(help)));
    };
    if compiled.is_broken() {
        return Ok(Explanation::broken(&compiled));
    }
    let folder = compiled.folder();
    let (object, path) = match question {
        Question::Field { field, .. } => by_field(unit, field)?,
        Question::Line { path, line } => by_line(unit, &folder, path, *line)?,
    };
    answer(&compiled, unit, object, &path)
}

/// Environment and app of a path below the manifest folder: its third and second names from the end; an
/// environment's own objects lie a folder deeper.
fn unit_of(path: &str) -> Result<(String, String), Trouble> {
    let deeper = path.rsplit('/').nth(2) == Some(PLATFORM);
    let mut names = path.rsplit('/').skip(if deeper { 2 } else { 1 });
    match (names.next(), names.next()) {
        (Some(app), Some(environment)) => Ok((environment.to_string(), app.to_string())),
        _ => {
            let help = "a line is written golden/<env>/<app>/<file>.yaml:<line>".to_string();
            Err(Trouble::new(format!("`{path}` is no file that platc writes"), Some(help)))
        }
    }
}

fn by_field<'u>(unit: &'u Unit, field: &str) -> Result<(&'u Object, FieldPath), Trouble> {
    let matching = |object: &&Object| {
        let name = object.identity.to_string();
        field.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    // `a.b` could be a name with a dot or a field of `a`: the longest name that fits is meant.
    let object = unit.objects.iter().filter(matching).max_by_key(|object| object.identity.name.len());
    let Some(object) = object else {
        let names: Vec<String> = unit.objects.iter().map(|object| object.identity.to_string()).collect();
        let wanted = field.split('.').next().unwrap_or(field);
        let help = match nearest(wanted, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its objects are {}", names.join(", ")),
        };
        return Err(Trouble::new(format!("`{wanted}` is not an object of {}", unit.app), Some(help)));
    };
    let rest = field.strip_prefix(&object.identity.to_string()).unwrap_or("");
    let path = FieldPath::parse(rest.strip_prefix('.').unwrap_or(rest))
        .map_err(|message| Trouble::new(message, None))?;
    Ok((object, path))
}

fn by_line<'u>(
    unit: &'u Unit,
    folder: &str,
    path: &str,
    line: usize,
) -> Result<(&'u Object, FieldPath), Trouble> {
    let inside = path.strip_prefix(&format!("{folder}/")).unwrap_or(path);
    let paths = manifest::paths(&unit.environment, &unit.app, &unit.objects);
    let found = unit.objects.iter().zip(&paths).find(|(_, path)| inside.ends_with(path.as_str()));
    let Some((object, _)) = found else {
        let help = nearest(inside, paths.iter().map(String::as_str))
            .map(|near| format!("did you mean {folder}/{near}?"));
        return Err(Trouble::new(format!("{} does not make {path}", unit.app), help));
    };
    let (_, lines) = print_with_lines(&object.node);
    let header = manifest::header(&unit.inputs).lines().count();
    match line.checked_sub(header + 1).and_then(|line| lines.get(line)) {
        Some(path) => Ok((object, path.clone())),
        None => Err(Trouble::new(format!("{path} has no field at line {line}"), None)),
    }
}

fn answer(
    compiled: &Compiled,
    unit: &Unit,
    object: &Object,
    path: &FieldPath,
) -> Result<Explanation, Trouble> {
    let Some(node) = path.find(&object.node) else {
        return Err(Trouble::new(
            format!("{} has no field `{path}`", object.identity),
            nearest_field(object, path),
        ));
    };
    let paths = manifest::paths(&unit.environment, &unit.app, &unit.objects);
    let place = unit.objects.iter().position(|known| known.identity == object.identity);
    let file = place.and_then(|place| paths.get(place)).cloned().unwrap_or_default();
    let (_, lines) = print_with_lines(&object.node);
    let header = manifest::header(&unit.inputs).lines().count();
    let line = lines.iter().position(|known| begins_at(&object.node, known, node)).unwrap_or(0);
    let (contributions, rules) = contributions(&object.node, path);
    Ok(Explanation {
        files: compiled.estate.files.clone(),
        findings: Vec::new(),
        object: object.identity.to_string(),
        field: path.to_string(),
        value: print(node).trim_end().to_string(),
        contributions,
        rules,
        golden: (format!("{}/{file}", compiled.folder()), line + header + 1),
    })
}

/// Whether a printed line's field is the node, or lies in it.
fn begins_at(root: &Node, line: &FieldPath, node: &Node) -> bool {
    let prefixes = (0..=line.0.len()).filter_map(|length| line.0.get(..length));
    prefixes
        .into_iter()
        .any(|prefix| FieldPath(prefix.to_vec()).find(root).is_some_and(|found| std::ptr::eq(found, node)))
}

/// Every place that takes part in the value at a path, in the order in which they are told, and our own rules.
pub fn contributions(root: &Node, path: &FieldPath) -> (Vec<Contribution>, Vec<&'static str>) {
    let mut gathered = Gathered::default();
    let mut template = None;
    let mut node = Some(root);
    for length in 0..=path.0.len() {
        let Some(here) = node else { break };
        for reason in here.origin.reasons() {
            gathered.all(reason, Role::Because);
        }
        template = here.origin.template().or(template);
        if length == path.0.len() {
            gathered.all(&here.origin, Role::Set);
        }
        node = path.0.get(length).and_then(|step| step_into(here, step));
    }
    gathered.places.extend(template.map(|span| Contribution { role: Role::Template, span }));
    (gathered.told(), gathered.rules)
}

fn step_into<'n>(node: &'n Node, step: &Segment) -> Option<&'n Node> {
    FieldPath(vec![step.clone()]).find(node)
}

#[derive(Default)]
struct Gathered {
    places: Vec<Contribution>,
    rules: Vec<&'static str>,
}

impl Gathered {
    /// Everything in an origin; `role` is what its own place does.
    fn all(&mut self, origin: &Origin, role: Role) {
        match origin {
            Origin::Unknown => {}
            Origin::At(span) => self.places.push(Contribution { role, span: *span }),
            Origin::Via(trail) => self.trail(trail, role),
        }
    }

    fn trail(&mut self, trail: &Trail, role: Role) {
        self.places.extend(trail.at.map(|span| Contribution { role, span }));
        self.rules.extend(trail.rule.filter(|rule| !self.rules.contains(rule)));
        // What stands alone in the place of a written value is what set it; beside one it only took part.
        let below = match role {
            Role::Set if trail.at.is_none() && trail.from.len() == 1 && trail.rule.is_none() => Role::Set,
            Role::Set => Role::From,
            other => other,
        };
        trail.from.iter().for_each(|from| self.all(from, below));
        let reasons = if role == Role::Beats { Role::Beats } else { Role::Because };
        trail.because.iter().for_each(|because| self.all(because, reasons));
        // The strongest of the beaten comes first.
        trail.beats.iter().for_each(|beaten| self.all(beaten, Role::Beats));
    }

    /// Each place once, by its strongest role, in the order of the roles.
    fn told(&mut self) -> Vec<Contribution> {
        let mut told: Vec<Contribution> = Vec::new();
        self.places.sort_by_key(|place| place.role);
        for place in &self.places {
            if !told.iter().any(|known| known.span == place.span) {
                told.push(place.clone());
            }
        }
        told
    }
}

/// The field that was probably meant: the nearest name where the path leaves the object.
fn nearest_field(object: &Object, path: &FieldPath) -> Option<String> {
    let mut node = &object.node;
    for step in &path.0 {
        match step_into(node, step) {
            Some(next) => node = next,
            None => {
                let names: Vec<&str> = match &node.value {
                    Value::Mapping(mapping) => mapping.keys().collect(),
                    Value::Sequence(items) => {
                        items.iter().filter_map(|item| item.get("name")?.as_str()).collect()
                    }
                    _ => return None,
                };
                let wanted = match step {
                    Segment::Key(name) | Segment::Named(name) => name.to_string(),
                    Segment::Index(number) => number.to_string(),
                };
                return Some(match nearest(&wanted, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there are {}", names.join(", ")),
                });
            }
        }
    }
    None
}

impl Explanation {
    fn broken(compiled: &Compiled) -> Self {
        Explanation {
            files: compiled.estate.files.clone(),
            findings: compiled.findings(),
            object: String::new(),
            field: String::new(),
            value: String::new(),
            contributions: Vec::new(),
            rules: Vec::new(),
            golden: (String::new(), 0),
        }
    }
}

/// Every leaf of an object with its path: scalars, empty maps and empty lists.
pub fn leaves(node: &Node) -> Vec<FieldPath> {
    let mut found = Vec::new();
    collect(node, FieldPath::root(), &mut found);
    found
}

fn collect(node: &Node, path: FieldPath, found: &mut Vec<FieldPath>) {
    match &node.value {
        Value::Mapping(mapping) if !mapping.is_empty() => {
            mapping.iter().for_each(|entry| collect(&entry.value, path.key(entry.key.clone()), found));
        }
        Value::Sequence(items) if !items.is_empty() => {
            for (number, item) in items.iter().enumerate() {
                collect(item, path.and(step_name(items, item, number)), found);
            }
        }
        _ => found.push(path),
    }
}

/// How an item is named: by its `name` where no other item has it.
fn step_name(items: &[Node], item: &Node, number: usize) -> Segment {
    let name =
        |item: &Node| item.as_mapping().and_then(|mapping: &Mapping| mapping.get("name")?.as_text().cloned());
    match name(item) {
        Some(own) if items.iter().filter(|other| name(other).as_ref() == Some(&own)).count() == 1 => {
            Segment::Named(own)
        }
        _ => Segment::Index(number),
    }
}

//! What every part of resolving one app needs: its names, labels, scope, and a place for findings.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostic, code, nearest};
use crate::expression::evaluate;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::labels::Borne;
use crate::source::Span;
use crate::spec::{AppSpec, Spanned};
use crate::syntax::{Mapping, Node, Origin, Text};

/// One app in one environment, evaluated and read.
pub struct Context<'w> {
    pub scope: AppScope<'w>,
    pub name: Spanned<Text>,
    pub namespace: Node,
    pub spec: AppSpec,
    findings: RefCell<Vec<Diagnostic>>,
    /// The objects that were made.
    made: RefCell<Vec<Made>>,
    /// What environment, platform and metadata say, as far as it was asked for: a dozen keys.
    known: RefCell<Vec<(Holder, &'static str, Rc<Node>)>>,
    /// The labels that were asked for.
    pub(super) borne: RefCell<Vec<Borne>>,
}

/// An object that was made: by its kind and stem `names` and `patches` call it, whatever name it has.
struct Made {
    kind: Text,
    stem: Text,
    name: Text,
}

impl Made {
    /// `Kind/<stem>`.
    fn key(&self) -> String {
        format!("{}/{}", self.kind, self.stem)
    }
}

/// Whose key is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Environment,
    Platform,
    Metadata,
}

impl<'w> Context<'w> {
    pub fn new(scope: AppScope<'w>, spec: AppSpec) -> Self {
        let node = scope.app.name_node();
        let name = Spanned::new(Text::new(&scope.app.name), node.origin);
        Context {
            scope,
            name,
            namespace: scope.namespace(),
            spec,
            findings: RefCell::default(),
            made: RefCell::default(),
            known: RefCell::default(),
            borne: RefCell::default(),
        }
    }

    /// Remembers a finding; resolving goes on, so that all are shown at once.
    pub fn report(&self, found: Diagnostic) {
        self.findings.borrow_mut().push(found);
    }

    /// Whether the place has been reported for such a mistake already.
    pub fn has_reported(&self, code: Code, place: Option<Span>) -> bool {
        let findings = self.findings.borrow();
        findings
            .iter()
            .any(|found| found.code == code && found.primary.as_ref().map(|label| label.span) == place)
    }

    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }

    /// Whether the app's own files write it, rather than defaults and overrides for many apps.
    pub fn is_own(&self, origin: &Origin) -> bool {
        let files = &self.scope.world.estate.files;
        let inputs = &self.scope.app.inputs;
        origin.written().into_iter().any(|span| inputs.iter().any(|path| path == files.path(span)))
    }

    /// Another app of the environment; told where it does not run there.
    pub fn neighbour(&self, app: &Spanned<Text>) -> Option<AppScope<'_>> {
        let environment = self.scope.environment;
        let Some(other) = environment.apps.get(app.value.as_str()) else {
            let known = environment.apps.keys().map(String::as_str).collect();
            let help = format!("it must run in {}", environment.name);
            self.report(unknown("app here", app, known).help(help));
            return None;
        };
        Some(AppScope::new(self.scope.world, environment, other))
    }

    /// A key of the environment's spec, evaluated in the app's scope.
    pub fn of_environment(&self, key: &'static str) -> Rc<Node> {
        self.evaluated(Holder::Environment, key)
    }

    /// A key of the platform's spec, evaluated in the app's scope.
    pub fn of_platform(&self, key: &'static str) -> Rc<Node> {
        self.evaluated(Holder::Platform, key)
    }

    /// A key of the App's metadata, evaluated in the app's scope.
    pub fn of_metadata(&self, key: &'static str) -> Rc<Node> {
        self.evaluated(Holder::Metadata, key)
    }

    /// Evaluated once: every object of the app asks for the same labels.
    fn evaluated(&self, holder: Holder, key: &'static str) -> Rc<Node> {
        let known = self.known.borrow();
        if let Some((.., node)) = known.iter().find(|(of, known, _)| *of == holder && *known == key) {
            return Rc::clone(node);
        }
        drop(known);
        let holding = match holder {
            Holder::Environment => Some(&self.scope.environment.spec),
            Holder::Platform => self.scope.world.platform(),
            Holder::Metadata => Some(self.scope.app.metadata),
        };
        let (mut node, mut found) =
            (holding.and_then(|node| node.get(key)).cloned().unwrap_or_default(), Vec::new());
        evaluate(&mut node, &self.scope, &mut found);
        found.into_iter().for_each(|found| self.report(found));
        let node = Rc::new(node);
        self.known.borrow_mut().push((holder, key, Rc::clone(&node)));
        node
    }

    /// `<app>-<part>`, or the app's name for the app itself.
    pub fn part_name(&self, part: Option<&Spanned<Text>>) -> Spanned<Text> {
        match part {
            None => self.name.clone(),
            Some(part) => {
                // The part first: it is what a person can rename.
                let origin = Origin::derived([part.origin.clone(), self.name.origin.clone()]);
                Spanned::new(format!("{}-{}", self.name.value, part.value).into(), origin)
            }
        }
    }

    /// The name of an object: its own `name` field's, else `names`' for the derived name, else the derived name.
    pub fn object_name(
        &self,
        kind: &str,
        own: Option<&Spanned<Text>>,
        derived: Spanned<Text>,
    ) -> Spanned<Text> {
        if let Some(own) = own {
            return own.clone();
        }
        let stem = derived.clone();
        self.cluster_name(kind, &stem, derived)
    }

    /// The name of an object without a namespace: what `names` says for `stem`, which holds no namespace, else the
    /// derived name, which does.
    pub fn cluster_name(&self, kind: &str, stem: &Spanned<Text>, derived: Spanned<Text>) -> Spanned<Text> {
        let names = self.spec.names.as_ref();
        let renamed = names.and_then(|names| names.get(&format!("{kind}/{}", stem.value)));
        let name = renamed.map_or(derived, |renamed| (**renamed).clone());
        let made = Made { kind: kind.into(), stem: stem.value.clone(), name: name.value.clone() };
        self.made.borrow_mut().push(made);
        name
    }

    /// A key of `names` that renames nothing is a typing error or a leftover.
    pub fn check_names(&self) {
        let Some(names) = &self.spec.names else { return };
        let made: BTreeSet<String> = self.made.borrow().iter().map(Made::key).collect();
        for (key, _) in names.iter() {
            if !made.contains(key.value.as_str()) {
                let known: Vec<&str> = made.iter().map(String::as_str).collect();
                let near = nearest(&key.value, known.iter().copied());
                let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                let message = format!("`{}` renames nothing", key.value);
                let found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(key.origin.span(), label);
                let found = found.note(format!("there are: {}", known.join(", ")));
                self.report(
                    found.help("a key is `Kind/<derived name>`, of an object without a `name` of its own"),
                );
            }
        }
    }

    /// Objects that have another name than `names` and `patches` call them by: `Kind/<name>`, and the other.
    pub fn renamed(&self) -> Vec<(String, Text)> {
        let made = self.made.borrow();
        let others = made.iter().filter(|made| made.stem != made.name);
        let by_key: BTreeMap<String, Text> = others.map(|made| (made.key(), made.name.clone())).collect();
        by_key.into_iter().collect()
    }

    /// The metadata of an object; what is empty is left out.
    pub fn metadata(&self, name: &Spanned<Text>, labels: Mapping, annotations: Mapping) -> Node {
        self.metadata_in(Some(&self.namespace), name, labels, annotations)
    }

    /// The metadata of an object that belongs to the whole cluster.
    pub fn cluster_metadata(&self, name: &Spanned<Text>, labels: Mapping, annotations: Mapping) -> Node {
        self.metadata_in(None, name, labels, annotations)
    }

    /// The metadata of an object in a namespace that is not the app's.
    pub fn metadata_of(
        &self,
        namespace: &Node,
        name: &Spanned<Text>,
        labels: Mapping,
        annotations: Mapping,
    ) -> Node {
        self.metadata_in(Some(namespace), name, labels, annotations)
    }

    fn metadata_in(
        &self,
        namespace: Option<&Node>,
        name: &Spanned<Text>,
        labels: Mapping,
        annotations: Mapping,
    ) -> Node {
        let mut metadata = Mapping::new();
        metadata.set("name", Node::string(name.value.clone(), name.origin.clone()));
        namespace.into_iter().for_each(|namespace| metadata.set("namespace", namespace.clone()));
        for (key, mapping) in [("labels", labels), ("annotations", annotations)] {
            if !mapping.is_empty() {
                metadata.set(key, Node::mapping(mapping, Origin::Unknown));
            }
        }
        Node::mapping(metadata, Origin::Unknown)
    }
}

/// A text that a rule of ours gives.
pub fn ruled(value: &'static str, rule: &'static str) -> Spanned<Text> {
    Spanned::new(Text::literal(value), Origin::ruled(rule, []))
}

/// A name that is not among those that there are.
pub fn unknown(what: &str, name: &Spanned<Text>, known: Vec<&str>) -> Diagnostic {
    let label = nearest(&name.value, known.iter().copied());
    let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let article = if what.starts_with('a') { "an" } else { "a" };
    let found =
        Diagnostic::error(code::UNKNOWN_REFERENCE, format!("`{}` is not {article} {what}", name.value));
    let found = found.at(name.origin.span(), label);
    if known.is_empty() { found } else { found.note(format!("there are: {}", known.join(", "))) }
}

//! Labels and annotations of objects and pods, step by step: ours, the platform's, the environment's, the app's,
//! the object's own. `null` in a step takes away what the steps before it gave.

use crate::diagnostic::{Diagnostic, code};
use crate::resolve::context::Context;
use crate::resolve::wave::Wave;
use crate::spec::word::TextKind;
use crate::spec::{Labels, Shaped, Spanned};
use crate::syntax::{Mapping, Node, Origin, Text};

/// Says that the object is ours.
pub const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

pub fn managed_by() -> Node {
    Node::string("platc", Origin::ruled("label of every object", []))
}

/// What an object is, as far as its labels go.
#[derive(Clone, Copy)]
pub struct Bearer<'a> {
    /// The workload that it belongs to, `None` for what all workloads of the app share.
    pub component: Option<&'a Spanned<Text>>,
    /// The image's tag: on workload objects and their pods only.
    pub version: Option<&'a Node>,
    pub pod: bool,
}

impl<'a> Bearer<'a> {
    /// An object of the whole app.
    pub const APP: Bearer<'static> = Bearer { component: None, version: None, pod: false };

    /// An object that belongs to a workload.
    pub fn of(component: &'a Spanned<Text>) -> Self {
        Bearer { component: Some(component), version: None, pod: false }
    }
}

/// Labels that were asked for: most objects of a workload bear the same.
pub struct Borne {
    component: Option<Spanned<Text>>,
    version: Option<Node>,
    pod: bool,
    labels: Mapping,
}

impl Borne {
    fn new(bearer: Bearer, labels: Mapping) -> Self {
        let (component, version) = (bearer.component.cloned(), bearer.version.cloned());
        Borne { component, version, pod: bearer.pod, labels }
    }

    fn is_of(&self, bearer: Bearer) -> bool {
        self.pod == bearer.pod
            && self.component.as_ref() == bearer.component
            && self.version.as_ref() == bearer.version
    }
}

impl Context<'_> {
    /// The labels of an object or a pod; `own` are the object's own steps, the weakest first.
    pub fn labels(&self, bearer: Bearer, own: &[Option<&Labels>]) -> Mapping {
        let is_usual = own.iter().all(Option::is_none);
        if let Some(known) = self.borne.borrow().iter().find(|borne| is_usual && borne.is_of(bearer)) {
            return known.labels.clone();
        }
        let mut labels = self.our_labels(bearer);
        self.step(&mut labels, &self.of_platform("labels"), true);
        self.step(&mut labels, &self.of_environment("labels"), !bearer.pod);
        self.step(&mut labels, &self.of_metadata("labels"), true);
        for own in own.iter().copied().flatten() {
            self.step(&mut labels, &own.write(), true);
        }
        labels.sort();
        for entry in labels.iter() {
            self.check_label(&entry.value);
        }
        if is_usual {
            labels.share();
            self.borne.borrow_mut().push(Borne::new(bearer, labels.clone()));
        }
        labels
    }

    /// The annotations of an object of a wave; only workloads and Services get the App's.
    pub fn annotations(&self, wave: Wave, with_metadata: bool, own: &[Option<&Labels>]) -> Mapping {
        let mut annotations: Mapping = wave.annotation().into_iter().collect();
        self.step(&mut annotations, &self.of_platform("annotations"), true);
        self.step(&mut annotations, &self.of_environment("annotations"), true);
        self.step(&mut annotations, &self.of_metadata("annotations"), with_metadata);
        for own in own.iter().copied().flatten() {
            self.step(&mut annotations, &own.write(), true);
        }
        annotations.sort();
        annotations
    }

    fn our_labels(&self, bearer: Bearer) -> Mapping {
        let name = &self.name;
        let mut labels = Mapping::new();
        let mut set = |key: &'static str, value: Node| labels.set(Text::literal(key), value);
        set("app.kubernetes.io/name", Node::string(name.value.clone(), name.origin.clone()));
        let instance = format!("{}-{}", name.value, self.scope.environment.name);
        set("app.kubernetes.io/instance", Node::string(instance, name.origin.clone()));
        if let Some(component) = bearer.component {
            set(
                "app.kubernetes.io/component",
                Node::string(component.value.clone(), component.origin.clone()),
            );
        }
        let system = self.of_metadata("system");
        let whole = if system.is_null() { self.of_metadata("team") } else { system };
        if !whole.is_null() {
            set("app.kubernetes.io/part-of", Node::clone(&whole));
        }
        set(MANAGED_BY, managed_by());
        if let Some(version) = bearer.version.and_then(version_label) {
            set("app.kubernetes.io/version", version);
        }
        labels
    }

    fn step(&self, labels: &mut Mapping, step: &Node, applies: bool) {
        for entry in step.as_mapping().into_iter().flat_map(Mapping::iter).filter(|_| applies) {
            let weaker = labels.remove(&entry.key);
            match (entry.value.is_null(), weaker) {
                (true, None) if self.is_overlay(&entry.value) => {
                    let message = format!("`{}: null` takes away nothing: nobody gives it", entry.key);
                    let found = Diagnostic::error(code::REMOVES_NOTHING, message);
                    self.report(found.at(entry.value.origin.span(), "").help("remove the line"));
                }
                (true, _) => {}
                (false, weaker) => {
                    let mut entry = entry.clone();
                    let weaker = weaker.map_or(Origin::Unknown, |weaker| weaker.value.origin);
                    entry.value.origin = std::mem::take(&mut entry.value.origin).beating(weaker);
                    labels.push(entry);
                }
            }
        }
    }

    /// Whether a value stands in the app's own overlay.
    fn is_overlay(&self, node: &Node) -> bool {
        let path = node.origin.span().map(|span| self.scope.world.estate.files.path(span));
        path.is_some_and(|path| path.starts_with("overlays/") && !path.ends_with("/environment.yaml"))
    }

    fn check_label(&self, value: &Node) {
        let text = value.scalar_text().map_or("", Text::as_str);
        if let Err(help) = TextKind::LabelValue.check(text) {
            let message = format!("`{text}` cannot be a label's value");
            self.report(Diagnostic::error(code::BAD_VALUE, message).at(value.origin.span(), "").help(help));
        }
    }
}

/// A tag as a label's value: other characters become `-`, at most 63, a letter or digit at both ends.
fn version_label(tag: &Node) -> Option<Node> {
    let edge = |letter: char| !letter.is_ascii_alphanumeric();
    let good = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let text: String =
        tag.scalar_text()?.chars().map(|letter| if good(letter) { letter } else { '-' }).take(63).collect();
    let text = text.trim_matches(edge);
    (!text.is_empty()).then(|| Node::string(text, tag.origin.clone()))
}

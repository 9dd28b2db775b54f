//! What an object says of others: which one it means, and what that one should have.

use std::fmt;

use super::selector::Selector;
use super::way::{Site, Way};
use crate::diagnostic::Diagnostic;
use crate::manifest::{Object, Vouched};
use crate::syntax::{Node, Text};

/// What an object refers to.
#[derive(Debug, Clone)]
pub struct Reference {
    pub target: Target,
    pub at: Site,
    /// What the target should have.
    pub details: Vec<(Detail, Site)>,
    /// When it is told that there is no such object.
    pub absence: Absence,
    /// Words for what is wrong.
    pub tell: Tell,
}

/// Words for what is wrong with a reference, by the rule that gathered it.
pub type Tell = fn(&Reference, &Broken) -> Diagnostic;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// An object by its name; `namespace` is empty where its kind has none.
    Named { group: Text, kind: Text, namespace: Text, name: Text },
    /// The pods that a selector picks, in these namespaces; everywhere where `None`.
    Pods { namespaces: Option<Vec<Text>>, selector: Selector },
    /// The Services that a selector picks.
    Services { namespaces: Option<Vec<Text>>, selector: Selector },
}

/// What a target should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A key of a ConfigMap or Secret.
    Key(Text),
    /// A port of a Service.
    Port(Port),
    /// A port of pods, with its protocol.
    PodPort(Port, Text),
    /// A listener of a Gateway.
    Listener(Text),
    /// A Service without an address of its own.
    Headless,
}

/// A port by its name or number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Port {
    Name(Text),
    Number(i64),
}

/// When it is told that a target is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    Told,
    /// As a warning: what refers to it does without.
    Odd,
    /// Only where the input has other objects of the kind: most clusters bring theirs along.
    WhereKnown,
    /// Never: it may be absent.
    Fine,
}

/// What is wrong with a reference.
#[derive(Debug)]
pub enum Broken<'a> {
    /// There is no such object; the nearest name that there is.
    Absent { near: Option<&'a str> },
    /// The object lacks what it should have; the object, and what it has instead.
    Lacks { detail: &'a Detail, target: &'a str, has: &'a [String] },
}

impl Port {
    /// The port that a node names.
    pub fn read(node: &Node) -> Option<Port> {
        match node.as_text() {
            Some(name) => Some(Port::Name(name.clone())),
            None => node.as_i64().map(Port::Number),
        }
    }

    pub fn is(&self, name: &str, number: i64) -> bool {
        match self {
            Port::Name(wanted) => wanted.as_str() == name,
            Port::Number(wanted) => *wanted == number,
        }
    }
}

impl fmt::Display for Target {
    /// ``Secret `db` in `shop` ``, `pods with the labels app=shop`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Named { kind, namespace, name, .. } if namespace.is_empty() => {
                write!(f, "{kind} `{name}`")
            }
            Target::Named { kind, namespace, name, .. } => write!(f, "{kind} `{name}` in `{namespace}`"),
            Target::Pods { selector, .. } => write!(f, "pods with the labels {selector}"),
            Target::Services { selector, .. } => write!(f, "Service with the labels {selector}"),
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Port::Name(name) => write!(f, "`{name}`"),
            Port::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Broken<'_> {
    /// What the target has instead, or the name that may have been meant.
    pub fn instead(&self) -> Option<String> {
        match self {
            Broken::Absent { near } => near.map(|near| format!("did you mean `{near}`?")),
            Broken::Lacks { has: [], .. } => None,
            Broken::Lacks { has, .. } => Some(format!("it has {}", has.join(", "))),
        }
    }
}

/// Takes the references of one object.
pub struct Gathered<'g> {
    pub object: &'g Object,
    /// The way to the spec of the object's pods.
    pub pod_spec: Option<Way<'g>>,
    tell: Tell,
    out: &'g mut Vec<Reference>,
}

impl<'g> Gathered<'g> {
    pub fn new(
        object: &'g Object,
        pod_spec: Option<Way<'g>>,
        tell: Tell,
        out: &'g mut Vec<Reference>,
    ) -> Self {
        Gathered { object, pod_spec, tell, out }
    }

    pub fn namespace(&self) -> Text {
        self.object.identity.namespace.clone()
    }

    /// The object's namespace as the only one.
    pub fn own_namespace(&self) -> Option<Vec<Text>> {
        Some(vec![self.namespace()])
    }

    /// An object of Kubernetes' core group in the same namespace.
    pub fn core(&self, kind: &'static str, name: &Way) -> Target {
        self.named("", kind, self.namespace(), name)
    }

    pub fn named(&self, group: &str, kind: &str, namespace: Text, name: &Way) -> Target {
        let name = name.node.as_text().cloned().unwrap_or_default();
        Target::Named { group: group.into(), kind: kind.into(), namespace, name }
    }

    /// Adds a reference that is written somewhere.
    pub fn refer(&mut self, at: &Way, target: Target, absence: Absence) {
        self.refer_with(at, target, absence, Vec::new());
    }

    pub fn refer_with(&mut self, at: &Way, target: Target, absence: Absence, details: Vec<(Detail, Site)>) {
        // Of what we refer to ourselves, at most a detail can be wrong.
        let is_never_told = details.is_empty() && matches!(self.object.vouched, Vouched::Whole);
        if let Target::Pods { selector, .. } | Target::Services { selector, .. } = &target
            && !is_never_told
            && !selector.is_possible()
        {
            return; // The rules of selectors and labels tell it.
        }
        let at = if is_never_told { Site::default() } else { at.site() };
        self.out.push(Reference { target, at, details, absence, tell: self.tell });
    }
}

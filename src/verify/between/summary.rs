//! What outlives an object's tree: what it is, what it offers to others, what it refers to.

use std::sync::Arc;

use super::facts::Facts;
use super::made::Made;
use super::reference::{Absence, Gathered, Reference};
use crate::diagnostic::{About, Diagnostic, Label};
use crate::manifest::{Identity, Object, Vouched};
use crate::source::Span;
use crate::syntax::Text;
use crate::verify::registry;
use crate::verify::view::Pod;
use crate::verify::{Findings, Subject};

use super::way::{Site, Way};

/// What is kept of objects that belong together, such as those of one app in one environment.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Whose objects they are: an app's name. Empty where they are not compiled but read.
    pub owner: String,
    /// The file that they were read from; empty where they are compiled.
    pub file: Arc<str>,
    pub entries: Vec<Entry>,
    /// Objects that nobody here makes, of which somebody has said that they are there.
    pub promised: Vec<Entry>,
}

/// What is kept of an object.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    pub identity: Identity,
    /// Where its name is written.
    pub place: Option<Span>,
    pub facts: Facts,
    pub made: Vec<Made>,
    pub references: Vec<Reference>,
    /// Whether nobody but us chose what it refers to.
    pub is_ours: bool,
    /// Whether nothing is to be told of it.
    is_silent: bool,
    template: Option<Text>,
    /// The file that the object becomes, where it is a compiled one.
    pub manifest: Option<Box<str>>,
}

impl Summary {
    /// Summarises objects. Their trees are not needed any more afterwards.
    pub fn of(owner: &str, subject: &Subject) -> Summary {
        let entries = subject.objects.iter().enumerate();
        let entries =
            entries.map(|(at, object)| Entry::of(object, subject.paths.get(at).map(String::as_str)));
        Summary { owner: owner.to_string(), entries: entries.collect(), ..Summary::default() }
    }

    /// The objects are there for others; nothing is told of them.
    pub fn silence(&mut self) {
        for entry in &mut self.entries {
            entry.is_silent = true;
            entry.references.clear();
        }
    }

    /// Notes that a Secret is there without being made here; it has these keys, any where there are none.
    pub fn promise(&mut self, namespace: &Text, name: &Text, keys: &[Text]) {
        let identity = Identity {
            group: Text::default(),
            kind: Text::literal("Secret"),
            namespace: namespace.clone(),
            name: name.clone(),
        };
        let facts = if keys.is_empty() { Facts::None } else { Facts::Keys(keys.to_vec()) };
        self.promised.push(Entry { identity, facts, ..Entry::default() });
    }
}

impl Entry {
    fn of(object: &Object, path: Option<&str>) -> Entry {
        let pod = Pod::of(object);
        let pod_spec = pod.as_ref().and_then(Way::pod_spec);
        let mut references = gather(object, pod_spec);
        if let Vouched::Before(before) = &object.vouched {
            // What it referred to before somebody changed it was chosen by us.
            let before = gather(before, Pod::of(before).as_ref().and_then(Way::pod_spec));
            for reference in references.iter_mut() {
                if before.iter().any(|old| old.target == reference.target) {
                    reference.absence = Absence::Fine;
                }
            }
        }
        let is_written = Findings::is_written(object, path);
        Entry {
            identity: object.identity.clone(),
            place: object.node.at(&["metadata", "name"]).and_then(|name| name.origin.span()),
            facts: Facts::of(object, pod.as_ref().zip(pod_spec.as_ref())),
            made: Made::by(object),
            references,
            is_ours: matches!(object.vouched, Vouched::Whole),
            is_silent: false,
            template: (!is_written).then(|| Text::from(&object.source)),
            manifest: path.map(Box::from),
        }
    }

    pub fn is(&self, group: &str, kind: &str) -> bool {
        self.identity.kind.as_str() == kind && self.identity.group.as_str() == group
    }

    pub fn is_silent(&self) -> bool {
        self.is_silent
    }

    /// A finding about a field of the object; where it has no place, the object's name is its place.
    pub fn found(&self, site: &Site, mut found: Diagnostic) -> Diagnostic {
        if found.primary.is_none() {
            let span = site.span.or(self.place);
            found.primary = span.map(|span| Label { span, text: String::new() });
        }
        found.about = Some(Box::new(About {
            object: self.identity.to_string(),
            field: site.field.to_string(),
            template: self.template.as_ref().map(Text::to_string),
            manifests: self.manifest.as_deref().map(str::to_string).into_iter().collect(),
        }));
        found
    }
}

fn gather(object: &Object, pod_spec: Option<Way>) -> Vec<Reference> {
    let mut references = Vec::new();
    let of_kind = registry::references_of_kind(&object.identity.group, &object.identity.kind);
    let of_pods = pod_spec.map_or(&[] as &[_], |_| registry::references_of_pods());
    for refer in of_kind.iter().chain(of_pods) {
        (refer.gather)(&mut Gathered::new(object, pod_spec, refer.tell, &mut references));
    }
    // Kept for each object until the end.
    references.shrink_to_fit();
    references
}

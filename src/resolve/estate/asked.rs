//! An app's spec with its expressions evaluated, and what they ask of other apps on the way.
//!
//! Only notes who asks for what; which connection follows is for `edges`.

use std::cell::RefCell;

use crate::diagnostic::Diagnostic;
use crate::expression::evaluate;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::secret_text::{each_env, evaluate_env};
use crate::resolve::text::{Texts, put_back, set_aside};
use crate::spec::{AppSpec, Shape, Shaped, Workload, normalise};
use crate::syntax::{Node, Origin, Text};

/// Groups of an App's spec that hold workloads by name.
pub const GROUPS: [&str; 3] = ["workers", "crons", "jobs"];

/// Keys of an App's spec that connect nothing by themselves: `vars` only where they are read, `compose` not on
/// Kubernetes.
const SILENT: [&str; 2] = ["vars", "compose"];

/// A spec after its expressions were evaluated.
#[derive(Debug)]
pub struct Evaluated {
    /// With every shorthand written out; what could not be evaluated is `null`.
    pub spec: Node,
    /// The evaluated texts of config files.
    pub texts: Texts,
    pub findings: Vec<Diagnostic>,
    /// What is asked of apps: by variables first, each in the order in which it stands in the spec.
    pub references: Vec<Reference>,
}

/// An expression of an app that names another, or itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub by: Asker,
    /// What is named, without the leading `apps`.
    pub path: Vec<Text>,
    /// The text that holds the expression, then those through which it is read.
    pub origin: Origin,
}

/// Which workloads of an app ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    /// A field of the app, not of one of its workloads: all of them.
    App,
    /// A field of the main workload.
    Main,
    /// A field of a worker, cron or job.
    Part(Text),
}

/// Where it is noted what is asked, while it is asked.
#[derive(Default)]
pub struct Asked {
    by: RefCell<Option<Asker>>,
    /// The texts whose expressions are being evaluated; each is read by the one before it.
    texts: RefCell<Vec<Origin>>,
    references: RefCell<Vec<Reference>>,
}

impl Asked {
    /// The expressions of this text come next.
    pub fn begin(&self, text: &Origin) {
        if let Some(last) = self.texts.borrow_mut().last_mut() {
            *last = text.clone();
        }
    }

    /// What comes next is read by the present text.
    pub fn enter(&self) {
        self.texts.borrow_mut().push(Origin::Unknown);
    }

    pub fn leave(&self) {
        self.texts.borrow_mut().pop();
    }

    /// Something of an app was found under a path that begins with `apps`.
    pub fn note(&self, path: &[Text]) {
        if let (Some(by), Some(named)) = (self.by.borrow().clone(), path.get(1..)) {
            let origin = Origin::derived(self.texts.borrow().iter().cloned());
            self.references.borrow_mut().push(Reference { by, path: named.to_vec(), origin });
        }
    }

    /// Evaluates a tree whose expressions belong to `by`.
    fn within(&self, by: Option<Asker>, node: &mut Node, scope: &AppScope, out: &mut Vec<Diagnostic>) {
        *self.by.borrow_mut() = by;
        evaluate(node, scope, out);
    }
}

impl<'w> AppScope<'w> {
    /// The app's spec with its expressions evaluated, once for all who ask.
    pub(in crate::resolve) fn spec(&self) -> &'w Evaluated {
        self.app.evaluated.get_or_init(|| {
            let (asked, mut findings) = (Asked::default(), Vec::new());
            asked.enter();
            let scope = self.noting(&asked);
            let mut spec = self.app.spec.clone();
            let aside = set_aside(&mut spec);
            // Variables may read secrets, nothing else may; they are put back when all else is done.
            let mut variables = Vec::new();
            each_env(&mut spec, &mut |by, env| {
                let mut taken = std::mem::take(env);
                *asked.by.borrow_mut() = Some(by);
                evaluate_env(&mut taken, &scope, &mut findings);
                variables.push(taken);
            });
            for entry in spec.as_mapping_mut().into_iter().flat_map(|mapping| mapping.iter_mut()) {
                let key = entry.key.as_str();
                let parts = entry.value.as_mapping_mut().filter(|_| GROUPS.contains(&key));
                match parts {
                    Some(parts) => {
                        for part in parts.iter_mut() {
                            let by = Some(Asker::Part(part.key.clone()));
                            asked.within(by, &mut part.value, &scope, &mut findings);
                        }
                    }
                    None => asked.within(asker(key), &mut entry.value, &scope, &mut findings),
                }
            }
            *asked.by.borrow_mut() = Some(Asker::App);
            let texts = put_back(&mut spec, aside, &scope, &mut findings);
            let mut variables = variables.into_iter();
            each_env(&mut spec, &mut |_, env| *env = variables.next().unwrap_or_default());
            normalise(&mut spec, AppSpec::shape());
            spec.share();
            Evaluated { spec, texts, findings, references: asked.references.into_inner() }
        })
    }
}

/// Who asks in a key of an App's spec.
fn asker(key: &str) -> Option<Asker> {
    let of_workload = |shape| matches!(shape, Shape::Struct(fields) if fields.field(key).is_some());
    match key {
        key if SILENT.contains(&key) => None,
        _ if of_workload(Workload::shape()) => Some(Asker::Main),
        _ => Some(Asker::App),
    }
}

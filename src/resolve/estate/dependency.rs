//! Which apps need which: by reference, by `uses`, by `after`. For people who look at the whole; what each of them
//! becomes is decided where it is resolved.

use crate::resolve::estate::scope::AppScope;
use crate::resolve::uses::Place;
use crate::syntax::{Mapping, Node, Text};

/// Why an app needs something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It waits for it when it starts.
    After,
    /// An expression names it.
    Reference,
    /// `uses` asks for a thing of this type.
    Use(Text),
}

/// What is needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Needed {
    /// An app of the environment.
    App(Text),
    /// A database, cache or bucket outside the estate, by the name that the app gives it.
    Elsewhere(Text),
}

impl AppScope<'_> {
    /// Everything that the app needs, sorted, each once; what cannot be found is told by others.
    pub fn needs(&self) -> Vec<(Needed, Need)> {
        let mut found = Vec::new();
        let own = Text::new(&self.app.name);
        let keys = |key: &str| {
            let entries =
                self.app.spec.get(key).and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
            entries.map(|entry| entry.key.clone()).collect::<Vec<_>>()
        };
        let runs = |name: &Text| self.environment.apps.contains_key(name.as_str());
        found.extend(keys("after").into_iter().map(|app| (Needed::App(app), Need::After)));
        let named = self.spec().references.iter().filter_map(|reference| reference.path.first());
        found.extend(named.map(|app| (Needed::App(app.clone()), Need::Reference)));
        for name in keys("uses") {
            let Ok(used) = self.place(&name) else { continue };
            let kind = self.app.spec.at(&["uses", &name, "type"]).and_then(Node::as_text).cloned();
            let needed = match &used.place {
                Place::App(provider) => Needed::App(Text::new(&provider.app.name)),
                Place::Elsewhere { .. } => Needed::Elsewhere(name.clone()),
            };
            found.push((needed, Need::Use(kind.unwrap_or(name))));
        }
        found.retain(|(needed, _)| match needed {
            Needed::App(app) => *app != own && runs(app),
            Needed::Elsewhere(_) => true,
        });
        found.sort();
        found.dedup();
        found
    }
}

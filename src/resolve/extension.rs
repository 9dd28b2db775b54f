//! Extensions: an estate's own data for its own templates, checked by the estate's own schemas.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::resolve::context::Context;
use crate::syntax::{Entry, Mapping, Node};
use crate::workspace::extensions::path_of;

impl Context<'_> {
    /// The app's extensions by name. Data without a schema would be a typing error that nobody sees.
    pub fn extensions(&self) -> Option<Node> {
        let extensions = self.spec.extensions.as_ref()?;
        let mut mapping = Mapping::new();
        let known = &self.scope.world.estate.extensions;
        for (name, data) in extensions.iter() {
            match known.get(name.value.as_str()) {
                Some(Some(schema)) => {
                    let mut found = Vec::new();
                    schema.check(data, &name.value, &mut found);
                    found.into_iter().for_each(|found| self.report(found));
                }
                // The schema itself has been reported.
                Some(None) => {}
                None => {
                    let near = nearest(&name.value, known.keys().map(String::as_str));
                    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                    let message = format!("the extension `{}` has no schema", name.value);
                    let found = Diagnostic::error(code::MISSING_FILE, message).at(name.origin.span(), label);
                    self.report(found.help(format!("say what it takes in {}", path_of(&name.value))));
                }
            }
            let (key, key_origin) = (name.value.clone(), name.origin.clone());
            mapping.push(Entry { key, key_origin, value: data.clone() });
        }
        Some(Node::mapping(mapping, extensions.origin.clone()))
    }
}

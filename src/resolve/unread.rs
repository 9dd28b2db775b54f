//! Keys of secrets that nobody reads: a leftover, or a typing error on the other side.
//!
//! Reading is naming: in a variable, under `envFrom`, as a volume, in `scale`, `uses`, `provides`, for a route's TLS.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::expression::{Expression, Piece, has_expression, split};
use crate::resolve::context::Context;
use crate::resolve::text::file_text;
use crate::spec::{Secret, Spanned};
use crate::syntax::{Mapping, Node, Text, Value};

/// The word of a volume, of `uses` and of a mount that says which keys appear as files.
const ITEMS: &str = "items";
/// Words of a volume that name no key.
const OF_VOLUMES: [&str; 4] = ["name", ITEMS, "defaultMode", "optional"];

/// What is read: of which secret (its name here, or its object's), and which key; all keys where none is said.
type Read = BTreeSet<(Text, Option<Text>)>;

impl Context<'_> {
    /// Tells of each key that nobody reads, and of each `unused` that is wrong.
    pub fn check_unread(&self) {
        let Some(secrets) = self.spec.secrets.as_ref().filter(|secrets| !secrets.is_empty()) else { return };
        let mut read = Read::new();
        named_by(&self.scope.spec().spec, &mut read);
        self.named_in_text(&self.scope.app.spec, &mut read);
        for (name, secret) in secrets.iter() {
            self.check_keys_of(name, secret, &read);
        }
    }

    fn check_keys_of(&self, name: &Spanned<Text>, secret: &Secret, read: &Read) {
        let derived = self.part_name(Some(name));
        let object = self.object_name("Secret", secret.name.as_deref(), derived);
        let mut mounted = Read::new();
        if let Some(mount) = &secret.mount {
            whole_or_items(&name.value, mount.items.as_ref(), &mut mounted);
        }
        let is_read = |key: Option<&Text>| {
            let names = [&name.value, &object.value];
            names.iter().any(|name| {
                let found = ((*name).clone(), key.cloned());
                read.contains(&found) || mounted.contains(&found)
            })
        };
        let whole = is_read(None);
        let keys = secret.keys.as_deref().unwrap_or(&[]);
        let unused = secret.unused.as_deref().unwrap_or(&[]);
        for key in keys.iter().filter(|key| !whole && !is_read(Some(&key.value))) {
            if unused.iter().any(|unused| unused.value == key.value) {
                continue;
            }
            let message = format!("nobody reads the key `{}` of the secret `{}`", key.value, name.value);
            let found = Diagnostic::warning(code::SECRET_UNREAD, message).at(key.origin.span(), "");
            self.report(found.help(format!("remove it, or write `unused: [{}]`", key.value)));
        }
        for key in unused {
            let is_there = keys.iter().any(|known| known.value == key.value);
            if is_there && !whole && !is_read(Some(&key.value)) {
                continue;
            }
            let (message, label) = if is_there {
                (format!("`{}` is called unused, and is read", key.value), String::new())
            } else {
                let near = nearest(&key.value, keys.iter().map(|key| key.value.as_str()));
                let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                (format!("`{}` is not a key of the secret `{}`", key.value, name.value), label)
            };
            let found = Diagnostic::error(code::SECRET_UNREAD, message).at(key.origin.span(), label);
            self.report(found.help("remove it from `unused`"));
        }
    }

    /// Secrets whose object's name is asked for in a text: who has the name may read all of it.
    fn named_in_text(&self, node: &Node, read: &mut Read) {
        match &node.value {
            Value::String(text) if has_expression(text) => names_in(text, read),
            Value::Sequence(items) => items.iter().for_each(|item| self.named_in_text(item, read)),
            Value::Mapping(mapping) => {
                if mapping.get("template").and_then(Node::as_bool) == Some(true) {
                    let files = mapping.get("files").and_then(Node::as_mapping);
                    for path in files.into_iter().flat_map(Mapping::iter).map(|file| &file.value) {
                        let text = path.as_text().map(|text| Spanned::new(text.clone(), path.origin.clone()));
                        let text = text.and_then(|path| file_text(&self.scope, &path).ok());
                        text.iter().filter_map(Node::as_str).for_each(|text| names_in(text, read));
                    }
                }
                mapping.iter().for_each(|entry| self.named_in_text(&entry.value, read));
            }
            _ => {}
        }
    }
}

/// `secrets.<n>.name` in the expressions of a text.
fn names_in(text: &str, read: &mut Read) {
    if !text.contains("secrets") {
        return;
    }
    for piece in split(text).unwrap_or_default() {
        let Piece::Expression { source, .. } = piece else { continue };
        let Ok(expression) = Expression::compile(&source) else { continue };
        for path in expression.paths() {
            if let [root, name, part] = path.segments.as_slice()
                && (root.as_str(), part.as_str()) == ("secrets", "name")
            {
                read.insert((name.clone(), None));
            }
        }
    }
}

/// Every `secret` of a spec with its key, keys or items.
fn named_by(node: &Node, read: &mut Read) {
    for item in node.as_sequence().unwrap_or(&[]) {
        named_by(item, read);
    }
    let Some(mapping) = node.as_mapping() else { return };
    for entry in mapping.iter() {
        if entry.key.as_str() != "secret" {
            named_by(&entry.value, read);
            continue;
        }
        if let Some(name) = entry.value.as_text() {
            keys_or_whole(name, mapping, &["key", "user", "password"], read);
        } else if let (Some(fields), Some(name)) =
            (entry.value.as_mapping(), entry.value.get("name").and_then(Node::as_text))
        {
            let others: Vec<&str> = fields.keys().filter(|key| !OF_VOLUMES.contains(key)).collect();
            match fields.get(ITEMS) {
                Some(items) => whole_or_items(name, Some(items), read),
                None => keys_or_whole(name, fields, &others, read),
            }
        }
    }
}

/// The keys that stand under some words of a map; the whole secret where there is none.
fn keys_or_whole(name: &Text, mapping: &Mapping, words: &[&str], read: &mut Read) {
    let keys = words.iter().filter_map(|word| mapping.get(word)?.as_text());
    let keys: Vec<(Text, Option<Text>)> = keys.map(|key| (name.clone(), Some(key.clone()))).collect();
    if keys.is_empty() {
        read.insert((name.clone(), None));
    }
    read.extend(keys);
}

/// The keys that appear as files; without a choice all of them.
fn whole_or_items(name: &Text, items: Option<&Node>, read: &mut Read) {
    match items.and_then(Node::as_sequence) {
        Some(items) => {
            let keys = items.iter().filter_map(|item| item.get("key")?.as_text());
            read.extend(keys.map(|key| (name.clone(), Some(key.clone()))));
        }
        None => {
            read.insert((name.clone(), None));
        }
    }
}

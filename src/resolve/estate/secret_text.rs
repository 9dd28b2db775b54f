//! `secrets` and `config` in expressions: names of objects anywhere; what a secret holds only in a variable, as
//! `$(NAME)` and a variable of that name that reads the secret.
//!
//! That the variable comes first is left to `variables`.

use std::cell::RefCell;

use crate::diagnostic::Diagnostic;
use crate::expression::{Expression, Missing, Piece, Scope, evaluate, split};
use crate::resolve::estate::asked::{Asker, GROUPS};
use crate::resolve::estate::scope::AppScope;
use crate::resolve::pod::expansion::append_reference;
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// The scope of the text of a variable, which may take secrets in.
struct Variable<'s, 'w> {
    scope: &'s AppScope<'w>,
    taken: &'s Taken,
}

/// The secrets that the texts of one container's variables take in.
#[derive(Default)]
struct Taken {
    /// Variables that are exactly a key of a secret.
    own: Vec<Source>,
    /// Names that other variables have.
    names: Vec<Text>,
    /// Variables that the texts ask for.
    made: RefCell<Vec<Source>>,
    /// Where the text that is being evaluated stands.
    text: RefCell<Origin>,
}

/// A key of a secret, and the variable that reads it.
struct Source {
    secret: Text,
    key: Text,
    variable: Text,
    origin: Origin,
}

/// The `env` of every container of a spec with the workloads that it belongs to, always in the same order.
pub fn each_env(spec: &mut Node, visit: &mut dyn FnMut(Asker, &mut Node)) {
    each_container(spec, &mut |env| visit(Asker::Main, env));
    for group in GROUPS {
        each_of(spec, group, &mut |name, workload| {
            each_container(workload, &mut |env| visit(Asker::Part(name.clone()), env));
        });
    }
}

fn each_container(workload: &mut Node, visit: &mut dyn FnMut(&mut Node)) {
    let mut env = |container: &mut Node| {
        container.as_mapping_mut().and_then(|fields| fields.get_mut("env")).into_iter().for_each(&mut *visit);
    };
    env(workload);
    for group in ["sidecars", "init"] {
        each_of(workload, group, &mut |_, container| env(container));
    }
}

fn each_of(node: &mut Node, group: &str, visit: &mut dyn FnMut(&Text, &mut Node)) {
    let group = node.as_mapping_mut().and_then(|fields| fields.get_mut(group)).and_then(Node::as_mapping_mut);
    group.into_iter().flat_map(Mapping::iter_mut).for_each(|entry| visit(&entry.key, &mut entry.value));
}

/// Evaluates the variables of one container, and adds those that their texts ask for: what a secret holds can stand
/// here only.
pub fn evaluate_env(env: &mut Node, scope: &AppScope, out: &mut Vec<Diagnostic>) {
    let Some(mapping) = env.as_mapping_mut() else { return evaluate(env, scope, out) };
    let mut taken = Taken::default();
    let (mut texts, mut others): (Vec<&mut Entry>, Vec<&mut Entry>) = (Vec::new(), Vec::new());
    for entry in mapping.iter_mut() {
        let has_text = entry.value.as_str().is_some_and(|text| !is_secret(text));
        if has_text { texts.push(entry) } else { others.push(entry) }
    }
    // First those that read a secret themselves: texts that name the same use them.
    for entry in others {
        let is_text = entry.value.as_str().is_some();
        let in_variable = Variable { scope, taken: &taken };
        evaluate(&mut entry.value, if is_text { &in_variable } else { scope }, out);
        if is_text {
            let origin = entry.value.origin.clone();
            let fields = entry.value.as_mapping_mut().into_iter().flat_map(Mapping::iter_mut);
            fields.for_each(|field| field.value.origin = origin.clone());
        }
        taken.know(entry);
    }
    taken.names.extend(texts.iter().map(|entry| entry.key.clone()));
    for entry in texts {
        taken.text.replace(entry.value.origin.clone());
        evaluate(&mut entry.value, &Variable { scope, taken: &taken }, out);
    }
    for made in taken.made.into_inner() {
        let value = secret_source(&made.secret, &made.key, &made.origin);
        mapping.push(Entry { key: made.variable, key_origin: made.origin, value });
    }
}

/// A variable's source as the language writes it.
fn secret_source(secret: &Text, key: &Text, origin: &Origin) -> Node {
    let mut source = Mapping::new();
    for (field, text) in [("secret", secret), ("key", key)] {
        source.set(field, Node::string(text.clone(), origin.clone()));
    }
    Node::mapping(source, origin.clone())
}

/// Why something that only has parts has no value.
fn alone(root: &str, name: &str) -> Missing {
    Missing::Because {
        segment: 1,
        message: format!("`{root}.{name}` alone has no value"),
        help: format!("name one of its parts: `${{{{ {root}.{name}.name }}}}`"),
    }
}

/// Whether a text is a secret's key and nothing else.
fn is_secret(text: &str) -> bool {
    // Most texts are seen to be none at their beginning.
    if !text.strip_prefix("${{").is_some_and(|inside| inside.trim_start().starts_with("secrets")) {
        return false;
    }
    let Ok(pieces) = split(text) else { return false };
    let [Piece::Expression { source, .. }] = pieces.as_slice() else { return false };
    let path = Expression::compile(source).ok().and_then(|expression| Some(expression.as_path()?.to_vec()));
    path.is_some_and(|path| {
        let part = |at: usize| path.get(at).map_or("", Text::as_str);
        part(0) == "secrets" && !matches!(part(2), "" | "name")
    })
}

impl Taken {
    /// Remembers a variable; one that reads a secret can be used for it. What may be missing would leave its
    /// `$(NAME)` in a text.
    fn know(&mut self, entry: &Entry) {
        self.names.push(entry.key.clone());
        let field =
            |key: &str| entry.value.get(key).and_then(|node| Some((node.as_text()?.clone(), &node.origin)));
        if let (Some((secret, named)), Some((key, keyed)), None) =
            (field("secret"), field("key"), entry.value.get("optional"))
        {
            let origin = Origin::derived([named.clone(), keyed.clone()]);
            self.own.push(Source { secret, key, variable: entry.key.clone(), origin });
        }
    }

    /// The variable that reads a key: one that is there, or one to be made. Its origin is what else decides its name.
    fn variable(&self, secret: &Text, key: &Text, named: &Origin) -> (Text, Origin) {
        let reads = |source: &&Source| source.secret == *secret && source.key == *key;
        if let Some(own) = self.own.iter().find(reads) {
            return (own.variable.clone(), own.origin.clone());
        }
        let mut made = self.made.borrow_mut();
        if let Some(made) = made.iter().find(reads) {
            return (made.variable.clone(), Origin::Unknown);
        }
        let upper =
            |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
        let stem: String = format!("SECRET_{secret}_{key}").chars().map(upper).collect();
        let free = |name: &String| {
            !self.names.iter().any(|taken| taken.as_str() == name)
                && !made.iter().any(|made| made.variable.as_str() == name)
        };
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let name = std::iter::once(stem.clone()).chain(numbered).find(free).unwrap_or_default();
        let variable = Text::from(name);
        let (secret, key) = (secret.clone(), key.clone());
        let origin = Origin::derived([self.text.borrow().clone(), named.clone()]);
        made.push(Source { secret, key, variable: variable.clone(), origin });
        (variable, Origin::Unknown)
    }
}

impl AppScope<'_> {
    /// `secrets.<n>.name`, or in a variable `secrets.<n>.<key>`.
    pub(in crate::resolve) fn secret(&self, path: &[Text], in_variable: bool) -> Result<Node, Missing> {
        let (name, secret) = self.declared("secrets", path)?;
        let part = path.iter().skip(2).map(Text::as_str).collect::<Vec<_>>().join(".");
        if part == "name" {
            return Ok(self.app.object_name("Secret", secret.get("name"), self.app.part_name(name)));
        }
        let keys: Vec<&str> = secret
            .get("keys")
            .and_then(Node::as_sequence)
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
            .collect();
        if part.is_empty() {
            return Err(alone("secrets", name));
        }
        if !(keys.is_empty() || keys.contains(&part.as_str())) {
            let known = keys.iter().copied().chain(["name"]).map(str::to_string).collect();
            return Err(Missing::Unknown { segment: 2, known });
        }
        if !in_variable {
            return Err(Missing::Because {
                segment: 0,
                message: format!("what the secret `{name}` holds cannot stand here"),
                help: format!(
                    "it can stand in the text of a variable under `env`; anywhere else there is only the object's \
                     name: `${{{{ secrets.{name}.name }}}}`"
                ),
            });
        }
        Ok(secret_source(name, &Text::from(part), &Origin::Unknown))
    }

    /// Nothing can be computed from what only the cluster knows.
    pub(in crate::resolve) fn secret_operand(&self, path: &[Text]) -> Result<Node, Missing> {
        if path.len() < 3 || path.get(2).is_some_and(|part| part.as_str() == "name") {
            return self.secret(path, false);
        }
        let name = path.get(1).map_or("", Text::as_str);
        Err(Missing::Because {
            segment: 0,
            message: format!(
                "nothing can be computed from the secret `{name}`: only the cluster knows what it holds"
            ),
            help: "let it stand alone between `${{` and `}}`".into(),
        })
    }

    /// `config.<n>.name`.
    pub(in crate::resolve) fn config(&self, path: &[Text]) -> Result<Node, Missing> {
        let (name, config) = self.declared("config", path)?;
        match path.get(2).map(Text::as_str) {
            Some("name") => {
                Ok(self.app.object_name("ConfigMap", config.get("name"), self.app.part_name(name)))
            }
            Some(_) => Err(Missing::Unknown { segment: 2, known: vec!["name".into()] }),
            None => Err(alone("config", name)),
        }
    }

    /// What the app declares under a root by the name in the path.
    pub(in crate::resolve) fn declared<'p>(
        &self,
        root: &str,
        path: &'p [Text],
    ) -> Result<(&'p Text, &Node), Missing> {
        let declared = self.app.spec.get(root).and_then(Node::as_mapping);
        let Some(name) = path.get(1) else {
            let help = format!("name one of them: `${{{{ {root}.<name>.name }}}}`");
            return Err(Missing::Because {
                segment: 0,
                message: format!("`{root}` alone has no value"),
                help,
            });
        };
        let known = || declared.into_iter().flat_map(Mapping::keys).map(str::to_string).collect();
        match declared.and_then(|declared| declared.get(name)) {
            Some(node) => Ok((name, node)),
            None => Err(Missing::Unknown { segment: 1, known: known() }),
        }
    }
}

impl Scope for Variable<'_, '_> {
    fn begin(&self, text: &Origin) {
        self.scope.begin(text);
    }

    fn find(&self, path: &[Text]) -> Result<Node, Missing> {
        match path.first().map(Text::as_str) {
            Some("secrets") => self.scope.secret(path, true),
            Some("uses") => self.scope.used(path, true),
            _ => self.scope.find(path),
        }
    }

    fn operand(&self, path: &[Text]) -> Result<Node, Missing> {
        self.scope.operand(path)
    }

    /// The reference to the variable that reads a secret.
    fn append(&self, text: &mut String, value: &Node) -> Option<Origin> {
        let (secret, key) = (value.get("secret")?.as_text()?, value.get("key")?.as_text()?);
        let (variable, origin) = self.taken.variable(secret, key, &value.origin);
        append_reference(text, &variable);
        Some(origin)
    }
}

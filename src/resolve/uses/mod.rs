//! What `uses` means: what is used, where it is, and the names that it has there.
//!
//! Over the merged estate, so that expressions, network policies and bootstrap jobs all read the same. What a binding
//! leads to is `binding`.

pub(super) mod binding;
pub(super) mod bootstrap;
pub(super) mod provision;

use crate::diagnostic::Diagnostic;
use crate::expression::Missing;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::world::AppView;
use crate::syntax::{Mapping, Node, Origin, Text};

/// What is used, as far as we know its ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Postgres,
    Redis,
    S3,
    Other,
}

/// A database, cache or bucket that an app uses: where it is, and its names there.
pub struct Used<'w> {
    pub kind: Kind,
    pub place: Place<'w>,
    /// Whether the app names a user of its own there.
    pub has_own_user: bool,
    /// The scalars that chose the place.
    pub reason: Origin,
    /// What `${{ uses.<n>.… }}` says; absent is what it has not.
    pub says: Mapping,
}

/// Where it is.
pub enum Place<'w> {
    /// In an app of ours.
    App(Provider<'w>),
    /// Elsewhere, at these addresses where they are known.
    Elsewhere { cidr: Option<Node> },
}

/// The app of ours that provides it.
pub struct Provider<'w> {
    pub app: &'w AppView<'w>,
    /// The name of its port that callers use.
    pub port: Text,
    /// What it says under `provides`, evaluated.
    pub provides: Node,
    /// Where the binding names the app.
    pub bound: Origin,
    /// What names the port, and the type that it is looked up by.
    pub wanted: Origin,
}

/// Why it is not known: a finding, or nothing where another check tells it.
pub type Unknown = Option<Box<Diagnostic>>;

impl Kind {
    pub fn of(r#type: &str) -> Self {
        match r#type {
            "postgres" => Kind::Postgres,
            "redis" => Kind::Redis,
            "s3" => Kind::S3,
            _ => Kind::Other,
        }
    }

    /// The port that it usually has (IANA: postgresql, redis).
    pub fn port(self) -> Option<i64> {
        match self {
            Kind::Postgres => Some(5432),
            Kind::Redis => Some(6379),
            Kind::S3 | Kind::Other => None,
        }
    }

    /// Whether it has databases, users or buckets.
    pub fn has(self, field: &str) -> bool {
        match self {
            Kind::Postgres | Kind::Redis => field != "bucket",
            Kind::S3 => field == "bucket",
            Kind::Other => true,
        }
    }
}

/// Everything that is wrong with where an app's `uses` are.
pub fn check_places(scope: &AppScope) -> Vec<Diagnostic> {
    let names = scope.app.spec.get("uses").and_then(Node::as_mapping).into_iter().flat_map(Mapping::keys);
    names.filter_map(|name| scope.place(name).err().flatten()).map(|found| *found).collect()
}

impl<'w> AppScope<'w> {
    /// The value of `uses.<n>.<field>`; a user that is secret can stand in a variable only.
    pub(super) fn used(&self, path: &[Text], in_variable: bool) -> Result<Node, Missing> {
        let (name, _) = self.declared("uses", path)?;
        let used = self.place(name).map_err(|_| Missing::Reported)?;
        let Some(field) = path.get(2) else {
            let help = format!("name one of its parts: `${{{{ uses.{name}.host }}}}`");
            return Err(Missing::Because {
                segment: 1,
                message: format!("`uses.{name}` alone has no value"),
                help,
            });
        };
        if let (Some(found), 3) = (used.says.get(field), path.len()) {
            return Ok(found.clone());
        }
        let secret = self.app.spec.at(&["uses", name, "secret"]);
        if let (Some(secret), "user", 3) = (secret, field.as_str(), path.len())
            && let (Some(object), Some(key)) =
                (secret.get("name").and_then(Node::as_text), secret.get("user"))
        {
            let named = Origin::derived([
                key.origin.clone(),
                secret.get("name").map_or(Origin::Unknown, |node| node.origin.clone()),
            ]);
            let path = ["secrets".into(), object.clone(), key.as_text().cloned().unwrap_or_default()];
            return Ok(Node { origin: named, ..self.secret(&path, in_variable)? });
        }
        if FIELDS.contains(&field.as_str()) && path.len() == 3 {
            return Err(Missing::Because {
                segment: 2,
                message: format!("`uses.{name}` has no {field}"),
                help: used.lacks(name, field),
            });
        }
        let known = used.says.keys().map(str::to_string).collect();
        Err(Missing::Unknown { segment: 2, known })
    }

    /// What a use of the app means here.
    pub fn place(&self, name: &str) -> Result<Used<'w>, Unknown> {
        let written = self.app.spec.at(&["uses", name]).map(|node| self.quietly(node)).ok_or(None)?;
        let r#type = written.get("type").ok_or(None)?;
        let chosen = written.get("binding").unwrap_or(r#type);
        let binding = self.binding(chosen)?;
        let kind = Kind::of(r#type.as_str().ok_or(None)?);
        let (place, says) = match binding.get("app") {
            Some(app) => self.provided(r#type, chosen, app)?,
            None => self.elsewhere(kind, chosen, &binding)?,
        };
        let own_user = written.get("user").or_else(|| written.at(&["secret", "user"]));
        // What an app of ours provides is looked up by its type too.
        let by_type = matches!(place, Place::App(_)) && chosen.origin != r#type.origin;
        let reason = [chosen.origin.clone()].into_iter().chain(by_type.then(|| r#type.origin.clone()));
        let mut used =
            Used { kind, place, says, has_own_user: own_user.is_some(), reason: Origin::derived(reason) };
        for field in ["database", "user", "bucket"].into_iter().filter(|field| kind.has(field)) {
            if let Some(node) = self.named(kind, &written, field) {
                used.says.set(field, node);
            }
        }
        Ok(used)
    }

    /// The database, user or bucket: as written, else as its kind has it.
    fn named(&self, kind: Kind, written: &Node, field: &'static str) -> Option<Node> {
        if let Some(node) = written.get(field) {
            return Some(node.clone());
        }
        let in_secret = field == "user" && written.at(&["secret", "user"]).is_some();
        match (kind, field) {
            _ if in_secret => None,
            (Kind::Redis, "database") => None,
            (Kind::Redis, "user") => {
                Some(Node::string("default", Origin::ruled("the user that a redis has", [])))
            }
            _ => {
                let name = self.app.name_node();
                let rule = Origin::ruled("default of uses: the app's name", [name.origin.clone()]);
                Some(Node { origin: rule, ..name })
            }
        }
    }
}

/// Everything that can be said of a use.
const FIELDS: [&str; 8] = ["host", "port", "address", "database", "user", "bucket", "endpoint", "region"];

impl Used<'_> {
    fn lacks(&self, name: &str, field: &str) -> String {
        match (&self.place, field) {
            (_, "database") if self.kind == Kind::Redis => format!("add `database: \"0\"` to `uses.{name}`"),
            (Place::Elsewhere { .. }, "endpoint") if self.kind != Kind::S3 => self.known(),
            (Place::Elsewhere { .. }, "port" | "address" | "endpoint") => {
                format!("add `{}` to the environment's binding", field.replace("address", "port"))
            }
            _ => self.known(),
        }
    }

    fn known(&self) -> String {
        format!("there are: {}", self.says.keys().collect::<Vec<_>>().join(", "))
    }
}

//! What the names in an app's expressions mean: `app`, `environment`, `platform`, `apps`. `secrets` and `config` are
//! `secret_text`, `uses` is `uses`.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, code};
use crate::expression::{Missing, Scope, evaluate, has_expression};
use crate::resolve::estate::asked::Asked;
use crate::resolve::estate::interface::{interface, main_service};
use crate::resolve::estate::world::{AppView, EnvironmentView, World};
use crate::resolve::service::has_service;
use crate::source::Span;
use crate::spec::{EnvironmentSpec, PlatformSpec, Shape, Shaped};
use crate::syntax::{Entry, Mapping, Node, Origin, Text, Value};

/// Values that hold expressions may name others that do, so deep; more is a circle.
const DEPTH: usize = 16;

/// The names that an expression may begin with.
const ROOTS: [&str; 7] = ["app", "apps", "config", "environment", "platform", "secrets", "uses"];

/// The scope of one app in one environment.
#[derive(Clone, Copy)]
pub struct AppScope<'w> {
    pub world: &'w World<'w>,
    pub environment: &'w EnvironmentView<'w>,
    pub app: &'w AppView<'w>,
    depth: usize,
    /// The values that are being evaluated, the innermost first.
    open: Option<&'w Open<'w>>,
    /// Where it is noted what is asked of other apps.
    asked: Option<&'w Asked>,
}

/// A value that is being evaluated, because another one names it.
struct Open<'w> {
    path: &'w [Text],
    app: &'w str,
    place: Option<Span>,
    above: Option<&'w Open<'w>>,
}

impl<'w> AppScope<'w> {
    pub fn new(world: &'w World<'w>, environment: &'w EnvironmentView<'w>, app: &'w AppView<'w>) -> Self {
        AppScope { world, environment, app, depth: 0, open: None, asked: None }
    }

    /// The same scope, which notes what is asked of other apps.
    pub(in crate::resolve) fn noting<'n>(&'n self, asked: &'n Asked) -> AppScope<'n> {
        AppScope { asked: Some(asked), ..*self }
    }

    /// The scope of another app of the environment.
    pub fn of(&self, app: &'w AppView<'w>) -> Self {
        AppScope { app, depth: self.depth + 1, ..*self }
    }

    /// The namespace of the app's objects: the app's own, the environment's, the team's, the team's name.
    pub fn namespace(&self) -> Node {
        if let Some(known) = self.app.namespace.get() {
            return known.clone();
        }
        let own = self.app.spec.at(&["namespace", "name"]).or_else(|| self.app.spec.get("namespace"));
        if let Some(written) = own.or_else(|| self.environment.spec.get("namespace")) {
            return self.quietly(written);
        }
        let team = self.app.metadata.get("team");
        let of_team = self.app.team().and_then(|team| self.world.team(team)?.get("namespace"));
        match (of_team, team) {
            (Some(written), Some(team)) => {
                let mut namespace = self.quietly(written);
                namespace.origin = std::mem::take(&mut namespace.origin).because([team.origin.clone()]);
                namespace
            }
            (None, Some(team)) => self.quietly(team),
            (_, None) => Node::default(),
        }
    }

    /// A tree with its expressions evaluated; those that fail become `null` (they are reported where they stand).
    pub(in crate::resolve) fn quietly(&self, node: &Node) -> Node {
        let mut node = node.clone();
        let deeper = AppScope { depth: self.depth + 1, asked: None, ..*self };
        evaluate(&mut node, &deeper, &mut Vec::new());
        node
    }

    /// The tree under `app`.
    fn own(&self, key: &str) -> Option<Node> {
        match key {
            "name" => Some(self.app.name_node()),
            "team" | "system" | "tier" | "lifecycle" => self.app.metadata.get(key).cloned(),
            "namespace" => Some(self.namespace()),
            "host" => main_service(self.app).map(|service| self.quietly(&service)),
            "image" => self.app.spec.get("image").map(|image| self.image(image)),
            "vars" => Some(self.app.spec.get("vars").cloned().unwrap_or_else(empty)),
            _ => None,
        }
    }

    /// The image by its parts, and whole as `ref`.
    fn image(&self, image: &Node) -> Node {
        let mut image = self.quietly(image);
        let whole = image_text(&image);
        if let Some(mapping) = image.as_mapping_mut() {
            mapping.set("ref", whole);
        }
        image
    }

    /// The environment's spec with its name.
    fn of_environment(&self, path: &[Text]) -> Result<Node, Missing> {
        let spec = &self.environment.spec;
        match path.get(1).map(Text::as_str) {
            Some("name") if path.len() == 2 => Ok(self.environment_name()),
            // What is written there is found without a copy of the whole.
            Some(key) if key != "name" && spec.get(key).is_some() => walk(spec, path, 1),
            _ => {
                let mut tree = spec.clone();
                if let Some(mapping) = tree.as_mapping_mut() {
                    mapping.set("name", self.environment_name());
                }
                walk(&tree, path, 1)
            }
        }
    }

    fn environment_name(&self) -> Node {
        Node::string(self.environment.name.as_str(), Origin::Unknown)
    }

    /// What another app of the environment shows, seen from this one.
    pub(in crate::resolve) fn find_in(&self, other: &'w AppView<'w>, path: &[&str]) -> Result<Node, Missing> {
        let path: Vec<Text> = path.iter().copied().map(Text::new).collect();
        walk(&self.shown(other), &path, 0)
    }

    fn shown(&self, other: &'w AppView<'w>) -> Cow<'w, Node> {
        let (there, here) = (self.of(other), self.namespace());
        let namespace = there.namespace();
        let tree = || interface(other, &namespace, here.as_str(), &|node| there.quietly(node));
        // Inside of another value it could depend on how it was come to: on what is open, and how deep.
        if self.depth > 0 || self.open.is_some() {
            return Cow::Owned(tree());
        }
        let [foreign, local] = &other.shown;
        let known = if namespace.as_str() == here.as_str() { local } else { foreign };
        Cow::Borrowed(known.get_or_init(tree))
    }

    fn apps(&self, path: &[Text]) -> Result<Node, Missing> {
        let Some(name) = path.get(1) else {
            let help = "name the app: `${{ apps.<app>.host }}`".to_string();
            return Err(Missing::Because { segment: 0, message: "`apps` alone has no value".into(), help });
        };
        let Some(other) = self.environment.apps.get(name.as_str()) else { return Err(self.no_app(name)) };
        // Only who asks for a route has its address worked out.
        if path.get(2).is_some_and(|key| key.as_str() == "routes") {
            return self.of(other).address(path);
        }
        let tree = self.shown(other);
        let found = walk(&tree, path, 2);
        if let (Err(Missing::Unknown { segment: 2, .. }), Some("host" | "url" | "address" | "ports")) =
            (&found, path.get(2).map(Text::as_str))
            && tree.get("host").is_none()
        {
            let message = format!("`{name}` has no Service to be reached by");
            let help = match other.spec.get("type").and_then(Node::as_str) {
                Some(kind) if !has_service(kind) => {
                    format!("a `{kind}` has none of its own: name one of its `services` or `workers`")
                }
                _ => format!("give {name} a port, or name one of its `services` or `workers`"),
            };
            return Err(Missing::Because { segment: 1, message, help });
        }
        found
    }

    /// The overlay that switches an app off here.
    fn switch(&self, name: &str) -> Option<&'w str> {
        let environments = &self.world.estate.environments;
        let mut overlays =
            self.environment.chain.iter().rev().filter_map(|base| environments.get(base)?.overlays.get(name));
        overlays.next().map(|overlay| overlay.path.as_str())
    }

    pub(in crate::resolve) fn no_app(&self, name: &str) -> Missing {
        let estate = self.world.estate;
        if let Some(source) = estate.apps.get(name) {
            if source.document.is_none() {
                return Missing::Reported;
            }
            let environment = &self.environment.name;
            return Missing::Because {
                segment: 1,
                message: format!("`{name}` does not run in {environment}"),
                help: match self.switch(name) {
                    Some(path) => format!("remove `enabled: false` from {path}, or do not name it there"),
                    None => format!("add overlays/{environment}/{name}.yaml, or do not name it there"),
                },
            };
        }
        Missing::Unknown { segment: 1, known: self.environment.apps.keys().cloned().collect() }
    }

    /// The value found, evaluated where it holds expressions itself.
    fn evaluated(&self, path: &[Text], mut node: Node) -> Result<Node, Missing> {
        if !holds_expression(&node) {
            return Ok(node);
        }
        let open = Open { path, app: &self.app.name, place: node.origin.span(), above: self.open };
        if let Some(found) = open.circle() {
            return Err(Missing::Elsewhere(vec![found]));
        }
        if self.depth >= DEPTH {
            let message = format!("values name each other more than {DEPTH} deep");
            let help = "write one of them out".to_string();
            return Err(Missing::Because { segment: 0, message, help });
        }
        let mut found = Vec::new();
        let inner = AppScope {
            world: self.world,
            environment: self.environment,
            app: self.app,
            depth: self.depth + 1,
            open: Some(&open),
            asked: self.asked,
        };
        self.asked.iter().for_each(|asked| asked.enter());
        evaluate(&mut node, &inner, &mut found);
        self.asked.iter().for_each(|asked| asked.leave());
        if found.is_empty() { Ok(node) } else { Err(Missing::Elsewhere(found)) }
    }
}

impl Open<'_> {
    /// The finding where this value is already being evaluated. It is told from the first name of the circle, so
    /// that all of its values say the same.
    fn circle(&self) -> Option<Diagnostic> {
        let same = |other: &Open| other.path == self.path && other.app == self.app;
        let mut members = vec![self];
        let mut next = self.above;
        loop {
            let other = next?;
            if same(other) {
                break;
            }
            members.push(other);
            next = other.above;
        }
        members.reverse();
        let dotted = |open: &Open| open.path.iter().map(Text::as_str).collect::<Vec<_>>().join(".");
        let names: Vec<String> = members.iter().map(|open| dotted(open)).collect();
        let first = names.iter().enumerate().min_by_key(|(_, name)| name.as_str()).map_or(0, |(at, _)| at);
        let turned: Vec<&str> =
            names.iter().cycle().skip(first).take(names.len() + 1).map(String::as_str).collect();
        let message = format!("`{}` names itself: {}", turned.first()?, turned.join(" → "));
        let found = Diagnostic::error(code::UNKNOWN_NAME, message).at(members.get(first)?.place, "");
        Some(found.help("write one of the values of the circle out"))
    }
}

impl Scope for AppScope<'_> {
    fn begin(&self, text: &Origin) {
        self.asked.iter().for_each(|asked| asked.begin(text));
    }

    fn find(&self, path: &[Text]) -> Result<Node, Missing> {
        let root = path.first().map_or("", Text::as_str);
        let node = match root {
            "apps" => {
                let node = self.apps(path)?;
                self.asked.iter().for_each(|asked| asked.note(path));
                node
            }
            "app" => {
                let key = path.get(1).map_or("", Text::as_str);
                let names = ["host", "image", "name", "namespace", "system", "team", "tier", "vars"];
                match self.own(key) {
                    Some(node) => walk(&node, path, 2)?,
                    None if names.contains(&key) || key == "lifecycle" => return Err(Missing::Unset),
                    None => return Err(unknown(1, names)),
                }
            }
            "environment" => {
                self.of_environment(path).map_err(|missing| unset(missing, path, EnvironmentSpec::shape()))?
            }
            "platform" => match self.world.platform() {
                Some(platform) => {
                    walk(platform, path, 1).map_err(|missing| unset(missing, path, PlatformSpec::shape()))?
                }
                None => walk(&empty(), path, 1)?,
            },
            "config" => self.config(path)?,
            "secrets" => self.secret(path, false)?,
            "uses" => self.used(path, false)?,
            _ => return Err(unknown(0, ROOTS)),
        };
        self.evaluated(path, node)
    }

    fn operand(&self, path: &[Text]) -> Result<Node, Missing> {
        match path.first().map(Text::as_str) {
            Some("secrets") => self.secret_operand(path),
            _ => self.find(path),
        }
    }
}

/// `repository:tag@digest` of an image by its parts.
pub fn image_text(image: &Node) -> Node {
    let part = |key: &str| image.get(key).and_then(Node::scalar_text).map(Text::as_str);
    let mut text = part("repository").unwrap_or("").to_string();
    let mut origins = vec![];
    for (key, sign) in [("tag", ':'), ("digest", '@')] {
        if let Some(value) = part(key) {
            text.push(sign);
            text.push_str(value);
        }
    }
    for key in ["repository", "tag", "digest"] {
        origins.extend(image.get(key).map(|node| node.origin.clone()));
    }
    Node::string(text, Origin::derived(origins))
}

fn empty() -> Node {
    Node::mapping(Mapping::new(), Origin::Unknown)
}

fn unknown<const N: usize>(segment: usize, known: [&str; N]) -> Missing {
    Missing::Unknown { segment, known: known.iter().map(|name| name.to_string()).collect() }
}

/// A field of the language that nobody has set is no unknown name.
fn unset(missing: Missing, path: &[Text], shape: Shape) -> Missing {
    match (&missing, shape, path.get(1)) {
        (Missing::Unknown { segment: 1, .. }, Shape::Struct(fields), Some(key))
            if fields.field(key).is_some() =>
        {
            Missing::Unset
        }
        _ => missing,
    }
}

/// The node under the segments from `first` on.
pub(in crate::resolve) fn walk(root: &Node, path: &[Text], first: usize) -> Result<Node, Missing> {
    let mut node = root;
    for (segment, key) in path.iter().enumerate().skip(first) {
        node = node.get(key).ok_or_else(|| {
            let keys = node.as_mapping().into_iter().flat_map(Mapping::keys);
            Missing::Unknown { segment, known: keys.map(str::to_string).collect() }
        })?;
    }
    Ok(node.clone())
}

fn holds_expression(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => has_expression(text),
        Value::Sequence(items) => items.iter().any(holds_expression),
        Value::Mapping(mapping) => mapping.iter().any(|entry: &Entry| holds_expression(&entry.value)),
        _ => false,
    }
}

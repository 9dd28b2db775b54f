//! Starting an app from a golden template: its spec, its overlays, its page, the workflow that builds it.

use std::collections::BTreeMap;

use super::Trouble;
use super::create::{NewFile, create};
use super::starter::{APPS, AppStarter, OVERLAY, Values, fill, without_schema};
use crate::diagnostic::nearest;
use crate::overlay;
use crate::spec::word::TextKind;
use crate::syntax::Node;
use crate::system::{EntryKind, System};
use crate::workspace::{self, Estate};

/// The schema that specs name for editors; they do not where it is not there.
const SCHEMA: &str = "schemas/language/app.schema.json";
/// What a label may hold; `app.kubernetes.io/instance` is `<app>-<environment>`.
const LONGEST_LABEL: usize = 63;

/// What to start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApp {
    pub template: String,
    pub name: String,
    pub team: String,
    pub tier: String,
    /// Where it runs; every environment that renders where empty.
    pub environments: Vec<String>,
}

/// What an app can be given in an estate.
pub struct Choices {
    pub teams: Vec<String>,
    /// The environments that render something.
    pub environments: Vec<String>,
    estate: Estate,
}

/// What an app finds in all environments that it is made for; lines of a starter depend on it.
#[derive(Debug, Default)]
struct Surroundings {
    /// Callers from outside come in, by a name.
    routes: bool,
    /// Connections are closed but for those that are said.
    closed: bool,
}

impl Surroundings {
    fn of(environments: &[Node]) -> Self {
        let all = |is_so: &dyn Fn(&Node) -> bool| !environments.is_empty() && environments.iter().all(is_so);
        let routes = all(&|spec| spec.get("routing").is_some() && spec.get("domain").is_some());
        let deny = |spec: &Node| spec.at(&["security", "defaultDeny"]).and_then(Node::as_bool);
        let closed = all(&|spec| deny(spec) == Some(true));
        Surroundings { routes, closed }
    }

    fn facts(&self) -> Vec<&'static str> {
        let facts = [("routes", self.routes), ("closed", self.closed)];
        facts.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name).collect()
    }
}

/// The names of the golden templates.
pub fn templates() -> Vec<&'static str> {
    APPS.iter().map(|starter| starter.name).collect()
}

/// The golden template of a name.
fn starter(name: &str) -> Result<&'static AppStarter, Trouble> {
    APPS.iter().find(|starter| starter.name == name).ok_or_else(|| {
        Trouble::new(
            format!("`{name}` is not a template"),
            Some(meant(name, &templates(), "the templates are")),
        )
    })
}

/// Whether there is a golden template of the name.
pub fn check_template(name: &str) -> Result<(), Trouble> {
    starter(name).map(drop)
}

impl Choices {
    /// Reads them from the estate.
    ///
    /// # Errors
    /// Where platc.yaml has mistakes, nobody knows what its teams are.
    pub fn of(system: &dyn System) -> Result<Self, Trouble> {
        let mut estate = workspace::load(system)?;
        workspace::validate(&mut estate);
        let Some(platform) = estate.platform.as_ref().filter(|document| document.sound) else {
            let help = "`platc check` says which".to_string();
            return Err(Trouble::new("platc.yaml has mistakes: its teams are not known", Some(help)));
        };
        let teams = platform.node.at(&["spec", "teams"]).and_then(Node::as_mapping);
        let teams = teams.map(|teams| teams.keys().map(str::to_string).collect()).unwrap_or_default();
        let renders = estate.environments.iter().filter(|(_, source)| {
            let written =
                source.document.as_ref().and_then(|document| document.node.at(&["spec", "abstract"]));
            written.and_then(Node::as_bool) != Some(true)
        });
        let environments = renders.map(|(name, _)| name.clone()).collect();
        Ok(Choices { teams, environments, estate })
    }

    /// Whether an app can have the name.
    pub fn check_name(&self, name: &str) -> Result<(), Trouble> {
        let bad = |expected: &str| {
            Err(Trouble::new(format!("`{name}` cannot be the name of an app"), Some(expected.to_string())))
        };
        if let Err(expected) = TextKind::DnsLabel.check(name) {
            return bad(expected);
        }
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            return bad("it becomes the name of a Service, which begins with a letter");
        }
        if name == "environment" {
            return bad("overlays/<environment>/environment.yaml is the environment");
        }
        let longest = self.environments.iter().map(|environment| environment.len() + 1).max().unwrap_or(0);
        if name.len() + longest > LONGEST_LABEL {
            let most = LONGEST_LABEL.saturating_sub(longest);
            return bad(&format!("with an environment's name it becomes a label: up to {most} characters"));
        }
        match self.estate.apps.get(name) {
            Some(app) => {
                let message = format!("there is an app `{name}` already");
                Err(Trouble::new(message, Some(format!("it lies in {}/; take another name", app.folder))))
            }
            None => Ok(()),
        }
    }

    /// Whether there is such a team.
    pub fn check_team(&self, team: &str) -> Result<(), Trouble> {
        if self.teams.iter().any(|known| known == team) {
            return Ok(());
        }
        let teams: Vec<&str> = self.teams.iter().map(String::as_str).collect();
        let help = match teams.as_slice() {
            [] => "platc.yaml has no teams; add one: `teams: {<name>: {}}`".to_string(),
            teams => meant(team, teams, "platc.yaml has"),
        };
        Err(Trouble::new(format!("`{team}` is not a team"), Some(help)))
    }

    /// Whether that can be a tier.
    pub fn check_tier(&self, tier: &str) -> Result<(), Trouble> {
        if !tier.is_empty() && TextKind::LabelValue.check(tier).is_ok() {
            return Ok(());
        }
        let help = "it is one word, such as gold: up to 63 letters, digits, `-`, `_` and `.`";
        Err(Trouble::new(format!("`{tier}` cannot be a tier"), Some(help.to_string())))
    }

    /// What is so in all of these environments.
    fn surroundings(&self, environments: &[&String]) -> Surroundings {
        let sources = self.estate.environments.iter();
        let written: BTreeMap<String, &Node> = sources
            .filter_map(|(name, source)| Some((name.clone(), source.document.as_ref()?.node.get("spec")?)))
            .collect();
        let specs = environments.iter().map(|name| match overlay::chain(name, &written) {
            Ok(chain) => overlay::environment(&chain, &written),
            // A broken chain is told by `check`.
            Err(_) => Node::default(),
        });
        Surroundings::of(&specs.collect::<Vec<_>>())
    }

    /// Whether there are such environments, and they render.
    fn check_environments(&self, wanted: &[String]) -> Result<(), Trouble> {
        let Some(name) = wanted.iter().find(|name| !self.environments.contains(name)) else { return Ok(()) };
        if self.estate.environments.contains_key(name) {
            let help = "name one of the environments that extend it".to_string();
            return Err(Trouble::new(format!("`{name}` is abstract: nothing runs in it"), Some(help)));
        }
        let known: Vec<&str> = self.environments.iter().map(String::as_str).collect();
        let help = meant(name, &known, "the environments are");
        Err(Trouble::new(format!("`{name}` is not an environment"), Some(help)))
    }
}

/// Creates an app's files; returns them.
///
/// # Errors
/// What cannot be, or is there already; nothing is written then.
pub fn new(system: &dyn System, choices: &Choices, app: &NewApp) -> Result<Vec<NewFile>, Trouble> {
    let starter = starter(&app.template)?;
    choices.check_name(&app.name)?;
    choices.check_team(&app.team)?;
    choices.check_tier(&app.tier)?;
    choices.check_environments(&app.environments)?;
    let is_wanted =
        |name: &&String| app.environments.is_empty() || app.environments.iter().any(|wanted| wanted == *name);
    let environments: Vec<&String> = choices.environments.iter().filter(is_wanted).collect();
    let facts = choices.surroundings(&environments).facts();
    let values: &Values = &[("name", &app.name), ("team", &app.team), ("tier", &app.tier)];
    let [spec, page, workflow] = starter.files();
    let overlays = environments.iter().map(|environment| {
        let file = fill(OVERLAY, values, &facts);
        NewFile { path: file.path.replace("<environment>", environment), ..file }
    });
    let mut files = vec![fill(spec, values, &facts), fill(page, values, &facts)];
    files.extend(overlays);
    files.push(fill(workflow, values, &facts));
    if system.kind(SCHEMA)? != Some(EntryKind::File) {
        files.iter_mut().for_each(without_schema);
    }
    create(system, &files)?;
    Ok(files)
}

/// The nearest of what could be meant, else all.
fn meant(typed: &str, known: &[&str], all: &str) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{all} {}", known.join(", ")),
    }
}

//! What `after` means on Kubernetes: init containers that wait until a port of another app answers.
//!
//! Which port is meant is asked of the merged estate, so that network policies read the same.

use crate::diagnostic::{Diagnostic, code};
use crate::expression::Missing;
use crate::model::Container;
use crate::resolve::context::{Context, ruled};
use crate::resolve::estate::asked::GROUPS;
use crate::resolve::estate::interface::transport_of;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::world::AppView;
use crate::resolve::pod::container::Around;
use crate::resolve::pod::volumes::Volumes;
use crate::resolve::uses::Unknown;
use crate::resolve::workload::placed::MAIN;
use crate::spec::infrastructure::WaitFor;
use crate::spec::word::is_dns_subdomain;
use crate::spec::{ContainerFields, Shaped, Sidecar, Spanned, normalise};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

/// A port of another app that must answer first.
pub struct Need<'w> {
    pub app: &'w AppView<'w>,
    /// The name of the port.
    pub port: Text,
    pub host: Node,
    pub number: Node,
    /// The line that asks for it.
    pub origin: Origin,
}

/// The apps that an app waits for, and where they are written.
pub fn needs<'s>(app: &'s AppView) -> impl Iterator<Item = &'s Entry> {
    app.spec.get("after").and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter)
}

/// Whether a workload of an app waits for what the app waits for: all that are parts of the app. Not a backup, which
/// is worth most while others are down, nor a job that makes what the app uses.
pub fn has_to_wait(app: &AppView, component: &str) -> bool {
    let is_part = || GROUPS.into_iter().any(|group| app.spec.at(&[group, component]).is_some());
    component == MAIN || is_part() && app.spec.at(&["backup", component]).is_none()
}

/// Everything that is wrong with what an app waits for, circles too.
pub fn check_needs(scope: &AppScope) -> Vec<Diagnostic> {
    let unknown = needs(scope.app).filter_map(|entry| scope.need(entry).err().flatten()).map(|found| *found);
    let mut found: Vec<Diagnostic> = unknown.collect();
    found.extend(circle(scope));
    found
}

impl<'w> AppScope<'w> {
    /// What an entry of `after` means here.
    pub fn need(&self, entry: &Entry) -> Result<Need<'w>, Unknown> {
        let place = &entry.key_origin;
        let wrong = |message: String, help: String| {
            let found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(place.span(), "");
            Some(Box::new(found.help(help)))
        };
        let name = &entry.key;
        let Some(app) = self.environment.apps.get(name.as_str()) else {
            return Err(match self.no_app(name) {
                Missing::Because { message, help, .. } => wrong(message, help),
                Missing::Unknown { known, .. } => {
                    let near = crate::diagnostic::nearest(name, known.iter().map(String::as_str));
                    let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                    let found = Diagnostic::error(code::UNKNOWN_REFERENCE, format!("`{name}` is not an app"));
                    Some(Box::new(found.at(place.span(), label)))
                }
                _ => None,
            });
        };
        let ports = self.find_in(app, &["ports"]).ok();
        let ports = ports.as_ref().and_then(Node::as_mapping);
        // Nobody answers a connection over UDP.
        let ports = ports.into_iter().flat_map(Mapping::iter);
        let ports: Vec<&Entry> = ports.filter(|port| transport_of(app, &port.key) == "tcp").collect();
        let names = || ports.iter().map(|port| port.key.as_str()).collect::<Vec<_>>().join(", ");
        let wanted = entry.value.get("port").map(|node| self.quietly(node));
        let found = match (&wanted, ports.as_slice()) {
            (_, []) => {
                let message = format!("`{name}` has no Service with a port that could answer");
                return Err(wrong(message, format!("give {name} a port, or do not wait for it")));
            }
            (None, [only]) => only,
            (None, _) => {
                let message = format!("`{name}` has several ports: which one must answer?");
                let help = format!("write `{name}: {{port: <one of them>}}`");
                return Err(
                    wrong(message, help).map(|found| Box::new(found.note(format!("there are: {}", names()))))
                );
            }
            (Some(wanted), _) => {
                let text = wanted.as_str().ok_or(None)?;
                ports.iter().find(|port| port.key.as_str() == text).ok_or_else(|| {
                    let message = format!("`{name}` has no port `{text}` that could answer");
                    let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(wanted.origin.span(), "");
                    Some(Box::new(found.note(format!("there are: {}", names()))))
                })?
            }
        };
        let part = |key: &str| found.value.get(key).cloned().unwrap_or_default();
        let (host, number) = (part("host"), part("port"));
        // Both go into a shell's hands; a name that is none is told where it is written.
        if number.as_i64().is_none() || !host.as_str().is_some_and(is_dns_subdomain) {
            return Err(wrong(format!("`{name}` has no address yet"), format!("correct {name} first")));
        }
        let origin = wanted.map_or(place.clone(), |wanted| wanted.origin);
        Ok(Need { app, port: found.key.clone(), host, number, origin })
    }
}

/// The circle of apps that wait for each other, where this app is in one. It is told from the first of its apps by
/// name, so that all of them say the same.
fn circle(scope: &AppScope) -> Option<Diagnostic> {
    let apps = &scope.environment.apps;
    let start = scope.app;
    // Depth first from this app back to it; each app is entered once.
    let mut entered = std::collections::BTreeSet::new();
    let mut open = vec![(start, needs(start))];
    let members = loop {
        let (_, left) = open.last_mut()?;
        let Some(next) = left.next() else {
            open.pop();
            continue;
        };
        let Some(app) = apps.get(next.key.as_str()) else { continue };
        if app.name == start.name {
            break open.iter().map(|(app, _)| *app).collect::<Vec<_>>();
        }
        if entered.insert(app.name.as_str()) {
            open.push((app, needs(app)));
        }
    };
    let first = members.iter().enumerate().min_by_key(|(_, app)| app.name.as_str()).map_or(0, |(at, _)| at);
    let turned: Vec<&AppView> = members.iter().cycle().skip(first).take(members.len() + 1).copied().collect();
    let names: Vec<&str> = turned.iter().map(|app| app.name.as_str()).collect();
    let line = |pair: &[&AppView]| {
        let [from, to] = pair else { return None };
        needs(from).find(|entry| entry.key.as_str() == to.name)?.key_origin.span()
    };
    let mut lines = turned.windows(2).map(line);
    let message = format!("`{}` waits for itself: {}", names.first()?, names.join(" → "));
    let found = Diagnostic::error(code::AFTER_CYCLE, message).at(lines.next().flatten(), "");
    let found = lines.fold(found, |found, line| found.related(line, ""));
    Some(found.help("take one `after` away; apps that only call each other need none"))
}

impl Context<'_> {
    /// The init containers that wait for the apps under `after`; one written by hand stands in for its like.
    pub fn waits(&self, around: &Around, volumes: &mut Volumes) -> Vec<Container> {
        let written = around.workload.init.as_ref();
        let mut waits = Vec::new();
        for entry in needs(self.scope.app) {
            let name = format!("wait-for-{}", entry.key);
            if written.is_some_and(|init| init.get(&name).is_some()) {
                continue;
            }
            let Ok(need) = self.scope.need(entry) else { continue };
            let Some(sidecar) = self.waiting(&need, entry, around) else { continue };
            let mut container = self.other_container(
                &Spanned::new(name.into(), entry.key_origin.clone()),
                &sidecar,
                around,
                volumes,
            );
            container.origin =
                Origin::ruled("waits for what `after` names", []).because([entry.value.origin.clone()]);
            waits.push(container);
        }
        waits
    }

    /// What waits for a port, in the environment's image.
    fn waiting(&self, need: &Need, entry: &Entry, around: &Around) -> Option<Sidecar> {
        let mut settings = Node::clone(&self.of_environment("waitFor"));
        normalise(&mut settings, WaitFor::shape());
        let settings = WaitFor::read(&settings).unwrap_or_default();
        let Some(image) = settings.image else {
            let environment = self.scope.environment;
            let message = format!("{} does not say which image waits for other apps", environment.name);
            let found = Diagnostic::error(code::IMAGE_MISSING, message).at(entry.key_origin.span(), "");
            let help = format!(
                "add `waitFor: {{image: busybox:1.37.0}}` to {}; it must have `sh` and `nc`",
                environment.path
            );
            self.report(found.help(help));
            return None;
        };
        let (host, port) = (need.host.as_str().unwrap_or(""), need.number.as_i64().unwrap_or(0));
        let origins = [need.host.origin.clone(), need.number.origin.clone(), need.origin.clone()];
        let script = format!("until nc -z {host} {port}; do sleep 1; done");
        let word = |word| ruled(word, "waits for what `after` names").write();
        let command = vec![word("sh"), word("-c"), Node::string(script, Origin::derived(origins))];
        let container = ContainerFields {
            image: Some(image),
            command: Some(Node::sequence(command, Origin::Unknown)),
            resources: settings.resources,
            security_context: self.rights_beside(around.profile),
            ..ContainerFields::default()
        };
        Some(Sidecar { container, ..Sidecar::default() })
    }
}

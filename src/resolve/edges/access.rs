//! Edges that `access` declares.

use super::{Edge, EdgeKind, Gathered, Gathering, Party, PodPort, Pods, Ports, workload};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::resolve::context::unknown;
use crate::resolve::estate::scope::AppScope;
use crate::spec::connection::{Access, Callee, Caller, Constantly, PortReference};
use crate::spec::{Either, Map, Shaped, Spanned};
use crate::syntax::{Origin, Text};

/// The word that stands for everybody.
const ANY: &str = "any";

/// Somebody whom an entry of `access` names.
enum Peer {
    App(Spanned<Text>),
    Outside(Party, Origin),
}

/// The edges of an app's `access`.
pub fn gather(gathering: &Gathering, scope: AppScope, out: &mut Gathered) {
    let Some(access) = scope.spec().spec.get("access").and_then(Access::read) else { return };
    let mut declaring = Declaring { gathering, scope, out };
    for (key, entry) in access.from.iter().flat_map(Map::iter) {
        let (peer, ports) = match entry {
            Either::First(always) => (named(key, always), None),
            Either::Second(caller) => (caller_peer(caller), caller.ports.as_ref()),
        };
        peer.iter().for_each(|peer| declaring.from(peer, ports));
    }
    for (key, entry) in access.to.iter().flat_map(Map::iter) {
        let (peer, ports) = match entry {
            Either::First(always) => (named(key, always), None),
            Either::Second(callee) => (callee_peer(callee), callee.ports.as_ref()),
        };
        peer.iter().for_each(|peer| declaring.to(peer, ports));
    }
}

/// `any: true`, `<app>: true`.
fn named(key: &Spanned<Text>, always: &Constantly) -> Option<Peer> {
    let origin = Origin::derived([always.0.origin.clone()]);
    Some(match key.value.as_str() {
        ANY => Peer::Outside(Party::Anyone, origin),
        _ => Peer::App(key.clone()),
    })
}

fn caller_peer(caller: &Caller) -> Option<Peer> {
    let outside = |party: fn(Text) -> Party, text: &Spanned<Text>| {
        Peer::Outside(party(text.value.clone()), text.origin.clone())
    };
    let namespace = || caller.namespace.as_ref().map(|text| outside(Party::Namespace, text));
    let addresses = || caller.cidr.as_ref().map(|text| outside(Party::Addresses, text));
    caller.app.clone().map(Peer::App).or_else(namespace).or_else(addresses)
}

fn callee_peer(callee: &Callee) -> Option<Peer> {
    let addresses = || {
        callee
            .cidr
            .as_ref()
            .map(|text| Peer::Outside(Party::Addresses(text.value.clone()), text.origin.clone()))
    };
    let internet =
        || callee.internet.as_ref().map(|always| Peer::Outside(Party::Internet, always.0.origin.clone()));
    callee.app.clone().map(Peer::App).or_else(addresses).or_else(internet)
}

struct Declaring<'g, 'w> {
    gathering: &'g Gathering,
    scope: AppScope<'w>,
    out: &'g mut Gathered,
}

impl<'g> Declaring<'g, '_> {
    /// An entry of `access.from`: all workloads of the peer to those of ours that have the ports.
    fn from(&mut self, peer: &Peer, ports: Option<&Vec<PortReference>>) {
        let own = self.gathering.of(&self.scope.app.name);
        let Some(callers) = self.callers(peer) else { return };
        let name = self.scope.app.name.clone();
        for (to, ports) in self.with_ports(own, ports, &name, peer) {
            for (from, origin) in &callers {
                let to = workload(&name, to);
                self.edge(from.clone(), to, ports.clone(), origin);
            }
        }
    }

    /// An entry of `access.to`: all workloads of ours to those of the peer that have the ports.
    fn to(&mut self, peer: &Peer, ports: Option<&Vec<PortReference>>) {
        let own = self.gathering.of(&self.scope.app.name);
        let name = self.scope.app.name.clone();
        let callees: Vec<(Party, Origin, Ports)> = match peer {
            Peer::Outside(party, origin) => {
                let ports = self.outside_ports(ports);
                vec![(party.clone(), origin.clone(), ports)]
            }
            Peer::App(app) => {
                let Some(pods) = self.app(app) else { return };
                let found = self.with_ports(pods, ports, &app.value, peer);
                let party = |pods: &Pods| workload(&app.value, pods);
                found.into_iter().map(|(pods, ports)| (party(pods), app.origin.clone(), ports)).collect()
            }
        };
        for (to, origin, ports) in callees {
            for from in own {
                self.edge(workload(&name, from), to.clone(), ports.clone(), &origin);
            }
        }
    }

    fn edge(&mut self, from: Party, to: Party, ports: Ports, origin: &Origin) {
        let kind = EdgeKind::Access;
        self.out.edges.push(Edge { kind, from, to, ports, origin: origin.clone(), callee: Origin::Unknown });
    }

    /// The sides that a caller stands for.
    fn callers(&mut self, peer: &Peer) -> Option<Vec<(Party, Origin)>> {
        match peer {
            Peer::Outside(party, origin) => Some(vec![(party.clone(), origin.clone())]),
            Peer::App(app) => {
                let pods = self.app(app)?;
                Some(pods.iter().map(|pods| (workload(&app.value, pods), app.origin.clone())).collect())
            }
        }
    }

    /// The workloads of an app that must run here.
    fn app(&mut self, app: &Spanned<Text>) -> Option<&'g [Pods]> {
        let environment = self.scope.environment;
        if environment.apps.contains_key(app.value.as_str()) {
            return Some(self.gathering.of(&app.value));
        }
        let found = if self.scope.world.estate.apps.contains_key(app.value.as_str()) {
            let message = format!("`{}` does not run in {}", app.value, environment.name);
            let help = format!("take it away there with `{}: null`, or add its overlay", app.value);
            Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(app.origin.span(), "").help(help)
        } else {
            let known = environment.apps.keys().map(String::as_str).collect();
            unknown("app here", app, known)
                .help("what is no app is `{namespace: …}`, `{cidr: …}` or, under `to`, `{internet: true}`")
        };
        self.report(&app.value, found);
        None
    }

    /// The workloads that have one of the ports, each with its own; all with all where none is asked for.
    fn with_ports(
        &mut self,
        pods: &'g [Pods],
        wanted: Option<&Vec<PortReference>>,
        owner: &str,
        peer: &Peer,
    ) -> Vec<(&'g Pods, Ports)> {
        let Some(wanted) = wanted else { return pods.iter().map(|pods| (pods, Ports::All)).collect() };
        for reference in wanted {
            self.check_port(pods, reference, owner, peer);
        }
        let of = |pods: &'g Pods| {
            let ports: Vec<PodPort> =
                wanted.iter().filter_map(|reference| port_of(pods, reference)).collect();
            (!ports.is_empty()).then_some((pods, Ports::These(ports)))
        };
        pods.iter().filter_map(of).collect()
    }

    /// A port by a name that no workload has, or by the number that only a Service has.
    fn check_port(&mut self, pods: &[Pods], reference: &PortReference, owner: &str, peer: &Peer) {
        let ports = || pods.iter().flat_map(|pods| &pods.ports);
        let found = match reference {
            Either::First(number) => {
                let number = &number.0;
                let target = ports().find(|port| port.service == Some(number.value));
                let is_open = ports().any(|port| port.number.value == number.value);
                let Some(target) = target.filter(|_| !is_open) else { return };
                let message = format!("{} is a port of {owner}'s Service, not of its pods", number.value);
                let listening = format!("the pods listen on {}", target.number.value);
                let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(number.origin.span(), "");
                let name = target.name.as_deref().unwrap_or("");
                found.related(target.number.origin.span(), listening).help(format!("write `{name}`"))
            }
            Either::Second(name) => {
                if ports().any(|port| port.name.as_ref() == Some(&name.value)) {
                    return;
                }
                let known: Vec<&str> = ports().filter_map(|port| port.name.as_deref()).collect();
                let label = nearest(&name.value, known.iter().copied());
                let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
                let message = format!("`{}` is not a port of {owner}", name.value);
                let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(name.origin.span(), label);
                let listed = match known.as_slice() {
                    [] => format!("{owner} has no ports"),
                    known => format!("there are: {}", known.join(", ")),
                };
                found.note(listed).help("name one of its ports, or write the number that its pods listen on")
            }
        };
        let other = if let Peer::App(app) = peer { app.value.clone() } else { Text::default() };
        self.report(&other, found);
    }

    /// Ports of somebody who is no app: by number only.
    fn outside_ports(&mut self, wanted: Option<&Vec<PortReference>>) -> Ports {
        let Some(wanted) = wanted else { return Ports::All };
        let mut ports = Vec::new();
        for reference in wanted {
            match reference {
                Either::First(number) => ports.push(PodPort::numbered(number.0.clone())),
                Either::Second(name) => {
                    let message = format!("`{}` names no port: who is no app has numbers only", name.value);
                    let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(name.origin.span(), "");
                    self.report("", found.help("write the port's number"));
                }
            }
        }
        Ports::These(ports)
    }

    /// A mistake in this app's `access`, which concerns the other app too.
    fn report(&mut self, other: &str, found: Diagnostic) {
        let apps = [self.scope.app.name.as_str(), other];
        let running = apps.into_iter().filter(|app| self.scope.environment.apps.contains_key(*app));
        let mut concerned: Vec<Text> = running.map(Text::new).collect();
        concerned.dedup();
        self.out.findings.push((concerned, found));
    }
}

/// A port of the pods by its name. A number stands for itself, whether declared or not.
fn port_of(pods: &Pods, reference: &PortReference) -> Option<PodPort> {
    match reference {
        Either::First(number) => {
            let declared = pods.ports.iter().find(|port| port.number.value == number.0.value);
            Some(PodPort {
                udp: declared.and_then(|port| port.udp.clone()),
                ..PodPort::numbered(number.0.clone())
            })
        }
        Either::Second(name) => {
            pods.port(&name.value).map(|port| PodPort { chosen: name.origin.clone(), ..port.clone() })
        }
    }
}

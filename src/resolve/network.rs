//! NetworkPolicies: one for each workload whose callers or callees are limited.

use std::collections::BTreeMap;

use crate::model::{NetworkPolicy, Peer, PolicyPort, Rule, Rules, Workload};
use crate::resolve::AppScope;
use crate::resolve::context::{Context, ruled};
use crate::resolve::edges::{Edge, EdgeKind, Edges, Party, PodPort, Ports};
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::spec::Spanned;
use crate::syntax::{Mapping, Node, Origin, Text};

/// Everything but private addresses: ranges with the parts of them that are left out. RFC 1918, RFC 6598 (shared by
/// carriers), RFC 3927 (link-local); RFC 4193, RFC 4291 section 2.5.6.
const INTERNET: [(&str, &[&str]); 2] = [
    ("0.0.0.0/0", &["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]),
    ("::/0", &["fc00::/7", "fe80::/10"]),
];

/// A direction of connections.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ingress,
    Egress,
}

/// Which directions of an app's workloads are closed but for rules, each with what alone decides it.
struct Closed {
    ingress: Option<Origin>,
    egress: Option<Origin>,
    /// What alone decides that there is a policy at all.
    either: Origin,
}

impl Context<'_> {
    /// The policies of workloads. What `defaultDeny` does not close is closed where `access` says who may pass.
    pub fn policies(&self, workloads: &[Workload]) -> Vec<NetworkPolicy> {
        let Some(edges) = self.scope.environment.edges() else { return Vec::new() };
        edges.findings(&self.name.value).iter().for_each(|found| self.report(found.clone()));
        let Some(closed) = self.closed() else { return Vec::new() };
        workloads.iter().filter_map(|workload| self.policy(workload, &closed, edges)).collect()
    }

    fn closed(&self) -> Option<Closed> {
        let security = self.of_environment("security");
        let deny = security.get("defaultDeny").filter(|deny| deny.as_bool() == Some(true));
        let deny = deny.map(|deny| deny.origin.clone());
        let access = self.spec.access.as_ref();
        let from = access.and_then(|access| access.from.as_ref()).map(|from| from.origin.clone());
        let to = access.and_then(|access| access.to.as_ref()).map(|to| to.origin.clone());
        let either = match (&from, &to) {
            (None, None) => deny.clone()?,
            (Some(origin), _) | (None, Some(origin)) if deny.is_none() => origin.clone(),
            // Two reasons, of which each would do.
            _ => Origin::Unknown,
        };
        let reason = |written: Option<Origin>| match (written, &deny) {
            (Some(_), Some(_)) => Some(Origin::Unknown),
            (written, deny) => written.or(deny.clone()),
        };
        Some(Closed { ingress: reason(from), egress: reason(to), either })
    }

    fn policy(&self, workload: &Workload, closed: &Closed, edges: &Edges) -> Option<NetworkPolicy> {
        let (component, workload_name) = (workload.component.as_ref()?, workload.name.as_ref()?);
        let name = self.object_name("NetworkPolicy", None, workload_name.clone());
        let labels = self.labels(Bearer::of(component), &[]);
        let me = Party::Workload { app: self.name.value.clone(), component: component.value.clone() };
        let all: Vec<&Edge> = edges.with(&self.name.value).collect();
        let rules = |direction: Direction, closed: &Option<Origin>| {
            let reason = closed.clone()?;
            Some(self.rules(&me, direction, &all, edges, reason))
        };
        let types = [("Ingress", &closed.ingress), ("Egress", &closed.egress)];
        let types = types.into_iter().filter_map(|(name, reason)| {
            let origin = Origin::ruled("directions that are closed", []).because(reason.clone());
            reason.as_ref().map(|_| Spanned::new(Text::literal(name), origin))
        });
        let egress = rules(Direction::Egress, &closed.egress);
        let dns = closed.egress.clone().filter(|_| egress.as_ref().is_some_and(|rules| rules.open.is_none()));
        let mut metadata = self.metadata(&name, labels, self.annotations(Wave::First, false, &[]));
        // A bootstrap job is not where its app is.
        let home = edges.pods(&self.name.value, &component.value).and_then(|pods| pods.namespace.clone());
        let mut reasons = vec![closed.either.clone()];
        if let (Some(home), Some(metadata)) = (home, metadata.as_mapping_mut()) {
            metadata.set("namespace", home);
            reasons.push(workload.origin.clone());
        }
        Some(NetworkPolicy {
            origin: Origin::Unknown.because(reasons),
            metadata: Some(metadata),
            name: Some(name),
            selector: Some(workload.selector.clone().unwrap_or_else(|| self.pod_selector(component))),
            types: Some(types.collect()),
            ingress: rules(Direction::Ingress, &closed.ingress),
            dns: dns.map(|reason| Spanned::new(true, reason)),
            egress,
        })
    }

    /// The labels of the pods of a workload that has no selector of its own (a CronJob, a Job).
    fn pod_selector(&self, component: &Spanned<Text>) -> Node {
        let text = |value: &Spanned<Text>| Node::string(value.value.clone(), value.origin.clone());
        let mut selector = Mapping::new();
        selector.set("app.kubernetes.io/component", text(component));
        selector.set("app.kubernetes.io/name", text(&self.name));
        Node::mapping(selector, Origin::Unknown)
    }

    /// What is let through in one direction: a rule for each peer.
    fn rules(&self, me: &Party, direction: Direction, all: &[&Edge], edges: &Edges, reason: Origin) -> Rules {
        let mut peers: BTreeMap<&Party, Vec<&Edge>> = BTreeMap::new();
        for edge in all {
            let (own, other) = match direction {
                Direction::Ingress => (&edge.to, &edge.from),
                Direction::Egress => (&edge.from, &edge.to),
            };
            if own == me {
                peers.entry(other).or_default().push(edge);
            }
        }
        let everything = |edge: &&&Edge| edge.ports == Ports::All;
        if let Some(open) = peers.get(&Party::Anyone).and_then(|edges| edges.iter().find(everything)) {
            let open = Spanned::new(true, open.origin.clone());
            return Rules { open: Some(open), rules: None, ..Rules::default() };
        }
        let here = self.home(me, edges);
        let rules = peers.into_iter().map(|(party, through)| {
            let ports = ports(party, &through);
            // Where `access` asks for one port, it could be that of another workload.
            let chosen = match ports.as_slice() {
                [only] if through.iter().all(|edge| edge.kind == EdgeKind::Access) => only.origin.reasons(),
                _ => &[],
            };
            let reasons = [said(party, &through), self.runs(party), reason.clone()];
            Rule {
                origin: Origin::Unknown.because(reasons.into_iter().chain(chosen.iter().cloned())),
                peers: Some(self.peers(here.as_ref(), party, &through, edges)),
                ports: Some(ports),
            }
        });
        Rules { rules: Some(rules.collect()), ..Rules::default() }
    }

    /// The switch by which another app runs here.
    fn runs(&self, party: &Party) -> Origin {
        let other = party.app().filter(|app| **app != self.name.value);
        let other = other.and_then(|app| self.scope.environment.apps.get(app.as_str()));
        other.map_or(Origin::Unknown, |app| app.enabled.clone())
    }

    /// Where the pods of a workload are.
    fn home(&self, party: &Party, edges: &Edges) -> Option<Node> {
        let Party::Workload { app, component } = party else { return None };
        if let Some(home) = edges.pods(app, component).and_then(|pods| pods.namespace.clone()) {
            return Some(home);
        }
        let other = self.scope.environment.apps.get(app.as_str())?;
        Some(AppScope::new(self.scope.world, self.scope.environment, other).namespace())
    }

    /// A party in the words of a policy of pods that are `here`; none for everybody.
    fn peers(&self, here: Option<&Node>, party: &Party, through: &[&Edge], edges: &Edges) -> Vec<Peer> {
        let said = || {
            let said = |edge: &&Edge| Origin::derived([edge.origin.clone(), edge.callee.clone()]);
            several(through.iter().map(said).collect::<Vec<_>>().iter())
        };
        match party {
            Party::Anyone => Vec::new(),
            Party::Workload { app, component } => {
                let pods = edges.pods(app, component).map(|pods| pods.selector.clone());
                let there = self.home(party, edges);
                let there = there.filter(|there| there.as_str() != here.and_then(Node::as_str));
                let namespace = there
                    .and_then(|there| Some(Spanned::new(there.as_text()?.clone(), there.origin.clone())));
                let pods = pods.map(|pods| Node::mapping(pods, Origin::Unknown));
                vec![Peer { namespace, pods, ..Peer::default() }]
            }
            Party::Namespace(name) => {
                vec![Peer { namespace: Some(Spanned::new(name.clone(), said())), ..Peer::default() }]
            }
            Party::Addresses(range) => {
                vec![Peer { cidr: Some(Spanned::new(range.clone(), said())), ..Peer::default() }]
            }
            Party::Internet => {
                let rule = |text: &'static str| ruled(text, "what the internet is");
                let range = |(range, except): &(&'static str, &'static [&'static str])| Peer {
                    cidr: Some(rule(range)),
                    except: Some(except.iter().copied().map(rule).collect()),
                    ..Peer::default()
                };
                INTERNET.iter().map(range).collect()
            }
        }
    }
}

/// What decides that a party is let through. Addresses and namespaces say themselves who it is, whatever they are:
/// only what has them ask at all decides.
fn said(party: &Party, through: &[&Edge]) -> Origin {
    match party {
        Party::Namespace(_) | Party::Addresses(_) => {
            let reasons = through.iter().map(|edge| Origin::derived(edge.origin.reasons().iter().cloned()));
            several(reasons.collect::<Vec<_>>().iter())
        }
        _ => several(through.iter().map(|edge| &edge.origin)),
    }
}

/// Every port of the edges once, by number; none where one of them is for all.
fn ports(party: &Party, through: &[&Edge]) -> Vec<PolicyPort> {
    let mut ports: BTreeMap<(i64, bool), Vec<(&PodPort, &Edge)>> = BTreeMap::new();
    for edge in through {
        let Ports::These(these) = &edge.ports else { return Vec::new() };
        for port in these {
            ports.entry((port.number.value, port.udp.is_some())).or_default().push((port, edge));
        }
    }
    let port = |asked: Vec<(&PodPort, &Edge)>| {
        let (port, _) = asked.first()?;
        let edges: Vec<&Edge> = asked.iter().map(|(_, edge)| *edge).collect();
        let reasons = [said(party, &edges), several(asked.iter().map(|(port, _)| &port.chosen))];
        Some(PolicyPort {
            origin: Origin::Unknown.because(reasons),
            port: Some(port.number.clone()),
            protocol: port.udp.clone().map(|origin| Spanned::new(Text::literal("UDP"), origin)),
        })
    };
    ports.into_values().filter_map(port).collect()
}

/// What several lines that say the same have in common; each of them would do.
fn several<'o>(lines: impl Iterator<Item = &'o Origin> + Clone) -> Origin {
    let common = Origin::common(lines.clone());
    match lines.clone().any(|line| *line != common) {
        true => Origin::ruled("more than one line says so", [common]),
        false => common,
    }
}

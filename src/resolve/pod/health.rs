//! Probes: one handler with shared timings, and what readiness, liveness and startup lay over it.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::overlay::{Manner, Merge};
use crate::resolve::context::Context;
use crate::resolve::pod::ports::Ports;
use crate::spec::{Handler, Health, OrFalse, Probe, Shaped, Timings};
use crate::syntax::{Mapping, Node, Origin, Text};

/// Failures after which a container is restarted, unless the spec says: twice Kubernetes' three, so that a slow
/// minute takes it out of the Service before it is killed.
const PATIENT_FAILURES: i64 = 6;

/// The probes of one container.
#[derive(Default)]
pub struct Probes {
    pub readiness: Option<Node>,
    pub liveness: Option<Node>,
    pub startup: Option<Node>,
}

impl Context<'_> {
    /// The probes that `health` means, with ports by number.
    pub fn probes(&self, health: Option<&Health>, ports: &Ports) -> Probes {
        let Some(health) = health else { return Probes::default() };
        let shared = Probe {
            origin: health.origin.clone(),
            handler: health.handler.clone(),
            timings: health.timings.clone(),
        };
        let startup = health.startup.as_ref().map(|own| self.probe(&shared, Some(own)));
        let mut probes = Probes {
            readiness: self.probe(&shared, health.readiness.as_ref()),
            liveness: self.probe(&shared, health.liveness.as_ref()),
            startup: startup.flatten(),
        };
        self.check_timings(health, &probes);
        self.check_successes(&probes);
        if health.patience.as_ref().is_none_or(|patience| patience.value)
            && laid_over(&shared, health.liveness.as_ref())
        {
            let patience = health.patience.as_ref().map(|patience| patience.origin.clone());
            probes.liveness.iter_mut().for_each(|liveness| be_patient(liveness, patience.clone()));
        }
        for probe in [&mut probes.readiness, &mut probes.liveness, &mut probes.startup].into_iter().flatten()
        {
            self.number_ports(probe, ports);
        }
        probes
    }

    fn probe(&self, shared: &Probe, own: Option<&OrFalse<Box<Probe>>>) -> Option<Node> {
        let merged = match own {
            Some(OrFalse::Off(_)) => return None,
            None => shared.write(),
            Some(OrFalse::On(own)) if laid_over_kind(shared, own) => {
                Merge::default().lay_owned(shared.write(), own.write(), Probe::shape(), Manner::Win)
            }
            Some(OrFalse::On(own)) => own.write(),
        };
        has_handler(&merged).then_some(merged)
    }

    /// Kubernetes takes only a readiness probe that must pass several times (`validateLivenessProbe`).
    fn check_successes(&self, probes: &Probes) {
        for (name, probe) in [("liveness", &probes.liveness), ("startup", &probes.startup)] {
            let written = probe.as_ref().and_then(|probe| probe.get("successThreshold"));
            if let Some(written) = written.filter(|written| written.as_i64() != Some(1)) {
                let message = format!("`successThreshold` of `{name}` must be 1");
                let found =
                    Diagnostic::error(code::OUT_OF_RANGE, message).at(written.origin.span(), "must be 1");
                self.report(found.help("remove it, or set it for `readiness` alone"));
            }
        }
    }

    /// Timings that no probe takes are a mistake: the handler was forgotten.
    fn check_timings(&self, health: &Health, probes: &Probes) {
        let own = [
            ("readiness", &health.readiness, &probes.readiness),
            ("liveness", &health.liveness, &probes.liveness),
            ("startup", &health.startup, &probes.startup),
        ];
        for (name, written, made) in own {
            if let (Some(OrFalse::On(probe)), None) = (written, made) {
                let message = format!("`{name}` has no handler");
                let found = Diagnostic::error(code::HANDLER_MISSING, message).at(probe.origin.span(), "");
                let help =
                    "add `httpGet`, `tcpSocket`, `grpc` or `exec` to it, or to `health` for all probes";
                self.report(found.help(help));
            }
        }
        let shared = health.timings.write();
        let Some(first) = shared.as_mapping().and_then(|timings| timings.iter().next()) else { return };
        if probes.readiness.is_none() && probes.liveness.is_none() && probes.startup.is_none() {
            let message = format!("`{}` is set, but `health` has no handler", first.key);
            let found = Diagnostic::error(code::HANDLER_MISSING, message).at(first.value.origin.span(), "");
            self.report(found.help("add `httpGet`, `tcpSocket`, `grpc` or `exec` to `health`"));
        }
    }

    /// A port by name becomes its number: not every handler takes names.
    fn number_ports(&self, probe: &mut Node, ports: &Ports) {
        for entry in probe.as_mapping_mut().into_iter().flat_map(Mapping::iter_mut) {
            let Some(port) = entry.value.as_mapping_mut().and_then(|handler| handler.get_mut("port")) else {
                continue;
            };
            if port.as_i64().is_some_and(|number| !(1..=65535).contains(&number)) {
                let found = Diagnostic::error(code::OUT_OF_RANGE, "a port must be from 1 to 65535");
                self.report(found.at(port.origin.span(), "from 1 to 65535"));
            }
            let Some(name) = port.as_text().cloned() else { continue };
            match ports.number(&name) {
                Some(number) => {
                    let origin = Origin::derived([port.origin.clone(), number.origin.clone()]);
                    *port = Node::integer(number.value, origin);
                }
                None => self.report(unknown_port(&name, port, ports, "the probe")),
            }
        }
    }
}

/// A port that the container does not have.
pub fn unknown_port(name: &Text, at: &Node, ports: &Ports, who: &str) -> Diagnostic {
    let names = ports.names();
    let label = nearest(name, names.iter().map(String::as_str));
    let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
    let message = format!("{who} asks for port `{name}`, which is not there");
    let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(at.origin.span(), label);
    let listed = match names.as_slice() {
        [] => "there are no ports".to_string(),
        names => format!("the ports are {}", names.join(", ")),
    };
    found.related(ports.place(), listed)
}

/// Whether `own` stands on the shared probe: the same kind of handler, or none of its own.
fn laid_over_kind(shared: &Probe, own: &Probe) -> bool {
    let own = handlers(&own.handler);
    own.is_empty() || own == handlers(&shared.handler)
}

fn laid_over(shared: &Probe, own: Option<&OrFalse<Box<Probe>>>) -> bool {
    let shared_has = !handlers(&shared.handler).is_empty();
    match own {
        Some(OrFalse::On(own)) => shared_has && laid_over_kind(shared, own),
        Some(OrFalse::Off(_)) => false,
        None => shared_has,
    }
}

fn handlers(handler: &Handler) -> Vec<Text> {
    let node = handler.write();
    node.as_mapping().into_iter().flat_map(Mapping::iter).map(|entry| entry.key.clone()).collect()
}

fn has_handler(probe: &Node) -> bool {
    let Some(handler) = Handler::read(probe) else { return false };
    !handlers(&handler).is_empty()
}

fn be_patient(liveness: &mut Node, patience: Option<Origin>) {
    let timings = Timings::read(liveness);
    if timings.is_some_and(|timings| timings.failure_threshold.is_some()) {
        return;
    }
    let patient = Timings {
        failure_threshold: Some(crate::spec::Spanned::new(
            PATIENT_FAILURES,
            Origin::ruled("default of liveness over a shared handler (health.patience)", [])
                .because(patience),
        )),
        ..Timings::default()
    };
    if let (Some(mapping), Some(extra)) = (liveness.as_mapping_mut(), patient.write().as_mapping()) {
        extra.iter().for_each(|entry| mapping.insert(entry.clone()));
    }
}

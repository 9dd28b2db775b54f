//! The Service and port that a route leads to: of the app's own Service, else of the first of its `services` that
//! has the port.

use super::Context;
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::model::RouteBackend;
use crate::resolve::pod::ports::Ports;
use crate::resolve::service::{has_service, sidecar_ports};
use crate::spec::{Map, NamedService, OrFalse, Port, Protocol, Spanned};
use crate::syntax::{Origin, Text};

/// Where a route leads.
pub struct Backend {
    pub service: Spanned<Text>,
    pub port: Spanned<i64>,
    /// Whether the port speaks gRPC, and what says so where it is not its name.
    pub grpc: Option<Origin>,
}

/// A port of the main workload's pod.
struct Candidate<'a> {
    key: &'a Spanned<Text>,
    port: &'a Port,
    /// Whether the app's own Service has it.
    served: bool,
}

impl Candidate<'_> {
    /// Whether it speaks gRPC, and what says so where it is not its name.
    fn grpc(&self) -> Option<Origin> {
        match &self.port.protocol {
            Some(protocol) => (protocol.value == Protocol::Grpc).then(|| protocol.origin.clone()),
            None => (self.key.value.as_str() == Protocol::Grpc.word()).then_some(Origin::Unknown),
        }
    }
}

impl Backend {
    pub fn model(&self) -> RouteBackend {
        RouteBackend {
            service: Some(self.service.clone()),
            port: Some(self.port.clone()),
            ..RouteBackend::default()
        }
    }
}

impl Context<'_> {
    pub(super) fn backend(&self, wanted: &Spanned<Text>) -> Option<Backend> {
        let candidates = self.candidates();
        let Some(found) = candidates.iter().find(|candidate| candidate.key.value == wanted.value) else {
            self.report(self.no_port(wanted, &candidates));
            return None;
        };
        let Some(service) = self.service_with(wanted, found, &candidates) else {
            self.report(self.no_service(wanted, found));
            return None;
        };
        if let Some(protocol) = found.port.protocol.as_ref().filter(|named| named.value == Protocol::Udp) {
            let message = format!("the port `{}` is one of UDP; routes are for HTTP and gRPC", wanted.value);
            let report = Diagnostic::error(code::WRONG_VALUE, message).at(wanted.origin.span(), "");
            let report = report.related(protocol.origin.span(), "`protocol: udp`");
            self.report(report.help("lead the route to another port"));
            return None;
        }
        let number = service_number(found.port)?;
        let origin = Origin::derived([number.origin.clone(), wanted.origin.clone()]);
        Some(Backend { service, port: Spanned::new(number.value, origin), grpc: found.grpc() })
    }

    /// Every port of the main workload's pod.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let workload = &self.spec.workload;
        let own = Ports::new(workload.container.ports.as_ref());
        let own = own.iter().map(|(key, port)| Candidate {
            key,
            port,
            served: !matches!(port.service, Some(OrFalse::Off(_))),
        });
        let sidecars = sidecar_ports(workload).map(|(key, port)| Candidate {
            key,
            port,
            served: matches!(port.service, Some(OrFalse::On(_))),
        });
        own.chain(sidecars).collect()
    }

    /// The name of the Service that has the port.
    fn service_with(
        &self,
        wanted: &Spanned<Text>,
        found: &Candidate,
        candidates: &[Candidate],
    ) -> Option<Spanned<Text>> {
        let is_own = |candidate: &Candidate| candidate.served && has_service(self.sort().0);
        if is_own(found) {
            let own = self.spec.service.as_ref().and_then(|service| service.name.as_deref());
            let mut name = self.object_name("Service", own, self.part_name(None));
            // Another port that speaks the same could be one of another Service.
            let is_elsewhere = |other: &Candidate| {
                !is_own(other)
                    && other.grpc().is_some() == found.grpc().is_some()
                    && self.service_listing(&other.key.value).is_some()
            };
            if candidates.iter().any(is_elsewhere) {
                name.origin = name.origin.because([wanted.origin.clone()]);
            }
            return Some(name);
        }
        let (key, named, listed) = self.service_listing(&wanted.value)?;
        let mut name = self.object_name("Service", named.service.name.as_deref(), self.part_name(Some(key)));
        name.origin = name.origin.because([wanted.origin.clone(), listed]);
        Some(name)
    }

    /// The first of the app's `services` that lists a port, with the place where it does.
    fn service_listing(&self, port: &Text) -> Option<(&Spanned<Text>, &NamedService, Origin)> {
        let lists = |named: &NamedService| {
            let mut listed = named.ports.iter().flatten();
            listed.find(|listed| listed.value == *port).map(|listed| listed.origin.clone())
        };
        let services = self.spec.services.as_ref()?;
        services.iter().find_map(|(key, named)| Some((key, named, lists(named)?)))
    }

    fn no_port(&self, wanted: &Spanned<Text>, candidates: &[Candidate]) -> Diagnostic {
        let names: Vec<&str> = candidates.iter().map(|candidate| candidate.key.value.as_str()).collect();
        let label = nearest(&wanted.value, names.iter().copied());
        let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
        let message = format!("the route asks for port `{}`, which is not there", wanted.value);
        let found = Diagnostic::error(code::PORT_UNKNOWN, message).at(wanted.origin.span(), label);
        if let Some((worker, port)) = self.worker_with(&wanted.value) {
            let help =
                format!("a route leads to the app itself: make the worker `{worker}` an app of its own");
            return found.related(port.origin.span(), format!("a port of the worker `{worker}`")).help(help);
        }
        match names.as_slice() {
            [] => found.help("give the app `ports`"),
            names => {
                let place = self.spec.workload.container.ports.as_ref().and_then(|ports| ports.origin.span());
                found.related(place, format!("the ports are {}", names.join(", ")))
            }
        }
    }

    /// The first of the app's workers that has a port.
    fn worker_with(&self, port: &Text) -> Option<(&Text, &Spanned<Text>)> {
        let workers = self.spec.workers.as_ref().into_iter().flat_map(Map::iter);
        let mut found = workers.filter_map(|(key, worker)| {
            Some((&key.value, worker.workload.container.ports.as_ref()?.entry(port)?.0))
        });
        found.next()
    }

    /// The port is there, but callers cannot come to it.
    fn no_service(&self, wanted: &Spanned<Text>, found: &Candidate) -> Diagnostic {
        let message = format!("the port `{}` is in no Service, so no route can lead to it", wanted.value);
        let report = Diagnostic::error(code::PORT_UNKNOWN, message).at(wanted.origin.span(), "");
        match &found.port.service {
            Some(OrFalse::Off(origin)) => report
                .related(origin.span(), "left out here")
                .help("remove `service: false`, or name the port in one of `services`"),
            _ if !has_service(self.sort().0) => {
                let kind = self.sort().0;
                report.help(format!(
                    "an app of the type `{kind}` has no Service of its own; name the port in one of `services`"
                ))
            }
            _ => report.help("a sidecar's port joins the Service where it says `service`; write it there"),
        }
    }
}

/// The Service's number of a port.
fn service_number(port: &Port) -> Option<&Spanned<i64>> {
    let service = match &port.service {
        Some(OrFalse::On(service)) => service.port.as_ref(),
        _ => None,
    };
    service.or(port.port.as_ref()).map(|port| &port.0)
}

//! Services: the app's own, its workers', and further ones on the same pods.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Service as ModelService, ServicePort};
use crate::resolve::context::Context;
use crate::resolve::labels::Bearer;
use crate::resolve::pod::health::unknown_port;
use crate::resolve::pod::ports::Ports;
use crate::resolve::wave::Wave;
use crate::resolve::workload::kind::Kind;
use crate::resolve::workload::placed::Placed;
use crate::spec::{Map, NamedService, OrFalse, Port, Service, Spanned, Workload};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

impl Context<'_> {
    /// Every Service of the app, those of its workers last.
    pub fn services(&self, all: &[Placed]) -> Vec<ModelService> {
        let mut services = Vec::new();
        for placed in all.iter().filter(|placed| placed.key.is_none()) {
            if has_service(placed.sort) {
                services.extend(self.own_service(placed));
                if let (Some(service), Some(kind)) = (services.last_mut(), &self.spec.r#type) {
                    service.origin = std::mem::take(&mut service.origin).because([kind.origin.clone()]);
                }
            }
            for (key, service) in self.spec.services.as_ref().into_iter().flat_map(Map::iter) {
                services.push(self.named_service(key, service, placed));
            }
        }
        for placed in all.iter().filter(|placed| placed.key.is_some() && placed.service.is_some()) {
            services.extend(self.own_service(placed));
        }
        services
    }

    /// A workload's Service, with every port that is not `service: false`; `None` where no port is left.
    fn own_service(&self, placed: &Placed) -> Option<ModelService> {
        let written = placed.service;
        let own = Ports::new(placed.workload.container.ports.as_ref());
        let own = own.iter().filter(|(_, port)| !matches!(port.service, Some(OrFalse::Off(_))));
        let ports: Vec<ServicePort> = own
            .chain(
                sidecar_ports(placed.workload)
                    .filter(|(_, port)| matches!(port.service, Some(OrFalse::On(_)))),
            )
            .map(|(key, port)| self.service_port(key, port))
            .collect();
        if ports.is_empty() {
            if let Some(written) = written.filter(|written| self.is_own(&written.origin)) {
                let message = "the Service has no port";
                let found = Diagnostic::error(code::MISSING_FIELD, message).at(written.origin.span(), "");
                self.report(found.help("add `ports`, or remove `service`"));
            }
            return None;
        }
        let empty = Service::default();
        let name = written.and_then(|service| service.name.as_deref());
        let name = self.object_name("Service", name, self.part_name(placed.key));
        let mut service = self.service(name, written.unwrap_or(&empty), ports, placed);
        if service.headless.is_none() && placed.kind == Kind::StatefulSet {
            let rule = "default of service.headless for stateful apps";
            service.headless = Some(Spanned::new(true, Origin::ruled(rule, [])));
        }
        self.check_headless(&service);
        Some(service)
    }

    /// A further Service, with the ports that it names.
    fn named_service(&self, key: &Spanned<Text>, named: &NamedService, placed: &Placed) -> ModelService {
        let workload = placed.workload;
        let own = Ports::new(workload.container.ports.as_ref());
        let mut ports = Vec::new();
        for wanted in named.ports.iter().flatten() {
            let found =
                own.iter().chain(sidecar_ports(workload)).find(|(name, _)| name.value == wanted.value);
            match found {
                Some((name, port)) => ports.push(ServicePort {
                    origin: Origin::Unknown.because([wanted.origin.clone()]),
                    ..self.service_port(name, port)
                }),
                None => {
                    let at = Node::string(wanted.value.clone(), wanted.origin.clone());
                    let who = format!("the Service `{}`", key.value);
                    self.report(unknown_port(&wanted.value, &at, &own, &who));
                }
            }
        }
        if named.ports.as_ref().is_some_and(Vec::is_empty) {
            let found = Diagnostic::error(code::MISSING_FIELD, "the Service has no port");
            self.report(found.at(named.origin.span(), "").help("name one of the workload's ports"));
        }
        let name = named.service.name.as_deref();
        let name = self.object_name("Service", name, self.part_name(Some(key)));
        let service = self.service(name, &named.service, ports, placed);
        self.check_headless(&service);
        service
    }

    /// A headless Service has no address: neither one that is written, nor one of nodes or balancers
    /// (`ValidateService`).
    fn check_headless(&self, service: &ModelService) {
        let Some(headless) = service.headless.as_ref().filter(|headless| headless.value) else { return };
        self.check_headless_ports(service.ports.iter().flatten());
        let words = service.words.as_ref().and_then(Node::as_mapping).into_iter().flat_map(Mapping::iter);
        for entry in words {
            let text = entry.value.as_str().unwrap_or("");
            let is_address = match entry.key.as_str() {
                "type" => matches!(text, "NodePort" | "LoadBalancer"),
                "clusterIP" => text != "None",
                _ => false,
            };
            if is_address {
                let message = format!("a headless Service has no address: `{}: {text}` cannot be", entry.key);
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(entry.value.origin.span(), "");
                let found = found.related(headless.origin.span(), "headless");
                self.report(found.help("write `headless: false`, or remove it"));
            }
        }
    }

    /// Behind a headless Service nothing turns one port into another.
    fn check_headless_ports<'p>(&self, ports: impl Iterator<Item = &'p ServicePort>) {
        for port in ports {
            let (Some(shown), Some(target)) = (&port.port, port.target.as_ref().and_then(Node::as_i64))
            else {
                continue;
            };
            if shown.value != target {
                let message = format!("callers of a headless Service see the pods, which listen on {target}");
                let found =
                    Diagnostic::warning(code::WRONG_VALUE, message).at(shown.origin.span(), "not on this");
                self.report(found.help("leave the number out, or write `headless: false`"));
            }
        }
    }

    fn service(
        &self,
        name: Spanned<Text>,
        written: &Service,
        ports: Vec<ServicePort>,
        placed: &Placed,
    ) -> ModelService {
        self.check_port_names(&ports);
        let component = placed.component();
        let mut labels = self.labels(Bearer::of(&component), &[written.labels.as_ref()]);
        let identity = Node::string(name.value.clone(), name.origin.clone());
        labels.set("app.kubernetes.io/service", identity);
        labels.sort();
        let annotations = self.annotations(Wave::Main, true, &[written.annotations.as_ref()]);
        let selector = match &written.selector {
            Some(selector) => {
                let entry = |(key, value): (&Spanned<Text>, &Spanned<Text>)| Entry {
                    key: key.value.clone(),
                    key_origin: key.origin.clone(),
                    value: Node::string(value.value.clone(), value.origin.clone()),
                };
                selector.iter().map(entry).collect::<Mapping>()
            }
            None => self.selector(placed.workload, &component),
        };
        ModelService {
            metadata: Some(self.metadata(&name, labels, annotations)),
            component: Some(component),
            name: Some(name),
            selector: Some(Node::mapping(selector, Origin::Unknown)),
            headless: written.headless.clone(),
            ports: Some(ports),
            words: (!written.words.is_empty()).then(|| Node::mapping(written.words.clone(), Origin::Unknown)),
            ..ModelService::default()
        }
    }
}

/// Whether an app of the type has a Service of its own.
pub fn has_service(sort: &str) -> bool {
    matches!(sort, "service" | "stateful" | "daemon")
}

/// The ports of a workload's sidecars and init containers.
pub fn sidecar_ports(workload: &Workload) -> impl Iterator<Item = (&Spanned<Text>, &Port)> {
    let groups = [&workload.sidecars, &workload.init].into_iter().flatten();
    groups.flat_map(Map::iter).flat_map(|(_, sidecar)| Ports::new(sidecar.container.ports.as_ref()).iter())
}

//! Services: the app's own, its workers', and further ones on the same pods.

use super::context::Context;
use super::labels::Bearer;
use super::ports::Ports;
use super::wave::Wave;
use super::workload::Placed;
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Service as ModelService, ServicePort};
use crate::spec::{AppType, Map, NamedService, OrFalse, Port, Service, Spanned, Workload};
use crate::syntax::{Entry, Mapping, Node, Origin, Text};

impl Context<'_> {
    /// Every Service of the app, those of its workers last.
    pub fn services(&self, main: &Placed, component: &Spanned<Text>) -> Vec<ModelService> {
        let mut services = Vec::new();
        let is_service = self.spec.r#type.as_ref().is_none_or(|kind| kind.value == AppType::Service);
        if is_service {
            services.extend(self.own_service(self.spec.service.as_ref(), main, component));
            if let (Some(service), Some(kind)) = (services.last_mut(), &self.spec.r#type) {
                service.origin = std::mem::take(&mut service.origin).because([kind.origin.clone()]);
            }
        }
        if let (false, Some(service)) = (is_service, &self.spec.service)
            && self.is_written_for_app(&service.origin)
        {
            let message = "a worker has no Service of its own";
            let found = Diagnostic::error(code::UNKNOWN_FIELD, message).at(service.origin.span(), "");
            self.report(found.help("write `type: service`, or name one under `services`"));
        }
        for (key, service) in self.spec.services.as_ref().into_iter().flat_map(Map::iter) {
            services.push(self.named_service(key, service, main.workload, component));
        }
        for (key, worker) in self.spec.workers.as_ref().into_iter().flat_map(Map::iter) {
            if let Some(service) = &worker.service {
                let placed = Placed { key: Some(key), workload: &worker.workload, inherit: None };
                services.extend(self.own_service(Some(service), &placed, key));
            }
        }
        services
    }

    /// A workload's Service, with every port that is not `service: false`; `None` where no port is left.
    fn own_service(
        &self,
        written: Option<&Service>,
        placed: &Placed,
        component: &Spanned<Text>,
    ) -> Option<ModelService> {
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
            if let Some(written) = written.filter(|written| self.is_written_for_app(&written.origin)) {
                let message = "the Service has no port";
                let found = Diagnostic::error(code::MISSING_FIELD, message).at(written.origin.span(), "");
                self.report(found.help("add `ports`, or remove `service`"));
            }
            return None;
        }
        let empty = Service::default();
        let name = written.and_then(|service| service.name.as_deref());
        let name = self.object_name("Service", name, self.part_name(placed.key));
        Some(self.service(name, written.unwrap_or(&empty), ports, placed.workload, component))
    }

    /// Whether the app's own files say it, rather than defaults for many apps.
    fn is_written_for_app(&self, origin: &Origin) -> bool {
        let files = &self.scope.world.estate.files;
        origin
            .spans()
            .into_iter()
            .any(|span| self.scope.app.inputs.iter().any(|path| path == files.path(span)))
    }

    /// A further Service, with the ports that it names.
    fn named_service(
        &self,
        key: &Spanned<Text>,
        named: &NamedService,
        workload: &Workload,
        component: &Spanned<Text>,
    ) -> ModelService {
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
                    self.report(super::health::unknown_port(&wanted.value, &at, &own, &who));
                }
            }
        }
        if named.ports.as_ref().is_some_and(Vec::is_empty) {
            let found = Diagnostic::error(code::MISSING_FIELD, "the Service has no port");
            self.report(found.at(named.origin.span(), "").help("name one of the workload's ports"));
        }
        let name = named.service.name.as_deref();
        let name = self.object_name("Service", name, self.part_name(Some(key)));
        self.service(name, &named.service, ports, workload, component)
    }

    fn service(
        &self,
        name: Spanned<Text>,
        written: &Service,
        ports: Vec<ServicePort>,
        workload: &Workload,
        component: &Spanned<Text>,
    ) -> ModelService {
        self.check_port_names(&ports);
        let mut labels = self.labels(Bearer::of(component), &[written.labels.as_ref()]);
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
            None => self.selector(workload, component),
        };
        ModelService {
            metadata: Some(self.metadata(&name, labels, annotations)),
            name: Some(name),
            selector: Some(Node::mapping(selector, Origin::Unknown)),
            headless: written.headless.clone(),
            ports: Some(ports),
            words: (!written.words.is_empty()).then(|| Node::mapping(written.words.clone(), Origin::Unknown)),
            ..ModelService::default()
        }
    }
}

/// The ports of a workload's sidecars and init containers.
pub fn sidecar_ports(workload: &Workload) -> impl Iterator<Item = (&Spanned<Text>, &Port)> {
    let groups = [&workload.sidecars, &workload.init].into_iter().flatten();
    groups.flat_map(Map::iter).flat_map(|(_, sidecar)| Ports::new(sidecar.container.ports.as_ref()).iter())
}

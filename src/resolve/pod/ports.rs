//! The ports of a container, and what Services make of them.

use crate::diagnostic::{Diagnostic, code};
use crate::model::{ContainerPort, ServicePort};
use crate::resolve::context::Context;
use crate::source::Span;
use crate::spec::container::ServiceTarget;
use crate::spec::map::PortNames;
use crate::spec::{Map, OrFalse, Port, Protocol, Spanned};
use crate::syntax::{Node, Origin, Text};

/// The ports of one container by their keys.
#[derive(Clone, Copy, Default)]
pub struct Ports<'a>(Option<&'a Map<PortNames, Port>>);

impl<'a> Ports<'a> {
    pub fn new(ports: Option<&'a Map<PortNames, Port>>) -> Self {
        Ports(ports)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a Spanned<Text>, &'a Port)> + use<'a> {
        self.0.into_iter().flat_map(Map::iter)
    }

    pub fn number(&self, name: &str) -> Option<&'a Spanned<i64>> {
        self.iter()
            .find(|(key, port)| {
                key.value.as_str() == name
                    || matches!(&port.name, Some(OrFalse::On(own)) if own.value.as_str() == name)
            })?
            .1
            .port
            .as_ref()
            .map(|port| &port.0)
    }

    pub fn names(&self) -> Vec<String> {
        self.iter().map(|(key, _)| key.value.to_string()).collect()
    }

    pub fn place(&self) -> Option<Span> {
        self.0.and_then(|ports| ports.origin.span())
    }

    /// The ports that the container declares.
    pub fn declared(&self) -> Vec<ContainerPort> {
        let declared = self.iter().filter(|(_, port)| port.container.as_ref().is_none_or(|flag| flag.value));
        declared
            .map(|(key, port)| ContainerPort {
                origin: Origin::Unknown.because(port.container.as_ref().map(|flag| flag.origin.clone())),
                name: port_name(key, port.name.as_ref().map(written)),
                port: port.port.as_ref().map(|port| port.0.clone()),
                protocol: transport(port),
                host_port: port.host_port.as_ref().map(|port| port.0.clone()),
            })
            .collect()
    }
}

/// A name as written: none, or that.
fn written(name: &OrFalse<crate::spec::form::PortName>) -> Option<&Spanned<Text>> {
    match name {
        OrFalse::Off(_) => None,
        OrFalse::On(name) => Some(name),
    }
}

/// The name that a port has: its key's, unless the spec says another or none.
fn port_name(key: &Spanned<Text>, written: Option<Option<&Spanned<Text>>>) -> Option<Spanned<Text>> {
    match written {
        None => Some(key.clone()),
        Some(name) => name.cloned(),
    }
}

/// `UDP` where the port is one; TCP is Kubernetes' default.
fn transport(port: &Port) -> Option<Spanned<Text>> {
    let protocol = port.protocol.as_ref().filter(|protocol| protocol.value == Protocol::Udp)?;
    Some(Spanned::new(Text::literal("UDP"), protocol.origin.clone()))
}

/// The application protocol, only where the spec names one (KEP-3726 for h2c; IANA names otherwise).
fn application(port: &Port) -> Option<Spanned<Text>> {
    let protocol = port.protocol.as_ref()?;
    let name = match protocol.value {
        Protocol::Http => "http",
        Protocol::H2c => "kubernetes.io/h2c",
        Protocol::Grpc => "grpc",
        Protocol::Tcp | Protocol::Udp => return None,
    };
    Some(Spanned::new(Text::literal(name), protocol.origin.clone()))
}

impl Context<'_> {
    /// The Service's side of a port.
    pub fn service_port(&self, key: &Spanned<Text>, port: &Port) -> ServicePort {
        let service = match &port.service {
            Some(OrFalse::On(service)) => Some(service),
            _ => None,
        };
        let own = port.port.as_ref().map(|port| port.0.clone());
        let by_name = service.and_then(|service| service.target.as_ref());
        let target = match by_name {
            Some(target) if target.value == ServiceTarget::Name => self.target_name(key, port, target),
            _ => own.as_ref().map(|number| Node::integer(number.value, number.origin.clone())),
        };
        ServicePort {
            name: port_name(key, service.and_then(|service| service.name.as_ref()).map(written)),
            port: service.and_then(|service| service.port.as_ref()).map(|port| port.0.clone()).or(own),
            target,
            protocol: transport(port),
            app_protocol: application(port),
            node_port: service.and_then(|service| service.node_port.as_ref()).map(|port| port.0.clone()),
            ..ServicePort::default()
        }
    }

    /// Two ports of one container with one number or one name; the API server would take only one of them.
    pub fn check_container_ports(&self, ports: &[ContainerPort]) {
        let number = |port: &ContainerPort| {
            let text = |text: &Option<Spanned<Text>>| text.as_ref().map(|text| text.value.clone());
            port.port
                .as_ref()
                .map(|number| format!("{}/{}", number.value, text(&port.protocol).unwrap_or("TCP".into())))
        };
        let place = |port: &ContainerPort| port.port.as_ref().and_then(|port| port.origin.span());
        for (at, port) in ports.iter().enumerate() {
            let before = || ports.iter().take(at);
            let Some(first) = before().find(|other| number(other) == number(port)) else { continue };
            let message = format!("two ports have the number {}", number(port).unwrap_or_default());
            let found = Diagnostic::error(code::DUPLICATE_ITEM, message).at(place(port), "the second");
            let help = "give one another number, or `container: false` if it is only another Service port";
            self.report(found.related(place(first), "the first").help(help));
        }
        let name = |port: &ContainerPort| port.name.as_ref().map(|name| name.value.clone());
        let place = |port: &ContainerPort| port.name.as_ref().and_then(|name| name.origin.span());
        for (at, port) in ports.iter().enumerate().filter(|(_, port)| port.name.is_some()) {
            let Some(first) = ports.iter().take(at).find(|other| name(other) == name(port)) else { continue };
            let message = format!("two ports are called `{}`", name(port).unwrap_or_default());
            let found = Diagnostic::error(code::DUPLICATE_NAME, message).at(place(port), "the second");
            self.report(found.related(place(first), "the first").help("rename one of them"));
        }
    }

    fn target_name<T>(&self, key: &Spanned<Text>, port: &Port, target: &Spanned<T>) -> Option<Node> {
        let name = port_name(key, port.name.as_ref().map(written));
        if name.is_none() {
            let message = format!("the Service wants port `{}` by name, but the port has none", key.value);
            let found = Diagnostic::error(code::PORT_UNNAMED, message).at(target.origin.span(), "");
            self.report(found.help("remove `target: name`, or the port's `name: false`"));
        }
        let origin = |name: &Spanned<Text>| Origin::derived([name.origin.clone(), target.origin.clone()]);
        name.map(|name| Node::string(name.value.clone(), origin(&name)))
    }

    /// Several ports of one Service need a name each.
    pub fn check_port_names(&self, ports: &[ServicePort]) {
        let unnamed = ports.iter().find(|port| port.name.is_none());
        if let (Some(unnamed), true) = (unnamed, ports.len() > 1) {
            let place = unnamed.port.as_ref().and_then(|port| port.origin.span());
            let message = "a Service with several ports needs a name for each";
            let found = Diagnostic::error(code::PORT_UNNAMED, message).at(place, "this port has none");
            self.report(found.help("remove `service.name: false`"));
        }
        self.check_service_ports(ports);
    }

    /// Two ports of one Service with one number or one name.
    fn check_service_ports(&self, ports: &[ServicePort]) {
        let key = |port: &ServicePort| {
            let protocol = port.protocol.as_ref().map_or("TCP".to_string(), |text| text.value.to_string());
            port.port.as_ref().map(|number| format!("{}/{protocol}", number.value))
        };
        let name = |port: &ServicePort| port.name.as_ref().map(|name| format!("`{}`", name.value));
        let place = |port: &ServicePort| port.port.as_ref().and_then(|port| port.origin.span());
        for (at, port) in ports.iter().enumerate() {
            let twin = |same: &dyn Fn(&ServicePort) -> Option<String>| {
                ports.iter().take(at).find(|other| same(other).is_some() && same(other) == same(port))
            };
            let (what, first) = match (twin(&key), twin(&name)) {
                (Some(first), _) => (key(port), first),
                (None, Some(first)) => (name(port), first),
                (None, None) => continue,
            };
            // Where the container has both, that has been said.
            if self.has_reported(code::DUPLICATE_ITEM, place(port)) {
                continue;
            }
            let message = format!("two ports of one Service are {}", what.unwrap_or_default());
            let found = Diagnostic::error(code::DUPLICATE_ITEM, message).at(place(port), "the second");
            let help = "give one `service: <another number>`, or `service: false` to leave it out";
            self.report(found.related(place(first), "the first").help(help));
        }
    }
}

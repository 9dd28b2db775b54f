//! Ways in from outside: which objects the routes of an app become, and what each of them says.
//!
//! One file a question: which host, which path, which port, which certificate, what a target has no word for.

mod address;
mod backend;
mod certificate;
pub(super) mod duration;
mod gateway;
mod host;
mod ingress;
mod path;
mod target;

use crate::diagnostic::{Diagnostic, code};
use crate::model::{Certificate, NamedText, Route as ModelRoute, RouteHost};
use crate::resolve::context::Context;
use crate::resolve::labels::Bearer;
use crate::resolve::wave::Wave;
use crate::schema::input;
use crate::schema::output::Mode;
use crate::spec::map::Free;
use crate::spec::{Labels, Map, Removable, Route, Routing, RoutingKind, Shaped, Spanned, normalise};
use crate::syntax::{Node, Origin, Text};
use backend::Backend;

/// One route of the spec with what holds for it.
struct Way<'a> {
    key: &'a Spanned<Text>,
    route: &'a Route,
    routing: &'a Routing,
    kind: &'a Spanned<RoutingKind>,
    /// None is written where any host is meant.
    hosts: Vec<Spanned<Text>>,
    paths: Vec<Spanned<Text>>,
    /// Where it leads, where it is no redirect and the port is there.
    backend: Option<Backend>,
}

/// What the routes of an app become.
#[derive(Default)]
pub struct Routes {
    pub routes: Vec<ModelRoute>,
    pub certificates: Vec<Certificate>,
}

impl Context<'_> {
    /// The app's routes, as the environment's `routing` has them.
    pub fn routes(&self) -> Routes {
        let mut made = Routes::default();
        let Some(routes) = self.spec.routes.as_ref().filter(|routes| !routes.is_empty()) else { return made };
        let Some(routing) = self.routing(routes.origin.span()) else { return made };
        let Some(kind) = routing.kind.as_ref() else { return made };
        match kind.value {
            RoutingKind::Gateway | RoutingKind::Ingress => {}
            RoutingKind::Traefik => {
                let message = "Traefik's labels are for Compose; this environment is a cluster";
                let found = Diagnostic::error(code::WRONG_VALUE, message).at(kind.origin.span(), "");
                self.report(found.help("write `gateway`, `ingress` or `none`"));
                return made;
            }
            RoutingKind::None => return made,
        }
        for (key, route) in routes.iter() {
            let way = Way {
                key,
                route,
                routing: &routing,
                kind,
                hosts: self.hosts(route),
                paths: self.paths(route),
                backend: route.port.as_ref().and_then(|port| self.backend(port)),
            };
            if kind.value == RoutingKind::Gateway {
                self.gateway_route(&way, &mut made);
            } else {
                self.ingress(&way, &mut made);
            }
        }
        made
    }

    /// What the environment says of routes, in the app's scope.
    fn routing(&self, routes: Option<crate::source::Span>) -> Option<Routing> {
        let mut node = Node::clone(&self.of_environment("routing"));
        let environment = self.scope.environment;
        if node.is_null() {
            let message = format!("{} does not say how callers from outside come in", environment.name);
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(routes, "routes need it");
            let help = "add `routing: {kind: gateway, gateway: {name: …, namespace: …}}` or `routing: {kind: \
                        ingress, class: …}`; `routing: {kind: none}` leaves routes out";
            self.report(found.note(format!("`routing` belongs into {}", environment.path)).help(help));
            return None;
        }
        normalise(&mut node, Routing::shape());
        let (rules, mut found) =
            (input::Rules { mode: Mode::Complete, minor: environment.minor }, Vec::new());
        input::check(&node, Routing::shape(), "environment.spec.routing", rules, &mut found);
        let sound = found.is_empty();
        found.into_iter().for_each(|found| self.report(found));
        Routing::read(&node).filter(|_| sound)
    }

    /// Name and metadata of a route's object of that kind.
    fn route_object(&self, way: &Way, kind: &'static str) -> (Spanned<Text>, Node) {
        let name = self.object_name(kind, way.route.name.as_deref(), self.part_name(Some(way.key)));
        let known = self.external_dns(&way.hosts);
        let steps = [known.as_ref(), way.routing.annotations.as_ref(), way.route.annotations.as_ref()];
        let annotations = self.annotations(Wave::Main, false, &steps);
        let metadata = self.metadata(&name, self.labels(Bearer::APP, &[]), annotations);
        (name, metadata)
    }

    /// The annotation that external-dns reads, where it is installed and there is a name to make known.
    fn external_dns(&self, hosts: &[Spanned<Text>]) -> Option<Labels> {
        let provides = self.of_environment("provides");
        let installed = provides.as_sequence()?.iter().find(|item| item.as_str() == Some("external-dns"))?;
        if hosts.is_empty() {
            return None;
        }
        let names: Vec<&str> = hosts.iter().map(|host| host.value.as_str()).collect();
        let origin =
            Origin::derived(hosts.iter().map(|host| host.origin.clone())).because([installed.origin.clone()]);
        let key = Spanned::new(
            Text::literal("external-dns.alpha.kubernetes.io/hostname"),
            Origin::ruled("what external-dns reads", []),
        );
        let mut labels = Labels::default();
        labels.push(key, Removable(Ok(Spanned::new(names.join(",").into(), origin))));
        Some(labels)
    }

    /// Headers or parameters by name, each with its value.
    fn named(&self, texts: Option<&Map<Free, Spanned<Text>>>) -> Option<Vec<NamedText>> {
        let named = |(name, value): (&Spanned<Text>, &Spanned<Text>)| {
            if !is_token(&name.value) {
                let message = format!("`{}` cannot be the name of a header or parameter", name.value);
                let found = Diagnostic::error(code::BAD_NAME, message).at(name.origin.span(), "");
                self.report(found.help("it has letters, digits and any of !#$%&'*+-.^_`|~"));
            }
            NamedText { name: Some(name.clone()), value: Some(value.clone()), ..NamedText::default() }
        };
        let named: Vec<NamedText> = texts?.iter().map(named).collect();
        Some(named).filter(|named| !named.is_empty())
    }
}

impl Way<'_> {
    /// Hosts as templates see them: one without a name where it is any.
    fn model_hosts(&self) -> Vec<RouteHost> {
        match self.hosts.as_slice() {
            [] => vec![RouteHost::default()],
            hosts => hosts.iter().map(named_host).collect(),
        }
    }

    fn has_host(&self) -> bool {
        !self.hosts.is_empty()
    }

    /// What decides that the route has an object of this sort.
    fn reasons(&self) -> Vec<Origin> {
        vec![self.kind.origin.clone()]
    }
}

fn named_host(host: &Spanned<Text>) -> RouteHost {
    RouteHost { name: Some(host.clone()), ..RouteHost::default() }
}

/// RFC 9110 section 5.6.2: what the name of a header is made of.
fn is_token(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.len() <= 256 && name.bytes().all(allowed)
}

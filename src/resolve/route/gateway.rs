//! HTTPRoutes and GRPCRoutes: which requests a Gateway hands to which port, and what it does to them on the way.

use super::duration::{in_gateway_form, milliseconds};
use super::target::{Written, of_no_cluster};
use super::{Context, Routes, Way};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{
    Route, RouteCall, RouteGateway, RouteMatch, RoutePath, RouteRedirect, RouteRewrite, RouteRule,
};
use crate::spec::form::Duration;
use crate::spec::{GatewayReference, Match, Redirect, Spanned, Timeouts};
use crate::syntax::{Origin, Text};

/// The most hostnames of a route, matches of a rule, and rules of a route (Gateway API's own bounds).
const HOSTS: usize = 16;
const MATCHES: usize = 64;
const RULES: usize = 16;
/// The statuses that send a caller elsewhere.
const CODES: [i64; 5] = [301, 302, 303, 307, 308];

impl Context<'_> {
    pub(super) fn gateway_route(&self, way: &Way, made: &mut Routes) {
        for field in of_no_cluster(way.route).into_iter().flatten() {
            let help = match field.name {
                "priority" => "remove it: the longer path and the more exact match win by themselves",
                _ => "remove it; some Gateways take it in an object of their own, under `manifests/`",
            };
            self.cannot_say(way, &field, "Gateway API", help);
        }
        let Some(gateway) = self.gateway(way) else { return };
        self.gateway_certificate(way, &gateway, made);
        self.check_count(way.hosts.len(), HOSTS, "hosts", way.route.hosts.as_deref(), way);
        let grpc = way.backend.as_ref().and_then(|backend| backend.grpc.clone());
        let (kind, rules) = match &grpc {
            Some(_) => ("GRPCRoute", vec![self.grpc_rule(way)]),
            None => ("HTTPRoute", self.http_rules(way)),
        };
        if way.route.redirect.is_none() && way.backend.is_none() {
            return;
        }
        let (name, metadata) = self.route_object(way, kind);
        let mut reasons = way.reasons();
        reasons.extend(grpc);
        made.routes.push(Route {
            origin: Origin::Unknown.because(reasons),
            name: Some(name),
            kind: Some(Spanned::new(Text::literal(kind), Origin::Unknown)),
            metadata: Some(metadata),
            gateway: Some(RouteGateway {
                name: gateway.name,
                namespace: gateway.namespace,
                section: gateway.section_name,
                ..RouteGateway::default()
            }),
            hosts: Some(way.model_hosts()),
            rules: Some(rules),
            ..Route::default()
        });
    }

    /// The Gateway: the route's own whole, or the environment's with what the route lays over it.
    fn gateway(&self, way: &Way) -> Option<GatewayReference> {
        let of_environment = way.routing.gateway.as_ref();
        let gateway = match (&way.route.gateway, of_environment) {
            (Some(own), Some(other)) if own.name.is_none() => GatewayReference {
                name: other.name.clone(),
                namespace: own.namespace.clone().or_else(|| other.namespace.clone()),
                section_name: own.section_name.clone().or_else(|| other.section_name.clone()),
                ..GatewayReference::default()
            },
            (Some(own), _) => own.clone(),
            (None, Some(other)) => other.clone(),
            (None, None) => GatewayReference::default(),
        };
        if gateway.name.is_none() {
            let found =
                Diagnostic::error(code::MISSING_FIELD, "nothing says which Gateway the route belongs to");
            let place = way.route.gateway.as_ref().map_or(&way.route.origin, |gateway| &gateway.origin);
            let found = found.at(place.span(), "").related(way.kind.origin.span(), "`routing` names none");
            self.report(found.help("add `gateway: {name: …, namespace: …}` to the environment's `routing`"));
            return None;
        }
        Some(gateway)
    }

    fn check_count<T>(
        &self,
        count: usize,
        most: usize,
        what: &str,
        listed: Option<&[Spanned<T>]>,
        way: &Way,
    ) {
        if count <= most {
            return;
        }
        let surplus = listed.and_then(|listed| listed.get(most)).map(|item| item.origin.span());
        let message = format!("a route has up to {most} {what}, this one {count}");
        let found = Diagnostic::error(code::OUT_OF_RANGE, message);
        let found = found.at(surplus.unwrap_or_else(|| way.route.origin.span()), "");
        self.report(found.help("split it into several routes"));
    }

    /// One rule for all paths; one for each where the path is changed, since what it becomes depends on it.
    fn http_rules(&self, way: &Way) -> Vec<RouteRule> {
        let route = way.route;
        let wanted = route.r#match.as_ref();
        if let Some(grpc) = wanted.and_then(|wanted| wanted.grpc.as_ref()) {
            let message = "`match.grpc` is for ports of gRPC";
            let found = Diagnostic::error(code::WRONG_VALUE, message).at(grpc.origin.span(), "");
            let port = route.port.as_ref().and_then(|port| port.origin.span());
            let found = found.related(port, "this port is none");
            self.report(found.help("write `protocol: grpc` at the port, or match by `path`"));
        }
        let exact = self.exact(wanted);
        let (headers, query) = (
            wanted.and_then(|m| self.named(m.headers.as_ref())),
            wanted.and_then(|m| self.named(m.query.as_ref())),
        );
        let of_path = |path: &Spanned<Text>| RouteMatch {
            path: Some(RoutePath {
                value: Some(path.clone()),
                exact: Some(exact.clone()),
                ..RoutePath::default()
            }),
            method: wanted.and_then(|wanted| wanted.method.as_ref()).map(word),
            headers: headers.clone(),
            query: query.clone(),
            ..RouteMatch::default()
        };
        let (request_timeout, backend_timeout) = self.timeouts(route.timeouts.as_ref());
        let rule = |matches: Vec<RouteMatch>, rewrite: Option<RouteRewrite>| RouteRule {
            matches: Some(matches),
            rewrite,
            headers: self.answer_headers(way),
            redirect: route.redirect.as_ref().map(|redirect| self.redirect(redirect)),
            request_timeout: request_timeout.clone(),
            backend_timeout: backend_timeout.clone(),
            backend: way.backend.as_ref().map(super::Backend::model),
            ..RouteRule::default()
        };
        let places: Option<Vec<Spanned<Text>>> =
            route.paths.as_ref().map(|paths| paths.iter().map(|path| path.0.clone()).collect());
        match &route.rewrite {
            Some(rewrite) => {
                self.check_count(way.paths.len(), RULES, "paths that are rewritten", places.as_deref(), way);
                let one = |path| rule(vec![of_path(path)], self.rewrite(rewrite, path, &exact));
                way.paths.iter().map(one).collect()
            }
            None => {
                self.check_count(way.paths.len(), MATCHES, "paths", places.as_deref(), way);
                vec![rule(way.paths.iter().map(of_path).collect(), None)]
            }
        }
    }

    fn answer_headers(&self, way: &Way) -> Option<Vec<crate::model::NamedText>> {
        self.named(way.route.headers.as_ref())
    }

    fn grpc_rule(&self, way: &Way) -> RouteRule {
        let wanted = way.route.r#match.as_ref();
        for field in beyond_grpc(way).into_iter().flatten() {
            let help = match field.name {
                "rewrite" | "timeouts" => "remove it",
                _ => "match by `grpc: {service, method}` or `headers`, under `match`",
            };
            self.cannot_say(way, &field, "GRPCRoute", help);
        }
        let call = wanted.and_then(|wanted| wanted.grpc.as_ref());
        if let Some(call) = call.filter(|call| call.service.is_none() && call.method.is_none()) {
            let found = Diagnostic::error(code::MISSING_FIELD, "`match.grpc` names no service and no method");
            self.report(found.at(call.origin.span(), "").help("name one, or remove `grpc`"));
        }
        for name in call.into_iter().flat_map(|call| call.service.iter().chain(&call.method)) {
            self.check_call(name);
        }
        let one = RouteMatch {
            grpc: call.map(|call| RouteCall {
                service: call.service.clone(),
                method: call.method.clone(),
                ..RouteCall::default()
            }),
            headers: wanted.and_then(|wanted| self.named(wanted.headers.as_ref())),
            ..RouteMatch::default()
        };
        RouteRule {
            matches: Some(vec![one]),
            headers: self.answer_headers(way),
            backend: way.backend.as_ref().map(super::Backend::model),
            ..RouteRule::default()
        }
    }

    /// Names of Protocol Buffers: identifiers, for a service joined by dots.
    fn check_call(&self, name: &Spanned<Text>) {
        let identifier = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if !name.value.split('.').all(identifier) {
            let message = format!("`{}` is no name of gRPC", name.value);
            let found = Diagnostic::error(code::BAD_VALUE, message).at(name.origin.span(), "");
            self.report(found.help("a service is `shop.Cart`, a method `Get`"));
        }
    }

    fn timeouts(&self, timeouts: Option<&Timeouts>) -> (Option<Spanned<Text>>, Option<Spanned<Text>>) {
        let Some(timeouts) = timeouts else { return (None, None) };
        let form = |duration: &Duration| match in_gateway_form(&duration.value) {
            Some(text) => Some(Spanned::new(text, duration.origin.clone())),
            None => {
                let found =
                    Diagnostic::error(code::OUT_OF_RANGE, format!("`{}` is too long", duration.value));
                self.report(found.at(duration.origin.span(), "").help("write up to `99999h`"));
                None
            }
        };
        let length = |duration: &Option<Duration>| milliseconds(&duration.as_ref()?.value);
        // No time at all means no bound at all.
        if let (Some(whole), Some(one)) = (length(&timeouts.request), length(&timeouts.backend))
            && whole > 0
            && one > whole
        {
            let place = |duration: &Option<Duration>| duration.as_ref().and_then(|one| one.origin.span());
            let message = "one try may take longer than the whole request";
            let found =
                Diagnostic::error(code::OUT_OF_RANGE, message).at(place(&timeouts.backend), "one try");
            let found = found.related(place(&timeouts.request), "the whole request");
            self.report(found.help("lower `backend`, or raise `request`"));
        }
        (timeouts.request.as_ref().and_then(form), timeouts.backend.as_ref().and_then(form))
    }

    fn redirect(&self, redirect: &Redirect) -> RouteRedirect {
        let elsewhere = redirect.scheme.is_some() || redirect.host.is_some() || redirect.path.is_some();
        if !elsewhere {
            let message = "the redirect leads to where the caller is";
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(redirect.origin.span(), "");
            self.report(found.help("name a `scheme`, a `host` or a `path`"));
        }
        redirect.path.iter().for_each(|path| self.check_path(path));
        let code = redirect.code.clone();
        if let Some(code) = code.as_ref().filter(|code| !CODES.contains(&code.value)) {
            let message = format!("{} does not send a caller elsewhere", code.value);
            let found = Diagnostic::error(code::OUT_OF_RANGE, message).at(code.origin.span(), "");
            self.report(found.help("write 301, 302, 303, 307 or 308"));
        }
        let default = || Spanned::new(302, Origin::ruled("default of redirect.code", []));
        RouteRedirect {
            scheme: redirect
                .scheme
                .as_ref()
                .map(|scheme| Spanned::new(Text::literal(scheme.value.word()), scheme.origin.clone())),
            host: redirect.host.as_ref().map(|host| self.precise_host(host)),
            path: redirect.path.as_deref().cloned(),
            code: Some(code.unwrap_or_else(default)),
            ..RouteRedirect::default()
        }
    }
}

fn word(method: &Spanned<crate::spec::route::Method>) -> Spanned<Text> {
    Spanned::new(Text::literal(method.value.word()), method.origin.clone())
}

/// The fields of a route that GRPCRoute has no word for.
fn beyond_grpc<'a>(way: &Way<'a>) -> Vec<Option<Written<'a>>> {
    let route = way.route;
    let of = |wanted: &'a Option<Match>| wanted.as_ref();
    let wanted = of(&route.r#match);
    let paths = route.paths.as_ref().and_then(|paths| paths.first());
    vec![
        Written::new("path", route.path.as_ref().map(|path| &path.origin)),
        Written::new("paths", paths.map(|path| &path.origin)),
        Written::new("rewrite", route.rewrite.as_ref().map(|rewrite| &rewrite.origin)),
        Written::new("timeouts", route.timeouts.as_ref().map(|timeouts| &timeouts.origin)),
        Written::new("match.exact", wanted.and_then(|m| m.exact.as_ref()).map(|exact| &exact.origin)),
        Written::new("match.method", wanted.and_then(|m| m.method.as_ref()).map(|method| &method.origin)),
        Written::new("match.query", wanted.and_then(|m| m.query.as_ref()).map(|query| &query.origin)),
    ]
}

//! An Ingress for each route: hosts, paths, one port, one certificate. It has no words for more.

use super::target::{Written, of_no_cluster};
use super::{Context, Routes, Way};
use crate::diagnostic::{Diagnostic, code};
use crate::model::{Route, RouteMatch, RoutePath, RouteRule};
use crate::spec::{Match, Spanned};
use crate::syntax::{Origin, Text};

/// What one can do about a word that Ingress lacks.
const INSTEAD: &str =
    "write the controller's own annotation under `annotations`, or `routing: {kind: gateway}`";

impl Context<'_> {
    pub(super) fn ingress(&self, way: &Way, made: &mut Routes) {
        for field in beyond(way).into_iter().flatten() {
            let help = if field.name == "gateway" {
                "remove it; `class` says who takes an Ingress"
            } else {
                INSTEAD
            };
            self.cannot_say(way, &field, "Ingress", help);
        }
        let secret = self.ingress_secret(way, made);
        let Some(backend) = &way.backend else { return };
        let (name, metadata) = self.route_object(way, "Ingress");
        let exact = self.exact(way.route.r#match.as_ref());
        let matches = way.paths.iter().map(|path| RouteMatch {
            path: Some(RoutePath {
                value: Some(path.clone()),
                exact: Some(exact.clone()),
                ..RoutePath::default()
            }),
            ..RouteMatch::default()
        });
        let rule = RouteRule {
            matches: Some(matches.collect()),
            backend: Some(backend.model()),
            ..RouteRule::default()
        };
        made.routes.push(Route {
            origin: Origin::Unknown.because(way.reasons()),
            name: Some(name),
            kind: Some(Spanned::new(Text::literal("Ingress"), Origin::Unknown)),
            metadata: Some(metadata),
            class: way.routing.class.clone(),
            secret,
            hosts: Some(way.model_hosts()),
            rules: Some(vec![rule]),
            ..Route::default()
        });
    }

    /// Whether paths must be equal.
    pub(super) fn exact(&self, wanted: Option<&Match>) -> Spanned<bool> {
        let default = || Spanned::new(false, Origin::ruled("default of match.exact", []));
        wanted.and_then(|wanted| wanted.exact.clone()).unwrap_or_else(default)
    }

    /// A certificate is made for names.
    pub(super) fn check_named(&self, way: &Way, tls: &Origin) {
        let message = "a certificate needs a name, but this route is for any host";
        let found = Diagnostic::error(code::MISSING_FIELD, message);
        let found = found.at(way.route.origin.span(), "").related(tls.span(), "TLS is asked for here");
        self.report(found.help("add `host`, or `tls: false`"));
    }
}

/// The fields of a route that Ingress has no word for.
fn beyond<'a>(way: &Way<'a>) -> Vec<Option<Written<'a>>> {
    let route = way.route;
    let wanted = route.r#match.as_ref();
    let mut fields = vec![
        Written::new("redirect", route.redirect.as_ref().map(|redirect| &redirect.origin)),
        Written::new("rewrite", route.rewrite.as_ref().map(|rewrite| &rewrite.origin)),
        Written::new("headers", route.headers.as_ref().map(|headers| &headers.origin)),
        Written::new("timeouts", route.timeouts.as_ref().map(|timeouts| &timeouts.origin)),
        Written::new("gateway", route.gateway.as_ref().map(|gateway| &gateway.origin)),
        Written::new("match.method", wanted.and_then(|m| m.method.as_ref()).map(|method| &method.origin)),
        Written::new("match.headers", wanted.and_then(|m| m.headers.as_ref()).map(|headers| &headers.origin)),
        Written::new("match.query", wanted.and_then(|m| m.query.as_ref()).map(|query| &query.origin)),
        Written::new("match.grpc", wanted.and_then(|m| m.grpc.as_ref()).map(|grpc| &grpc.origin)),
    ];
    fields.extend(of_no_cluster(route));
    fields
}

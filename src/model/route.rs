//! Ways into an app, as templates see them.

use crate::spec::define::language;
use crate::spec::value::Spanned;
use crate::syntax::{Node, Text};

language! {
    /// A way in.
    pub struct Route {
        /// Its name.
        name: Spanned<Text>,
        /// The kind of its object: `HTTPRoute`, `GRPCRoute` or `Ingress`.
        kind: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "HTTPRoute.metadata"],
        /// The Gateway; only of what is no Ingress.
        gateway: RouteGateway,
        /// The class; only of an Ingress.
        class: Spanned<Text>,
        /// The Secret with the certificate; only of an Ingress.
        secret: Spanned<Text>,
        /// Hosts; one without a name where it is any.
        hosts: Vec<RouteHost>,
        /// What happens to which requests.
        rules: Vec<RouteRule>,
    }

    /// A Gateway.
    pub struct RouteGateway {
        /// Its name.
        name: Spanned<Text>,
        /// Its namespace, where one is said.
        namespace: Spanned<Text>,
        /// Its listener, where one is said.
        section: Spanned<Text>,
    }

    /// A host of a route.
    pub struct RouteHost {
        /// Its name, where it is not any.
        name: Spanned<Text>,
    }

    /// What happens to some of a route's requests.
    pub struct RouteRule {
        /// Which requests; any of these.
        matches: Vec<RouteMatch>,
        /// How the path is changed.
        rewrite: RouteRewrite,
        /// Headers that are set on answers.
        headers: Vec<NamedText>,
        /// Where else the caller must go.
        redirect: RouteRedirect,
        /// How long the whole request may take, in Gateway API's form.
        request_timeout: Spanned<Text>,
        /// How long one try may take, in Gateway API's form.
        backend_timeout: Spanned<Text>,
        /// Where it leads, where it is no redirect.
        backend: RouteBackend,
    }

    /// Which requests.
    pub struct RouteMatch {
        /// The path; of what is no gRPC.
        path: RoutePath,
        /// The method of HTTP.
        method: Spanned<Text>,
        /// Headers that a request must have.
        headers: Vec<NamedText>,
        /// Query parameters that a request must have.
        query: Vec<NamedText>,
        /// The service and method of gRPC.
        grpc: RouteCall,
    }

    /// A path.
    pub struct RoutePath {
        /// The path.
        value: Spanned<Text>,
        /// Whether it must be equal, rather than begin so.
        exact: Spanned<bool>,
    }

    /// A service and method of gRPC.
    pub struct RouteCall {
        /// The service, where it is not any.
        service: Spanned<Text>,
        /// The method, where it is not any.
        method: Spanned<Text>,
    }

    /// How a path is changed.
    pub struct RouteRewrite {
        /// What stands instead of the matched beginning.
        prefix: Spanned<Text>,
        /// What stands instead of the whole path.
        whole: Spanned<Text>,
    }

    /// Where else a caller must go.
    pub struct RouteRedirect {
        /// `http` or `https`, where it changes.
        scheme: Spanned<Text>,
        /// The host, where it changes.
        host: Spanned<Text>,
        /// The whole path, where it changes.
        path: Spanned<Text>,
        /// The answer's status.
        code: Spanned<i64>,
    }

    /// Where requests lead.
    pub struct RouteBackend {
        /// The Service.
        service: Spanned<Text>,
        /// Its port.
        port: Spanned<i64>,
    }

    /// A header or a query parameter.
    pub struct NamedText {
        /// Its name.
        name: Spanned<Text>,
        /// Its value.
        value: Spanned<Text>,
    }

    /// A certificate that cert-manager makes.
    pub struct Certificate {
        /// Its name.
        name: Spanned<Text>,
        /// Name, namespace, labels, annotations.
        metadata: Node [kubernetes "Certificate.metadata"],
        /// The Secret that it is put into.
        secret: Spanned<Text>,
        /// The ClusterIssuer.
        issuer: Spanned<Text>,
        /// The names that it is for.
        hosts: Vec<RouteHost>,
    }
}

//! Routes: how callers from outside reach an app.

use super::define::{language, words};
use super::form::{AbsolutePath, DnsSubdomain, Duration};
use super::infrastructure::GatewayReference;
use super::map::{Free, Labels, Map};
use super::shape::Shape;
use super::value::{Either, Scalar, Spanned};
use super::word::TextKind;
use crate::syntax::Text;

language! {
    /// A way in: hosts and paths that lead to a port, or elsewhere. It becomes what the environment's `routing` says.
    pub struct Route [needs "target"] {
        /// The host name: `shop.example.com`, `*.example.com`. Default: any.
        host: Spanned<Text> [one_of "host"],
        /// Several host names.
        hosts: Vec<Spanned<Text>> [one_of "host"],
        /// The path's beginning, by whole parts: `/api`. Default: `/`.
        path: AbsolutePath [one_of "path"],
        /// Several of them.
        paths: Vec<AbsolutePath> [one_of "path"],
        /// The port that it leads to: one of the app's Service, or of one of its `services`.
        port: Spanned<Text> [one_of "target"],
        /// It leads elsewhere: the answer says where.
        redirect: Redirect [one_of "target"],
        /// What else a request must have.
        r#match: Match,
        /// How the path is changed on the way.
        rewrite: Rewrite [variant "target" "port"],
        /// Headers that are set on each answer: `{X-Frame-Options: DENY}`.
        headers: Map<Free, Spanned<Text>>,
        /// How long an answer may take.
        timeouts: Timeouts [variant "target" "port"],
        /// How large a request may be: `10Mi`. Neither Gateway API nor Ingress can say it.
        max_body_size: Scalar [variant "target" "port"],
        /// `false`: no TLS; `true`: as the environment's `routing.tls` says; or `{issuer}` or `{secret}`. Default: as
        /// `routing.tls` says, where it is there. An Ingress gets a Certificate `<app>-<route>`; of a Gateway's TLS its
        /// listener decides.
        tls: Either<Spanned<bool>, Tls>,
        /// Another gateway than the environment's, or only another listener of it: `{sectionName: internal}`.
        gateway: GatewayReference [partial],
        /// Which route wins where several match; the greater one. Neither Gateway API nor Ingress can say it.
        priority: Spanned<i64>,
        /// Annotations of the object, over those of `routing`.
        annotations: Labels,
        /// The object's name. Default: `<app>-<route>`.
        name: DnsSubdomain,
    }

    /// What else a request must have.
    pub struct Match {
        /// `true`: the path must be equal, not begin so. Default: `false`.
        exact: Spanned<bool>,
        /// The method: `GET`.
        method: Spanned<Method>,
        /// Headers and their values.
        headers: Map<Free, Spanned<Text>>,
        /// Query parameters and their values.
        query: Map<Free, Spanned<Text>>,
        /// The gRPC service and method: `{service: shop.Cart, method: Get}`. The port must be one of gRPC.
        grpc: GrpcMatch,
    }

    /// A gRPC service, method, or both.
    pub struct GrpcMatch {
        /// The service: `shop.Cart`. Default: all.
        service: Spanned<Text>,
        /// The method. Default: all.
        method: Spanned<Text>,
    }

    /// How the path is changed on the way.
    pub struct Rewrite [needs "rewrite"] {
        /// What is cut off: `/api`. The path must begin with it.
        strip_prefix: AbsolutePath [one_of "rewrite"],
        /// What stands instead of the matched path: `/v2`.
        replace_prefix: AbsolutePath [one_of "rewrite"],
    }

    /// How long an answer may take.
    pub struct Timeouts {
        /// The whole request: `30s`. Default: the Gateway's.
        request: Duration,
        /// One try of the app: `10s`. Default: the Gateway's.
        backend: Duration,
    }

    /// Where the certificate comes from.
    pub struct Tls [needs "tls"] {
        /// The ClusterIssuer of cert-manager that makes it.
        issuer: Spanned<Text> [one_of "tls", shape Shape::Text(TextKind::DnsSubdomain)],
        /// The Secret of the app's namespace that holds it.
        secret: Spanned<Text> [one_of "tls", shape Shape::Text(TextKind::DnsSubdomain)],
    }

    /// Where else a caller must go.
    pub struct Redirect {
        /// Default: the request's.
        scheme: Spanned<Scheme>,
        /// Default: the request's.
        host: Spanned<Text>,
        /// The whole path. Default: the request's.
        path: AbsolutePath,
        /// The answer's status: 301, 302, 303, 307 or 308. Default: 302.
        code: Spanned<i64> [shape Shape::Integer { min: 301, max: 308 }],
    }
}

words! {
    /// Methods of HTTP (RFC 9110 section 9.3, RFC 5789).
    pub enum Method {
        /// Reads.
        Get = "GET",
        /// Reads only the head.
        Head = "HEAD",
        /// Sends something to be worked on.
        Post = "POST",
        /// Sets something whole.
        Put = "PUT",
        /// Removes.
        Delete = "DELETE",
        /// Opens a tunnel.
        Connect = "CONNECT",
        /// Asks what can be done.
        Options = "OPTIONS",
        /// Sends the request back.
        Trace = "TRACE",
        /// Changes a part.
        Patch = "PATCH",
    }

    /// How a caller must go on.
    pub enum Scheme {
        /// Without TLS.
        Http = "http",
        /// With TLS.
        Https = "https",
    }
}

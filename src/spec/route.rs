//! Routes: how callers from outside reach an app.

use super::define::language;
use super::form::{AbsolutePath, DnsSubdomain, Duration};
use super::map::{Free, Labels, Map};
use super::shape::Shape;
use super::value::{Either, Scalar, Spanned};
use crate::syntax::{Node, Text};

language! {
    /// A way in: hosts and paths that lead to a port, or elsewhere.
    pub struct Route [needs "target"] {
        /// The host name: `shop.example.com`. Default: any.
        host: Spanned<Text> [one_of "host"],
        /// Several host names.
        hosts: Vec<Spanned<Text>> [one_of "host"],
        /// The path's beginning: `/api`. Default: `/`.
        path: AbsolutePath [one_of "path"],
        /// Several of them.
        paths: Vec<AbsolutePath> [one_of "path"],
        /// The port that it leads to, by name.
        port: Spanned<Text> [one_of "target"],
        /// It leads elsewhere: the answer says where.
        redirect: Redirect [one_of "target"],
        /// What else a request must have.
        r#match: Match,
        /// How the path is changed on the way.
        rewrite: Rewrite [variant "target" "port"],
        /// Headers that are set on the way: `{X-Frame-Options: DENY}`.
        headers: Node,
        /// How long an answer may take.
        timeouts: Timeouts [variant "target" "port"],
        /// How large a request may be: `10Mi`.
        max_body_size: Scalar [variant "target" "port"],
        /// `false`: no TLS; `true`: the environment's issuer; or `{issuer}` or `{secret}`.
        tls: Either<Spanned<bool>, Tls>,
        /// Another gateway than the environment's.
        gateway: Node,
        /// Which route wins where several match; the greater one.
        priority: Spanned<i64>,
        /// Annotations of the object.
        annotations: Labels,
        /// The object's name. Default: `<app>-<route>`.
        name: DnsSubdomain,
    }

    /// What else a request must have.
    pub struct Match {
        /// `true`: the path must be equal, not begin so. Default: `false`.
        exact: Spanned<bool>,
        /// The method: `GET`.
        method: Spanned<Text>,
        /// Headers and their values.
        headers: Map<Free, Spanned<Text>>,
        /// Query parameters and their values.
        query: Map<Free, Spanned<Text>>,
        /// The gRPC service and method: `{service: shop.Cart, method: Get}`.
        grpc: GrpcMatch,
    }

    /// A gRPC service and method.
    pub struct GrpcMatch {
        /// The service: `shop.Cart`.
        service: Spanned<Text>,
        /// The method. Default: all.
        method: Spanned<Text>,
    }

    /// How the path is changed on the way.
    pub struct Rewrite [needs "rewrite"] {
        /// What is cut off: `/api`.
        strip_prefix: Spanned<Text> [one_of "rewrite"],
        /// What stands instead of the matched path: `/v2`.
        replace_prefix: Spanned<Text> [one_of "rewrite"],
    }

    /// How long an answer may take.
    pub struct Timeouts {
        /// The whole request: `30s`.
        request: Duration,
        /// One try of the app: `10s`.
        backend: Duration,
    }

    /// Where the certificate comes from.
    pub struct Tls [needs "tls"] {
        /// The issuer that makes it.
        issuer: Spanned<Text> [one_of "tls"],
        /// The Secret that holds it.
        secret: Spanned<Text> [one_of "tls"],
    }

    /// Where else a caller must go.
    pub struct Redirect {
        /// `https`. Default: the request's.
        scheme: Spanned<Text>,
        /// Default: the request's.
        host: Spanned<Text>,
        /// Default: the request's.
        path: AbsolutePath,
        /// The answer's status. Default: 302.
        code: Spanned<i64> [shape Shape::Integer { min: 301, max: 308 }],
    }
}

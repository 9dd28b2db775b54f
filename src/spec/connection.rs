//! Connections between apps: network access, used and provided services, start-up needs. Ways in from outside are
//! `route`.

use super::define::{language, words};
use super::form::{DnsSubdomain, PortNumber};
use super::map::{Free, Map, Names};
use super::shape::Shape;
use super::value::{Either, Spanned};
use super::word::TextKind;
use crate::syntax::{Node, Text};

language! {
    /// Who may call an app and whom it calls.
    pub struct Access {
        /// Who may call it: `{checkout: true}`, `{any: true}`, `{office: {cidr: 192.0.2.0/24, ports: [http]}}`; `{}`:
        /// only who names its address. Becomes ingress rules, and egress rules of the apps that are named.
        from: Map<Free, Either<Constantly, Caller>>,
        /// Whom it calls: `{catalog: true}`, `{any: true}`, `{stripe: {internet: true, ports: [443]}}`; `{}`: only whom
        /// it names. Becomes egress rules, and ingress rules of the apps that are named.
        to: Map<Free, Either<Constantly, Callee>>,
    }

    /// Somebody who calls.
    pub struct Caller [needs "peer"] {
        /// An app.
        app: Spanned<Text> [one_of "peer"],
        /// All pods of a namespace.
        namespace: Spanned<Text> [one_of "peer"],
        /// Addresses: `192.0.2.0/24`.
        cidr: Spanned<Text> [one_of "peer", shape Shape::Text(TextKind::Cidr)],
        /// The pods' ports, by name or number. Default: all.
        ports: Vec<PortReference>,
    }

    /// Somebody who is called.
    pub struct Callee [needs "peer"] {
        /// An app.
        app: Spanned<Text> [one_of "peer"],
        /// Addresses: `192.0.2.0/24`.
        cidr: Spanned<Text> [one_of "peer", shape Shape::Text(TextKind::Cidr)],
        /// `true`: everything but private addresses.
        internet: Constantly [one_of "peer"],
        /// The pods' ports, by name or number. Default: all.
        ports: Vec<PortReference>,
    }

    /// A database, cache or bucket that an app needs: `${{ uses.<name>.host }}` and so on say where it is.
    pub struct Use {
        /// What it is: `postgres`, `redis`, `s3`, or another name that the environment binds.
        r#type: Spanned<Text> [required],
        /// Which of the environment's bindings. Default: the one of the type's name.
        binding: Spanned<Text>,
        /// The database. Default: the app's name; of a `redis` none. Where an app of ours is the `postgres`, it is
        /// made before the app starts.
        database: Spanned<Text> [shape Shape::Text(TextKind::Identifier)],
        /// The user. Default: the app's name; of a `redis` its own, `default`. Where an app of ours provides it, the
        /// user is made before the app starts, with the password that `secret` names; a `redis` must have an `aclfile`
        /// to remember it.
        user: Spanned<Text> [shape Shape::Text(TextKind::Identifier)],
        /// The bucket of an `s3`. Default: the app's name. Where an app of ours provides it, it is made before the app
        /// starts.
        bucket: Spanned<Text> [shape Shape::Text(TextKind::Bucket)],
        /// The secret of this app that holds the credentials, and its keys: `{name: db, password: password}`; `user`
        /// names the key of the user's name, where that is secret too.
        secret: Map<Free, Spanned<Text>>,
    }

    /// A database, cache or bucket that an app is for others.
    pub struct Provide {
        /// The port that callers use, by name.
        port: Spanned<Text> [required],
        /// Who may make databases, users and buckets.
        admin: Admin [required],
    }

    /// Credentials that may make databases, users and buckets.
    pub struct Admin {
        /// A secret of this app, by its name under `secrets`.
        secret: Spanned<Text> [required],
        /// The key that holds the user. Default: the software's own administrator (`postgres`, `default`,
        /// `minioadmin`).
        user: Spanned<Text>,
        /// The key that holds the password.
        password: Spanned<Text> [required],
    }

    /// How far another app must be.
    pub struct StartNeed {
        /// The port of its Service that must answer. Default: its only one.
        port: Spanned<Text>,
        /// How far it must be, on Compose. Default: `healthy`. On Kubernetes its port answers when it is.
        until: Spanned<Until>,
    }

    /// A place in the start-up order of a Compose project.
    pub struct Startup {
        /// Starts when everything of the next lower level is healthy.
        level: Spanned<i64> [required],
    }
}

words! {
    /// How far another app must be.
    pub enum Until {
        /// Its health says so.
        Healthy = "healthy",
        /// It runs.
        Started = "started",
    }
}

/// A port by number or name.
pub type PortReference = Either<PortNumber, Spanned<Text>>;

/// What must be of another app before this one starts.
pub type After = Either<Constantly, StartNeed>;

/// The word `true`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constantly(pub Spanned<bool>);

impl super::value::Shaped for Constantly {
    fn shape() -> Shape {
        Shape::Constant(true)
    }

    fn read(node: &Node) -> Option<Self> {
        Spanned::read(node).map(Constantly)
    }

    fn write(&self) -> Node {
        self.0.write()
    }
}

/// A place where somebody else provides what apps use.
pub type Bindings = Map<Names, Binding>;

language! {
    /// Where a used service is: in an app of ours, or elsewhere.
    pub struct Binding [needs "place"] {
        /// The app of ours that provides it.
        app: Spanned<Text> [one_of "place"],
        /// The address of an object store: `https://s3.eu-central-1.amazonaws.com`.
        endpoint: Spanned<Text> [variant "place" "elsewhere", shape Shape::Text(TextKind::Endpoint)],
        /// Its region. Default: empty.
        region: Spanned<Text> [variant "place" "elsewhere"],
        /// The host name. Default: the endpoint's.
        host: DnsSubdomain [variant "place" "elsewhere"],
        /// The port. Default: the endpoint's, else the usual one: 5432 of a `postgres`, 6379 of a `redis`.
        port: PortNumber [variant "place" "elsewhere"],
        /// Its addresses, for the network policies: `10.0.8.0/24`. Without them, apps under `defaultDeny` reach it only
        /// where their `access.to` says so.
        cidr: Spanned<Text> [variant "place" "elsewhere", shape Shape::Text(TextKind::Cidr)],
    }
}

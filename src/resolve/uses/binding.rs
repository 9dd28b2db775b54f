//! What a binding of the environment leads to: an app of ours that provides what is used, or a place elsewhere.

use crate::diagnostic::{Diagnostic, code, nearest};
use crate::expression::Missing;
use crate::resolve::estate::scope::AppScope;
use crate::resolve::estate::world::AppView;
use crate::resolve::uses::{Kind, Place, Provider, Unknown};
use crate::spec::word::endpoint;
use crate::syntax::{Mapping, Node, Origin, Text};

/// Where something is, and what can be said of it.
type Found<'w> = (Place<'w>, Mapping);

impl<'w> AppScope<'w> {
    /// The environment's binding of that name.
    pub(in crate::resolve) fn binding(&self, name: &Node) -> Result<Node, Unknown> {
        let text = name.as_str().ok_or(None)?;
        let bindings = self.environment.spec.get("bindings").and_then(Node::as_mapping);
        if let Some(binding) = bindings.and_then(|bindings| bindings.get(text)) {
            return Ok(self.quietly(binding));
        }
        let known: Vec<&str> = bindings.into_iter().flat_map(Mapping::keys).collect();
        let label = nearest(text, known.iter().copied());
        let label = label.map_or(String::new(), |near| format!("did you mean `{near}`?"));
        let message = format!("{} binds no `{text}`", self.environment.name);
        let mut found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(name.origin.span(), label);
        if !known.is_empty() {
            found = found.note(format!("it binds: {}", known.join(", ")));
        }
        let help = format!("add `bindings: {{{text}: {{app: <app>}}}}` to {}", self.environment.path);
        Err(Some(Box::new(found.help(help))))
    }

    /// One that an app of ours is.
    pub(in crate::resolve) fn provided(
        &self,
        r#type: &Node,
        chosen: &Node,
        app: &Node,
    ) -> Result<Found<'w>, Unknown> {
        let (name, kind) = (app.as_str().ok_or(None)?, r#type.as_str().ok_or(None)?);
        let wrong = |message: String, help: String| {
            let found = Diagnostic::error(code::UNKNOWN_REFERENCE, message).at(chosen.origin.span(), "");
            Some(Box::new(found.related(app.origin.span(), "bound to it here").help(help)))
        };
        if name == self.app.name {
            let help = "name its own address, or bind it to another app".to_string();
            return Err(wrong(format!("`{name}` uses itself"), help));
        }
        let provider =
            self.provider(name).map_err(|why| why.and_then(|(message, help)| wrong(message, help)))?;
        let there = self.of(provider);
        let Some(provides) = provider.spec.at(&["provides", kind]).map(|node| there.quietly(node)) else {
            let all = provider.spec.get("provides").and_then(Node::as_mapping);
            let all: Vec<&str> = all.into_iter().flat_map(Mapping::keys).collect();
            let help = format!("add `provides: {{{kind}: {{port, admin}}}}` to {name}, or bind another app");
            let found = wrong(format!("`{name}` provides no {kind}"), help);
            return Err(match all.is_empty() {
                true => found,
                false => found.map(|found| Box::new(found.note(format!("it provides: {}", all.join(", "))))),
            });
        };
        let wanted = provides.get("port").cloned().ok_or(None)?;
        let port = wanted.as_text().ok_or(None)?;
        let Ok(at) = self.find_in(provider, &["ports", port]) else {
            let found = wrong(
                format!("`{name}` provides {kind} on a port `{port}` that its Service has not"),
                format!("correct `provides.{kind}.port` of {name}"),
            );
            return Err(found.map(|found| Box::new(found.related(wanted.origin.span(), "said here"))));
        };
        let why = [chosen.origin.clone(), app.origin.clone()];
        let by = Origin::derived([wanted.origin.clone(), r#type.origin.clone()]);
        let says = said_of(&at, Kind::of(kind), &why, &by);
        let bound = app.origin.clone();
        Ok((Place::App(Provider { app: provider, port: port.clone(), provides, bound, wanted: by }), says))
    }

    /// An app that a binding names; `Err` says why it is none, where nobody else says it.
    fn provider(&self, name: &str) -> Result<&'w AppView<'w>, Option<(String, String)>> {
        self.environment.apps.get(name).ok_or_else(|| match self.no_app(&Text::new(name)) {
            Missing::Because { message, help, .. } => Some((message, help)),
            Missing::Unknown { .. } => {
                let help = format!("correct the binding in {}", self.environment.path);
                Some((format!("`{name}` is not an app"), help))
            }
            _ => None,
        })
    }

    /// One that somebody else is.
    pub(in crate::resolve) fn elsewhere(
        &self,
        kind: Kind,
        chosen: &Node,
        binding: &Node,
    ) -> Result<Found<'w>, Unknown> {
        let because = |node: &Node| {
            let mut node = node.clone();
            node.origin = Origin::derived([node.origin, chosen.origin.clone()]);
            node
        };
        let address = binding.get("endpoint").map(because);
        let parts = address.as_ref().and_then(|node| Some((endpoint(node.as_str()?)?, node.origin.clone())));
        let of_endpoint = |part: &dyn Fn(&str, i64) -> Node| {
            parts.as_ref().map(|((host, port), origin)| Node { origin: origin.clone(), ..part(host, *port) })
        };
        let host = binding.get("host").map(because);
        let host = host.or_else(|| of_endpoint(&|host, _| Node::string(host, Origin::Unknown)));
        let Some(host) = host else {
            let name = chosen.as_str().unwrap_or("");
            let message = format!("the binding `{name}` says neither host nor endpoint");
            let found = Diagnostic::error(code::MISSING_FIELD, message).at(chosen.origin.span(), "");
            let found = found.related(binding.origin.span(), "this binding");
            return Err(Some(Box::new(found.help("add `host`, or name an app of ours with `app`"))));
        };
        let usual = || {
            let usual = kind.port()?;
            Some(Node::integer(usual, Origin::ruled("usual port of the type", [chosen.origin.clone()])))
        };
        let port = binding.get("port").map(because);
        let port =
            port.or_else(|| of_endpoint(&|_, port| Node::integer(port, Origin::Unknown))).or_else(usual);
        let mut says = Mapping::new();
        if let Some(number) = port.as_ref().and_then(Node::scalar_text) {
            let origins = port.iter().chain([&host]).map(|node| node.origin.clone());
            let address = format!("{}:{number}", host.as_str().unwrap_or(""));
            says.set("address", Node::string(address, Origin::derived(origins)));
        }
        says.set("host", host);
        let region = binding.get("region").map(because);
        let region =
            region.unwrap_or_else(|| Node::string("", Origin::ruled("the binding names no region", [])));
        says.set("region", region);
        for (field, node) in [("endpoint", address), ("port", port)] {
            if let Some(node) = node {
                says.set(field, node);
            }
        }
        Ok((Place::Elsewhere { cidr: binding.get("cidr").map(because) }, says))
    }
}

/// What can be said of an app's port: its address, and of an object store its endpoint.
fn said_of(at: &Node, kind: Kind, why: &[Origin], wanted: &Origin) -> Mapping {
    let mut says = Mapping::new();
    for field in ["host", "port", "address"] {
        let mut node = at.get(field).cloned().unwrap_or_default();
        let by_port = (field != "host").then(|| wanted.clone());
        node.origin = Origin::derived([node.origin].into_iter().chain(why.iter().cloned()).chain(by_port));
        says.set(field, node);
    }
    if kind == Kind::S3 {
        let address = says.get("address").cloned().unwrap_or_default();
        let endpoint = format!("http://{}", address.as_str().unwrap_or(""));
        says.set("endpoint", Node::string(endpoint, address.origin));
        says.set("region", Node::string("", Origin::ruled("an object store of ours has no region", [])));
    }
    says
}

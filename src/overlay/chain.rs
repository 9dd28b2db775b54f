//! The `extends` chain of an environment, and what its environments say together.

use std::collections::BTreeMap;

use super::merge::{Manner, Merge};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::spec::{EnvironmentSpec, Shaped};
use crate::syntax::{Mapping, Node, Origin};

/// Keys that speak of one environment only, or that are layers of apps.
const OWN: [&str; 5] = ["extends", "abstract", "defaults", "overrides", "patches"];

/// The environments that `name` builds on, bases first, itself last; `specs` holds each environment's `spec`.
pub fn chain(name: &str, specs: &BTreeMap<String, &Node>) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut chain = vec![name.to_string()];
    let mut current = specs.get(name).copied();
    while let Some(extends) = current.and_then(|spec| spec.get("extends")) {
        let Some(base) = extends.as_str() else { break };
        if chain.iter().any(|known| known == base) {
            return Err(Box::new(circle(&chain, base, specs)));
        }
        let Some(spec) = specs.get(base) else {
            let message = format!("`{base}` is not an environment");
            let near = nearest(base, specs.keys().map(String::as_str));
            let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
            let found =
                Diagnostic::error(code::UNKNOWN_ENVIRONMENT, message).at(extends.origin.span(), label);
            let known: Vec<&str> = specs.keys().map(String::as_str).collect();
            return Err(Box::new(found.note(format!("there are: {}", known.join(", ")))));
        };
        current = Some(spec);
        chain.push(base.to_string());
    }
    chain.reverse();
    Ok(chain)
}

/// The circle that `base` closes. It is told from the first of its environments by name, so that all who run into it
/// say the same.
fn circle(chain: &[String], base: &str, specs: &BTreeMap<String, &Node>) -> Diagnostic {
    let members: Vec<&str> = chain.iter().map(String::as_str).skip_while(|name| *name != base).collect();
    let first = members.iter().enumerate().min_by_key(|(_, name)| **name).map_or(0, |(at, _)| at);
    let turned: Vec<&str> = members.iter().cycle().skip(first).take(members.len() + 1).copied().collect();
    let name = turned.first().copied().unwrap_or(base);
    let place = |name: &str| specs.get(name)?.get("extends")?.origin.span();
    let found =
        Diagnostic::error(code::EXTENDS_CYCLE, format!("`{name}` extends itself: {}", turned.join(" → ")));
    let found = found.at(place(name), "").help("take one `extends` away");
    let others = turned.iter().skip(1).filter(|other| **other != name);
    others.fold(found, |found, other| found.related(place(other), ""))
}

/// The environment's spec, merged over its chain, without what belongs to one environment alone.
pub fn environment(chain: &[String], specs: &BTreeMap<String, &Node>) -> Node {
    let empty = Node::mapping(Mapping::new(), Origin::Unknown);
    let mut merged = chain.iter().filter_map(|name| specs.get(name)).fold(empty, |weak, spec| {
        let mut strong = (*spec).clone();
        if let Some(mapping) = strong.as_mapping_mut() {
            mapping.retain(|entry| !OWN.contains(&entry.key.as_str()));
        }
        Merge::default().lay_owned(weak, strong, EnvironmentSpec::shape(), Manner::Win)
    });
    super::sweep::sweep(&mut merged, EnvironmentSpec::shape());
    merged
}

//! The `extends` chain of an environment, and what its environments say together.

use std::collections::BTreeMap;

use super::merge::{Manner, Merge};
use crate::diagnostic::{Diagnostic, code, nearest};
use crate::spec::{EnvironmentSpec, Shaped};
use crate::syntax::{Mapping, Node, Origin};

/// Keys that speak of one environment only, or that are layers of apps.
const OWN: [&str; 4] = ["extends", "abstract", "defaults", "overrides"];

/// The environments that `name` builds on, bases first, itself last; `specs` holds each environment's `spec`.
pub fn chain(name: &str, specs: &BTreeMap<String, &Node>) -> Result<Vec<String>, Box<Diagnostic>> {
    let mut chain = vec![name.to_string()];
    let mut current = specs.get(name).copied();
    while let Some(extends) = current.and_then(|spec| spec.get("extends")) {
        let Some(base) = extends.as_str() else { break };
        if chain.iter().any(|known| known == base) {
            let circle = chain.iter().rev().map(String::as_str).chain([base]).collect::<Vec<_>>().join(" → ");
            let found = Diagnostic::error(code::EXTENDS_CYCLE, format!("`{name}` extends itself: {circle}"));
            return Err(Box::new(found.at(extends.origin.span(), "").help("take one `extends` away")));
        }
        let Some(spec) = specs.get(base) else {
            let message = format!("`{base}` is not an environment");
            let near = nearest(base, specs.keys().map(String::as_str));
            let label = near.map_or(String::new(), |near| format!("did you mean `{near}`?"));
            return Err(Box::new(
                Diagnostic::error(code::UNKNOWN_ENVIRONMENT, message).at(extends.origin.span(), label),
            ));
        };
        current = Some(spec);
        chain.push(base.to_string());
    }
    chain.reverse();
    Ok(chain)
}

/// The environment's spec, merged over its chain, without what belongs to one environment alone.
pub fn environment(chain: &[String], specs: &BTreeMap<String, &Node>) -> Node {
    let empty = Node::mapping(Mapping::new(), Origin::Unknown);
    let mut merged = chain.iter().filter_map(|name| specs.get(name)).fold(empty, |weak, spec| {
        let mut strong = (*spec).clone();
        if let Some(mapping) = strong.as_mapping_mut() {
            mapping.retain(|entry| !OWN.contains(&entry.key.as_str()));
        }
        Merge::default().lay(weak, &strong, EnvironmentSpec::shape(), Manner::Win)
    });
    super::sweep::sweep(&mut merged, EnvironmentSpec::shape());
    merged
}

//! What a scale subresource sets is a number of replicas: the API server holds every object to that, whatever the schema
//! says (`ValidateSpec` of `subresources.scale`).

use crate::schema::output::keywords::SchemaNode;

/// Limits the field at a path (`.spec.replicas`) below a root. A path that the schema does not have is passed over. The
/// nodes are a definition's own, in which each has one place; they begin with number `first`.
pub(super) fn limit(nodes: &mut [SchemaNode], first: u32, root: u32, path: &str) {
    let own = |node: u32| node.checked_sub(first).map(|own| own as usize);
    let mut names = path.split('.').filter(|name| !name.is_empty());
    let field = names.try_fold(root, |at, name| nodes.get(own(at)?)?.properties.get(name));
    let Some(replicas) = field.and_then(own).and_then(|at| nodes.get_mut(at)) else { return };
    replicas.minimum = Some(replicas.minimum.unwrap_or(0.0).max(0.0));
    replicas.maximum = Some(replicas.maximum.unwrap_or(f64::MAX).min(f64::from(i32::MAX)));
    replicas.is_limited = true;
}

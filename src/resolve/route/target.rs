//! What a target has no word for: an error at the field, never a field that silently does nothing.

use super::{Context, Way};
use crate::diagnostic::{Diagnostic, code};
use crate::source::Span;
use crate::spec::{Route, RoutingKind};
use crate::syntax::Origin;

/// A field that somebody wrote: how it is called, and where it stands.
pub struct Written<'a> {
    pub name: &'static str,
    origin: &'a Origin,
}

impl<'a> Written<'a> {
    pub fn new(name: &'static str, origin: Option<&'a Origin>) -> Option<Self> {
        origin.map(|origin| Written { name, origin })
    }
}

impl Context<'_> {
    /// Says of a field that `target` has no word for it, and what to do instead.
    pub(super) fn cannot_say(&self, way: &Way, field: &Written, target: &str, help: &str) {
        let message = format!("{target} has no word for `{}`", field.name);
        let place: Option<Span> = field.origin.span();
        let found = Diagnostic::error(code::NOT_IN_TARGET, message).at(place, "");
        let decides = match way.kind.value {
            RoutingKind::Ingress => "routes become Ingresses here",
            _ => "routes become objects of Gateway API here",
        };
        self.report(found.related(way.kind.origin.span(), decides).help(help));
    }
}

/// What neither Gateway API nor Ingress can say.
pub fn of_no_cluster(route: &Route) -> [Option<Written<'_>>; 2] {
    [
        Written::new("maxBodySize", route.max_body_size.as_ref().map(|size| &size.0.origin)),
        Written::new("priority", route.priority.as_ref().map(|priority| &priority.origin)),
    ]
}

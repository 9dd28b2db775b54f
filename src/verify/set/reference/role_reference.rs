//! The roles that bindings give, and the ServiceAccounts that they give them to.

use crate::diagnostic::{Diagnostic, code};
use crate::syntax::Text;
use crate::verify::between::{Absence, Broken, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};
use crate::verify::view::text;

const BINDINGS: Referring = Referring::kinds(&[
    "rbac.authorization.k8s.io/RoleBinding",
    "rbac.authorization.k8s.io/ClusterRoleBinding",
]);

pub const RULE: Rule =
    Rule { code: code::ROLE_REFERENCE, check: Check::References(BINDINGS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let binding = Way::root(gathered.object);
    let kind = text(binding.node, &["roleRef", "kind"]);
    if let Some(name) = binding.text(&["roleRef", "name"]).filter(|_| matches!(kind, "Role" | "ClusterRole"))
    {
        let namespace = if kind == "Role" { gathered.namespace() } else { Text::default() };
        let target = gathered.named("rbac.authorization.k8s.io", kind, namespace, &name);
        gathered.refer(&name, target, Absence::Told);
    }
    for subject in binding.each(&["subjects"]) {
        let (kind, home) = (text(subject.node, &["kind"]), subject.text(&["namespace"]));
        let Some(name) = subject.text(&["name"]).filter(|_| kind == "ServiceAccount") else { continue };
        let home = home.and_then(|home| home.node.as_text().cloned());
        let target = gathered.named("", "ServiceAccount", home.unwrap_or(gathered.namespace()), &name);
        gathered.refer(&name, target, Absence::Told);
    }
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help = broken.instead().unwrap_or("a binding of what is not there allows nothing: make it".into());
    Diagnostic::error(code::ROLE_REFERENCE, format!("there is no {}", reference.target)).help(help)
}

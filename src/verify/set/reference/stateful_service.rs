//! The Service that gives the pods of a StatefulSet their names.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Detail, Gathered, Reference, Way};
use crate::verify::rule::{Check, Refer, Referring, Rule};

const SETS: Referring = Referring::kinds(&["apps/StatefulSet"]);

pub const RULE: Rule =
    Rule { code: code::STATEFUL_SERVICE, check: Check::References(SETS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let Some(name) = Way::root(gathered.object).text(&["spec", "serviceName"]) else { return };
    let details = vec![(Detail::Headless, name.site())];
    gathered.refer_with(&name, gathered.core("Service", &name), Absence::Told, details);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let code = code::STATEFUL_SERVICE;
    match broken {
        Broken::Absent { .. } => {
            let help = broken.instead().unwrap_or("make it, with `clusterIP: None`".into());
            Diagnostic::error(code, format!("there is no {}", reference.target)).help(help)
        }
        // The API server takes it, and the pods run.
        Broken::Lacks { target, .. } => Diagnostic::warning(
            code,
            format!("{target} is not headless: the pods have no names of their own"),
        )
        .help("write `clusterIP: None` in the Service"),
    }
}

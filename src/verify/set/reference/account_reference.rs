//! The ServiceAccounts that pods run as.

use crate::diagnostic::{Diagnostic, code};
use crate::verify::between::{Absence, Broken, Gathered, Reference};
use crate::verify::rule::{Check, Refer, Referring, Rule};

pub const RULE: Rule =
    Rule { code: code::ACCOUNT_REFERENCE, check: Check::References(Referring::PODS, Refer { gather, tell }) };

fn gather(gathered: &mut Gathered) {
    let Some(name) = gathered.pod_spec.and_then(|spec| spec.text(&["serviceAccountName"])) else { return };
    gathered.refer(&name, gathered.core("ServiceAccount", &name), Absence::Told);
}

fn tell(reference: &Reference, broken: &Broken) -> Diagnostic {
    let help =
        broken.instead().unwrap_or("make it: pods of an account that is not there are not made".into());
    Diagnostic::error(code::ACCOUNT_REFERENCE, format!("there is no {}", reference.target)).help(help)
}

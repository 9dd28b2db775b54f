//! Probes and hooks do one thing each (`validateHandler`).

use super::handler::{self, Handler};
use crate::diagnostic::{Diagnostic, code};
use crate::verify::findings::Findings;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{Container, Pod, items};

pub const RULE: Rule = Rule { code: code::PROBE_HANDLER, check: Check::Containers(check) };

fn check(_: &Pod, container: &Container, _: Ground, findings: &mut Findings) {
    handler::all(container).for_each(|handler| one(container, &handler, findings));
}

fn one(container: &Container, handler: &Handler, findings: &mut Findings) {
    let word = handler.word;
    let mut actions = handler.actions();
    match (actions.next(), actions.next()) {
        (None, _) => {
            let message = format!("the `{word}` of the container `{}` does nothing", container.name);
            let help = match word {
                "postStart" | "preStop" => "write `exec`, `httpGet` or `sleep`",
                _ => "write one of `httpGet`, `tcpSocket`, `grpc`, `exec`",
            };
            findings.error(code::PROBE_HANDLER, handler.node, message, help);
        }
        (Some((one, first)), Some((other, second))) => {
            let message = format!("a `{word}` does one thing: `{one}` or `{other}`");
            let found = Diagnostic::error(code::PROBE_HANDLER, message).at(second.origin.span(), "");
            findings.add(second, found.related(first.origin.span(), "the first").help("keep one of them"));
        }
        (Some(("exec", exec)), None) if items(exec, &["command"]).is_empty() => {
            let message = format!("the `{word}` runs no command");
            findings.error(code::PROBE_HANDLER, exec, message, "add `command`, a list");
        }
        _ => {}
    }
}

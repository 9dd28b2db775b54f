//! How long a Service sends a client to the same pod (`validateAffinityTimeout`).

use crate::diagnostic::{Diagnostic, code};
use crate::manifest::Object;
use crate::verify::findings::Findings;
use crate::verify::network::service::Service;
use crate::verify::rule::{Check, Ground, Rule};
use crate::verify::view::{field, text};

pub const RULE: Rule =
    Rule { code: code::SERVICE_SESSION_AFFINITY, check: Check::Kinds(&["Service"], check) };

/// A day.
const LONGEST: i64 = 86400;

fn check(object: &Object, _: Ground, findings: &mut Findings) {
    let service = Service::of(object);
    let Some(config) = field(service.spec, &["sessionAffinityConfig"]) else { return };
    if text(service.spec, &["sessionAffinity"]) != "ClientIP" {
        let message = "`sessionAffinityConfig` means nothing: clients are not kept to a pod";
        let found = Diagnostic::warning(code::SERVICE_SESSION_AFFINITY, message);
        findings.add(config, found.help("write `sessionAffinity: ClientIP`, or remove it"));
        return;
    }
    let Some(timeout) = field(config, &["clientIP", "timeoutSeconds"]) else { return };
    if timeout.as_i64().is_some_and(|seconds| !(1..=LONGEST).contains(&seconds)) {
        let written = timeout.scalar_text().map_or("", |text| text.as_str());
        let message = format!("a client cannot be kept to a pod for {written} seconds");
        let found = Diagnostic::error(code::SERVICE_SESSION_AFFINITY, message);
        findings.add(timeout, found.help("write 1 to 86400, which is a day"));
    }
}

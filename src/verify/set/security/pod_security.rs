//! Pods keep to the Pod Security level of their namespace's labels.

use std::collections::BTreeMap;

use super::{Fault, Level};
use crate::diagnostic::{Diagnostic, Severity, code};
use crate::syntax::Text;
use crate::verify::between::{Entry, Facts, Linked, Told, of_nearest, value};
use crate::verify::rule::{Check, Rule};

pub const RULE: Rule = Rule { code: code::POD_SECURITY, check: Check::Between(check) };

/// What a namespace says of its pods.
struct Asked<'s> {
    mode: &'static str,
    level: Level,
    word: &'s str,
    /// The minor version of the standard.
    version: u16,
    severity: Severity,
    namespace: &'s Entry,
}

fn check(linked: &Linked, told: &mut Told) {
    let mut asked: BTreeMap<&str, Vec<(&str, Vec<Asked>)>> = BTreeMap::new();
    for placed in &linked.entries {
        if let Facts::Namespace(labels) = &placed.entry.facts {
            let modes = modes(placed.entry, labels);
            asked.entry(&placed.entry.identity.name).or_default().push((placed.folder, modes));
        }
    }
    if asked.is_empty() {
        return;
    }
    for placed in &linked.entries {
        let Facts::Workload(workload) = &placed.entry.facts else { continue };
        let Some(modes) = asked.get(placed.entry.identity.namespace.as_str()) else { continue };
        let modes: Vec<&Asked> = of_nearest(placed.folder, modes).into_iter().flatten().collect();
        for fault in &workload.faults {
            let forbids = |asked: &&&Asked| fault.level <= asked.level && fault.since <= asked.version;
            // The strictest mode says it all.
            if let Some(asked) = modes.iter().find(forbids) {
                told.add(placed, &fault.site, found(asked, fault));
            }
        }
    }
}

/// The modes of a namespace, the strictest first.
fn modes<'s>(namespace: &'s Entry, labels: &'s Vec<(Text, Text)>) -> Vec<Asked<'s>> {
    let mode = |(mode, severity): (&'static str, Severity)| {
        let word = value(labels, &format!("pod-security.kubernetes.io/{mode}"))?;
        let level = match word {
            "baseline" => Level::Baseline,
            "restricted" => Level::Restricted,
            _ => return None,
        };
        let version = value(labels, &format!("pod-security.kubernetes.io/{mode}-version"));
        let version = version.and_then(|version| version.strip_prefix("v1.")?.parse().ok());
        Some(Asked { mode, level, word, version: version.unwrap_or(u16::MAX), severity, namespace })
    };
    let modes = [("enforce", Severity::Error), ("warn", Severity::Warning), ("audit", Severity::Warning)];
    modes.into_iter().filter_map(mode).collect()
}

fn found(asked: &Asked, fault: &Fault) -> Diagnostic {
    let does = match asked.mode {
        "enforce" => "refuses",
        "warn" => "warns of",
        _ => "records",
    };
    let (word, namespace) = (asked.word, &asked.namespace.identity.name);
    let message = format!("{}: the level `{word}` of the namespace `{namespace}` {does} it", fault.message);
    let found = Diagnostic::error(code::POD_SECURITY, message).related(asked.namespace.place, "its level");
    let help = format!(
        "change the pod's `securityContext`, or the namespace's `pod-security.kubernetes.io/{}`",
        asked.mode
    );
    Diagnostic { severity: asked.severity, ..found.help(help) }
}

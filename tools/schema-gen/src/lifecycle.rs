//! When versions of built-in kinds came, were deprecated and go, read from generated Go text.
//!
//! The published OpenAPI says only what is served now; this says what was and what will be.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Result;
use crate::module::Module;

pub const FILE: &str = "zz_generated.prerelease-lifecycle.go";

/// By group, version and kind.
#[derive(Default)]
pub struct Lifecycles(BTreeMap<(String, String, String), Lifecycle>);

#[derive(Default, Serialize)]
struct Lifecycle {
    introduced: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deprecated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<String>,
}

#[derive(Serialize)]
struct Row<'a> {
    g: &'a str,
    v: &'a str,
    k: &'a str,
    #[serde(flatten)]
    lifecycle: &'a Lifecycle,
}

/// Takes in every API folder of a module; what it says replaces what an older one said.
pub fn read(module: &mut Module, folders: &str, found: &mut Lifecycles) -> Result<()> {
    for path in module.matching(&format!("{folders}/{FILE}"))? {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let version = folder.rsplit('/').next().unwrap_or("").to_owned();
        let group = group(&module.read(&format!("{folder}/register.go"))?)
            .ok_or_else(|| format!("{folder}: no group"))?;
        for (kind, lifecycle) in kinds(&module.read(&path)?) {
            found.0.insert((group.clone(), version.clone(), kind), lifecycle);
        }
    }
    Ok(())
}

fn group(register: &str) -> Option<String> {
    let (_, rest) = register.split_once("const GroupName = \"")?;
    Some(rest.split('"').next()?.to_owned())
}

/// Every kind of a file but the lists, which live and die with their items.
fn kinds(go: &str) -> BTreeMap<String, Lifecycle> {
    let mut kinds: BTreeMap<String, Lifecycle> = BTreeMap::new();
    let mut lines = go.lines();
    while let Some(line) = lines.next() {
        let Some((kind, call)) =
            line.strip_prefix("func (in *").and_then(|rest| rest.split_once(") APILifecycle"))
        else {
            continue;
        };
        let Some(value) = lines.next().and_then(|line| line.trim().strip_prefix("return ")) else { continue };
        let lifecycle = kinds.entry(kind.to_owned()).or_default();
        match call.split('(').next() {
            Some("Introduced") => lifecycle.introduced = Some(value.replace(", ", ".")),
            Some("Deprecated") => lifecycle.deprecated = Some(value.replace(", ", ".")),
            Some("Removed") => lifecycle.removed = Some(value.replace(", ", ".")),
            Some("Replacement") => lifecycle.replacement = replacement(value),
            _ => {}
        }
    }
    let names: Vec<String> = kinds.keys().cloned().collect();
    for name in &names {
        kinds.remove(&format!("{name}List"));
    }
    kinds
}

/// `schema.GroupVersionKind{Group: "policy", Version: "v1", Kind: "X"}` as `policy/v1 X`.
fn replacement(value: &str) -> Option<String> {
    let mut words = value.split('"').skip(1).step_by(2);
    let (group, version, kind) = (words.next()?, words.next()?, words.next()?);
    Some(if group.is_empty() { format!("{version} {kind}") } else { format!("{group}/{version} {kind}") })
}

impl Lifecycles {
    /// A JSON list with one line for each row, so that a change is a changed line.
    pub fn lines(&self) -> Result<String> {
        let rows =
            self.0.iter().map(|((g, v, k), lifecycle)| serde_json::to_string(&Row { g, v, k, lifecycle }));
        Ok(format!("[\n{}\n]\n", rows.collect::<std::result::Result<Vec<_>, _>>()?.join(",\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_all_four_facts_and_lists_are_folded() {
        let go = "func (in *A) APILifecycleIntroduced() (major, minor int) {\n\treturn 1, 5\n}\n\
                  func (in *A) APILifecycleRemoved() (major, minor int) {\n\treturn 1, 25\n}\n\
                  func (in *A) APILifecycleReplacement() schema.GroupVersionKind {\n\treturn schema.GroupVersionKind{Group: \"\", Version: \"v1\", Kind: \"B\"}\n}\n\
                  func (in *AList) APILifecycleIntroduced() (major, minor int) {\n\treturn 1, 5\n}\n";
        let kinds = kinds(go);
        assert_eq!(kinds.len(), 1);
        let json = serde_json::to_string(&kinds["A"]).unwrap();
        assert_eq!(json, r#"{"introduced":"1.5","removed":"1.25","replacement":"v1 B"}"#);
    }
}

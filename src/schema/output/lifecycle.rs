//! When versions of Kubernetes' own APIs came, were deprecated and went.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Minor;
use crate::syntax::Names;

/// What upstream says of one version of a kind (`zz_generated.prerelease-lifecycle.go`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    pub introduced: Option<Minor>,
    pub deprecated: Option<Minor>,
    /// The first minor without it; may lie ahead.
    pub removed: Option<Minor>,
    /// What to write instead, as `apps/v1 Deployment`.
    pub replacement: Option<String>,
}

impl Lifecycle {
    /// Whether a minor serves it that comes before all those with schemas.
    pub fn serves(&self, minor: Minor) -> bool {
        self.introduced.is_none_or(|introduced| introduced <= minor)
            && self.removed.is_some_and(|removed| minor < removed)
    }
}

#[derive(Deserialize)]
struct Row {
    g: String,
    v: String,
    k: String,
    introduced: Option<String>,
    deprecated: Option<String>,
    removed: Option<String>,
    replacement: Option<String>,
}

/// The versions of a kind, each with its group and version.
type Versions = Vec<(String, String, Lifecycle)>;

/// The versions of each kind, found by its name.
struct ByKind {
    kinds: Vec<(String, Versions)>,
    names: Names,
}

/// The row of a kind, where upstream says anything of it.
pub(super) fn find(group: &str, version: &str, kind: &str) -> Option<&'static Lifecycle> {
    static ROWS: OnceLock<ByKind> = OnceLock::new();
    let ByKind { kinds, names } = ROWS.get_or_init(read);
    let is_it = |at: usize| kinds.get(at).is_some_and(|(name, _)| name == kind);
    let (_, rows) = kinds.get(names.find(kind, is_it)?)?;
    let row = rows.iter().find(|(of, known, _)| of == group && known == version);
    row.map(|(_, _, lifecycle)| lifecycle)
}

fn read() -> ByKind {
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../../schemas/output/lifecycle.json")).unwrap_or_default();
    let minor = |text: Option<String>| text.and_then(|text| text.parse().ok());
    let mut by_kind: BTreeMap<String, Versions> = BTreeMap::new();
    for row in rows {
        let lifecycle = Lifecycle {
            introduced: minor(row.introduced),
            deprecated: minor(row.deprecated),
            removed: minor(row.removed),
            replacement: row.replacement,
        };
        by_kind.entry(row.k).or_default().push((row.g, row.v, lifecycle));
    }
    let kinds = Vec::from_iter(by_kind);
    let names = Names::new(kinds.iter().map(|(kind, _)| kind.as_str()));
    ByKind { kinds, names }
}

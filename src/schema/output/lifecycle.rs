//! When versions of Kubernetes' own APIs came, were deprecated and went.

use serde::Deserialize;

use super::Minor;

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

/// The row of a kind. Reads the whole list each time: it is asked for only where a kind is not served.
pub(super) fn find(group: &str, version: &str, kind: &str) -> Option<Lifecycle> {
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../../../schemas/output/lifecycle.json")).unwrap_or_default();
    let row = rows.into_iter().find(|row| row.g == group && row.v == version && row.k == kind)?;
    let minor = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Some(Lifecycle {
        introduced: minor(row.introduced),
        deprecated: minor(row.deprecated),
        removed: minor(row.removed),
        replacement: row.replacement,
    })
}

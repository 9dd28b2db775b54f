//! The store of schemas: kinds by apiVersion and minor, and places inside them.

use std::sync::OnceLock;

use super::lifecycle::{self, Lifecycle};
use super::table::{Kind, Table};
use super::{Minor, SchemaRef};

static ARTEFACT: &[u8] = include_bytes!("../../../schemas/output/schemas.json.z");

/// All schemas of objects that platc emits or reads.
#[derive(Default)]
pub struct OutputSchemas {
    pub(super) table: Table,
}

/// What is known of an apiVersion and kind.
pub enum KindLookup<'s> {
    Found(KindSchema<'s>),
    /// Known, but not in this minor. `served_in` may be empty: older or newer than every minor known.
    NotServed {
        served_in: Vec<Minor>,
        lifecycle: Option<Lifecycle>,
    },
    Unknown,
}

/// The schema of one version of a kind.
pub struct KindSchema<'s> {
    pub node: SchemaRef<'s>,
    /// The resource's name in URLs and roles: `deployments`.
    pub plural: &'s str,
    pub namespaced: bool,
    /// Whether its authors have deprecated this version (of custom resources; for others see its lifecycle).
    pub deprecated: bool,
    pub upstream: Upstream<'s>,
}

/// Where a schema comes from, for messages that must own up to version skew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upstream<'s> {
    Kubernetes(Minor),
    Operator { name: &'s str, version: &'s str },
}

impl OutputSchemas {
    /// The schemas in this binary. A test keeps the artefact readable; were it not, no kind would be known.
    pub fn embedded() -> &'static OutputSchemas {
        static EMBEDDED: OnceLock<OutputSchemas> = OnceLock::new();
        EMBEDDED.get_or_init(|| OutputSchemas::read(ARTEFACT).unwrap_or_default())
    }

    /// Reads an artefact of `tools/schema-gen`. Its names stay in memory for the life of the process.
    pub fn read(packed: &[u8]) -> Result<OutputSchemas, String> {
        Ok(OutputSchemas { table: Table::read(packed)? })
    }

    /// The minors with schemas of their own, the oldest first.
    pub fn minors(&self) -> impl DoubleEndedIterator<Item = Minor> + '_ {
        self.table.header.minors.iter().copied().map(Minor::new)
    }

    pub fn oldest(&self) -> Minor {
        self.minors().next().unwrap_or(Minor::new(0))
    }

    pub fn newest(&self) -> Minor {
        self.minors().next_back().unwrap_or(Minor::new(0))
    }

    /// The schema of an object. A minor beyond those known is read as the nearest known one.
    pub fn kind(&self, api_version: &str, kind: &str, minor: Minor) -> KindLookup<'_> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        let Some(row) = self.row(group, version, kind) else {
            return match lifecycle::find(group, version, kind) {
                Some(found) => KindLookup::NotServed { served_in: Vec::new(), lifecycle: Some(found) },
                None => KindLookup::Unknown,
            };
        };
        match self.schema(row, minor) {
            Some(schema) => KindLookup::Found(schema),
            None => {
                let served = self.minors().zip(&row.by_minor).filter(|(_, node)| node.is_some());
                let lifecycle = lifecycle::find(group, version, kind);
                KindLookup::NotServed { served_in: served.map(|(minor, _)| minor).collect(), lifecycle }
            }
        }
    }

    /// The place `Deployment.spec.template.spec.containers.livenessProbe`: a kind (its newest built-in version that
    /// is served, or `group/version/Kind`), then properties; items of lists and values of maps are entered.
    pub fn position(&self, position: &str, minor: Minor) -> Option<SchemaRef<'_>> {
        let start = position.rfind('/').map_or(0, |at| at + 1);
        let (prefix, rest) = position.split_at_checked(start)?;
        let (kind, fields) = rest.split_once('.').unwrap_or((rest, ""));
        let root = match prefix.strip_suffix('/') {
            None => self.newest_version(kind, minor)?,
            Some(api_version) => match self.kind(api_version, kind, minor) {
                KindLookup::Found(schema) => schema.node,
                _ => return None,
            },
        };
        fields
            .split('.')
            .filter(|name| !name.is_empty())
            .try_fold(root, |at, name| at.entered(name).field(name))
    }

    /// Every kind served in a minor, as apiVersion and kind, sorted by group, version and kind.
    pub fn kinds(&self, minor: Minor) -> impl Iterator<Item = (String, &str, KindSchema<'_>)> {
        self.table.header.kinds.iter().filter_map(move |row| {
            let api_version = match row.group {
                "" => row.version.to_owned(),
                group => format!("{group}/{}", row.version),
            };
            Some((api_version, row.kind, self.schema(row, minor)?))
        })
    }

    fn row(&self, group: &str, version: &str, kind: &str) -> Option<&Kind> {
        let rows = &self.table.header.kinds;
        let at = rows
            .binary_search_by(|row| (row.group, row.version, row.kind).cmp(&(group, version, kind)))
            .ok()?;
        rows.get(at)
    }

    fn schema<'s>(&'s self, row: &'s Kind, minor: Minor) -> Option<KindSchema<'s>> {
        let minor = minor.clamp(self.oldest(), self.newest());
        let (index, built_in, upstream) = match row.custom {
            Some(index) => {
                let (name, version) = self.table.header.sources.get(row.source).copied().unwrap_or_default();
                (index, false, Upstream::Operator { name, version })
            }
            None => {
                let at = self.minors().position(|known| known == minor)?;
                (row.by_minor.get(at).copied().flatten()?, true, Upstream::Kubernetes(minor))
            }
        };
        Some(KindSchema {
            node: SchemaRef::new(self, index, built_in)?,
            plural: row.plural,
            namespaced: row.namespaced,
            deprecated: row.deprecated,
            upstream,
        })
    }

    /// The newest stable built-in version of a kind; of several groups the first by name.
    fn newest_version(&self, kind: &str, minor: Minor) -> Option<SchemaRef<'_>> {
        let served = self
            .table
            .versions(kind)
            .filter_map(|row| Some((version_rank(row.version), self.schema(row, minor)?.node)));
        served.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, node)| node)
    }
}

/// Orders `v1alpha1 < v1beta1 < v1 < v2beta1 < v2` as Kubernetes prefers them: stable before beta before alpha.
fn version_rank(version: &str) -> (u8, u32, u32) {
    let text = version.strip_prefix('v').unwrap_or(version);
    let number = |text: &str| text.parse().unwrap_or(0);
    match (text.split_once("alpha"), text.split_once("beta")) {
        (Some((major, minor)), _) => (0, number(major), number(minor)),
        (_, Some((major, minor))) => (1, number(major), number(minor)),
        _ => (2, number(text), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_versions_are_preferred() {
        let mut versions = vec!["v2beta1", "v1", "v1alpha1", "v2", "v1beta2", "v1beta1"];
        versions.sort_by_key(|version| version_rank(version));
        assert_eq!(versions, ["v1alpha1", "v1beta1", "v1beta2", "v2beta1", "v1", "v2"]);
    }

    #[test]
    fn a_broken_artefact_is_refused() {
        assert!(OutputSchemas::read(b"no").is_err());
        assert!(OutputSchemas::read(&ARTEFACT[..ARTEFACT.len() / 2]).is_err());
    }
}

//! The files that volumes make of keys, fields and tokens, and what holds for several of them.

use crate::syntax::Node;
use crate::verify::view::{Pod, field, items};

/// What files are made from.
const SOURCES: [&str; 3] = ["configMap", "secret", "downwardAPI"];
/// What one file each is made from, in projected volumes only.
const SINGLE: [&str; 2] = ["serviceAccountToken", "clusterTrustBundle"];

/// A file of a volume: what has its `path`.
pub struct File<'n> {
    pub node: &'n Node,
    /// Whether it is one key of several.
    pub has_key: bool,
    /// Whether the API server looks for another one with its path.
    pub is_compared: bool,
}

/// What holds files: volumes of one source, projected ones, and the sources of those.
pub fn holders<'n>(pod: &Pod<'n>) -> impl Iterator<Item = &'n Node> {
    let volumes = items(pod.spec, &["volumes"]).iter();
    volumes.flat_map(|volume| {
        let projected = field(volume, &["projected"]);
        let inner = projected.into_iter().flat_map(|projected| items(projected, &["sources"]));
        of_sources(volume).chain(projected).chain(inner.flat_map(of_sources))
    })
}

fn of_sources(volume: &Node) -> impl Iterator<Item = &Node> {
    SOURCES.into_iter().filter_map(move |word| field(volume, &[word]))
}

/// The files of a volume, or of one source of a projected volume.
pub fn of<'n>(volume: &'n Node) -> impl Iterator<Item = File<'n>> {
    let listed = SOURCES.into_iter().flat_map(move |word| {
        items(volume, &[word, "items"]).iter().map(move |node| File {
            node,
            has_key: word != "downwardAPI",
            is_compared: true,
        })
    });
    let single = SINGLE.into_iter().filter_map(move |word| {
        let node = field(volume, &[word])?;
        Some(File { node, has_key: false, is_compared: word != "serviceAccountToken" })
    });
    listed.chain(single)
}

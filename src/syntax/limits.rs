//! How much one YAML file may hold: specs may be hostile, and a bound beats a hang.
//!
//! Only the numbers; `decode`, `parse` and `build` enforce them.

/// The size of one file: 1 MiB, what etcd takes of an object (1.5 MiB) less its envelope.
pub const FILE_BYTES: usize = 1 << 20;

/// Findings kept per file: nobody reads more, and a hostile file could make a million.
pub const FINDINGS: usize = 200;

/// Bounds on one file. The default is what every file of an estate gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Lists and maps inside each other, aliases expanded. The deepest published CRDs need about 50; every
    /// walk over a tree recurses, so this also bounds the stack.
    pub depth: usize,
    /// Scalars, lists and maps, aliases expanded.
    pub nodes: usize,
    /// Bytes of text that aliases repeat.
    pub copied_bytes: usize,
    /// Keys of one map: looking a key up is linear.
    pub keys: usize,
}

impl Limits {
    /// Of files of custom resource definitions: an operator ships all of its own in one.
    pub const DEFINITIONS: Limits =
        Limits { bytes: 16 << 20, depth: 100, nodes: 2_000_000, copied_bytes: 4 << 20, keys: 10_000 };
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: FILE_BYTES, depth: 100, nodes: 200_000, copied_bytes: 4 << 20, keys: 10_000 }
    }
}

//! A system that lists folders in another order than by name, as file systems do.

use platc::system::{EntryKind, FolderEntry, Lock, System, SystemError};

/// An order of listing.
#[derive(Debug, Clone, Copy)]
pub enum Order {
    Reversed,
    /// By a hash of the name and a number.
    Shuffled(u64),
}

/// Another system, listed in an order.
pub struct Listed<'a> {
    inner: &'a dyn System,
    order: Order,
}

impl<'a> Listed<'a> {
    pub fn new(inner: &'a dyn System, order: Order) -> Self {
        Listed { inner, order }
    }
}

/// FNV-1a of a name, begun from a number.
fn hash(name: &str, number: u64) -> u64 {
    let spread = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325 ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15), spread)
}

impl System for Listed<'_> {
    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        let mut entries = self.inner.list(path)?;
        match self.order {
            Order::Reversed => entries.reverse(),
            Order::Shuffled(number) => entries.sort_by_key(|entry| hash(&entry.name, number)),
        }
        Ok(entries)
    }

    fn read_up_to(&self, path: &str, limit: usize) -> Result<Vec<u8>, SystemError> {
        self.inner.read_up_to(path, limit)
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        self.inner.kind(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        self.inner.write(path, bytes)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        self.inner.rename(from, to)
    }

    fn remove_file(&self, path: &str) -> Result<(), SystemError> {
        self.inner.remove_file(path)
    }

    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError> {
        self.inner.remove_empty_folder(path)
    }

    fn create_folder(&self, path: &str) -> Result<(), SystemError> {
        self.inner.create_folder(path)
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        self.inner.sync(path)
    }

    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError> {
        self.inner.lock(path, waiting)
    }
}

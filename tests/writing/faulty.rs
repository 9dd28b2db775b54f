//! A system that stops at one write operation, as a killed process does.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use platc::system::{EntryKind, FolderEntry, Lock, System, SystemError};

/// Where in an operation the stop happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    Before,
    /// Half the bytes of a `write` are there; other operations are as before.
    Within,
    After,
}

/// Counts every operation that changes something and stops at one of them; nothing works after that.
pub struct Faulty<'a, S> {
    inner: &'a S,
    count: AtomicUsize,
    stopped: AtomicBool,
    at: usize,
    stop: Stop,
}

impl<'a, S: System> Faulty<'a, S> {
    /// Stops at the operation of that number, from 0.
    pub fn stopping(inner: &'a S, at: usize, stop: Stop) -> Self {
        Faulty { inner, count: AtomicUsize::new(0), stopped: AtomicBool::new(false), at, stop }
    }

    /// Only counts.
    pub fn counting(inner: &'a S) -> Self {
        Faulty::stopping(inner, usize::MAX, Stop::Before)
    }

    pub fn operations(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn alive(&self) -> Result<(), SystemError> {
        if self.is_stopped() { Err(SystemError::Failed("stopped".to_owned())) } else { Ok(()) }
    }

    fn change(
        &self,
        operation: impl FnOnce(&S) -> Result<(), SystemError>,
        half: impl FnOnce(&S),
    ) -> Result<(), SystemError> {
        self.alive()?;
        if self.count.fetch_add(1, Ordering::SeqCst) != self.at {
            return operation(self.inner);
        }
        match self.stop {
            Stop::Before => {}
            Stop::Within => half(self.inner),
            Stop::After => drop(operation(self.inner)),
        }
        self.stopped.store(true, Ordering::SeqCst);
        self.alive()
    }
}

impl<S: System> System for Faulty<'_, S> {
    fn read(&self, path: &str) -> Result<Vec<u8>, SystemError> {
        self.alive().and_then(|()| self.inner.read(path))
    }

    fn size(&self, path: &str) -> Result<u64, SystemError> {
        self.alive().and_then(|()| self.inner.size(path))
    }

    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        self.alive().and_then(|()| self.inner.list(path))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        self.alive().and_then(|()| self.inner.kind(path))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let half = &bytes[..bytes.len() / 2];
        self.change(|inner| inner.write(path, bytes), |inner| drop(inner.write(path, half)))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        self.change(|inner| inner.rename(from, to), |_| {})
    }

    fn remove_file(&self, path: &str) -> Result<(), SystemError> {
        self.change(|inner| inner.remove_file(path), |_| {})
    }

    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError> {
        self.change(|inner| inner.remove_empty_folder(path), |_| {})
    }

    fn create_folder(&self, path: &str) -> Result<(), SystemError> {
        self.change(|inner| inner.create_folder(path), |_| {})
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        self.change(|inner| inner.sync(path), |_| {})
    }

    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError> {
        self.alive()?;
        self.inner.lock(path, waiting)
    }
}

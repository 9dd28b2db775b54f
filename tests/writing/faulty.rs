//! A system that stops at one write operation, as a killed process does.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use platc::system::{EntryKind, FolderEntry, Lock, System, SystemError};

/// Where the stop happens: before, within or after the operation of that number, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    Before(usize),
    /// A `write` leaves half of its bytes; nothing else can be half done.
    Within(usize),
    After(usize),
    Never,
}

/// Numbers every operation that changes something and stops at one of them; nothing works after that.
pub struct Faulty<'a, S> {
    inner: &'a S,
    stop: Stop,
    stopped: AtomicBool,
    count: AtomicUsize,
    writes: Mutex<Vec<usize>>,
    syncs: Mutex<Vec<usize>>,
}

impl<'a, S: System> Faulty<'a, S> {
    pub fn new(inner: &'a S, stop: Stop) -> Self {
        Faulty {
            inner,
            stop,
            stopped: AtomicBool::new(false),
            count: AtomicUsize::new(0),
            writes: Mutex::default(),
            syncs: Mutex::default(),
        }
    }

    /// Every stop of the run that was made through this: before the first operation, within each write, after
    /// each operation (which is before the next one).
    pub fn stops(&self) -> Vec<Stop> {
        let after = (0..self.count.load(Ordering::SeqCst)).map(Stop::After);
        let within = self.writes.lock().expect("no panic").clone().into_iter().map(Stop::Within);
        std::iter::once(Stop::Before(0)).chain(within).chain(after).collect()
    }

    /// The numbers of the operations that were syncs, and of the last write.
    pub fn syncs(&self) -> (Vec<usize>, Option<usize>) {
        let last = self.writes.lock().expect("no panic").last().copied();
        (self.syncs.lock().expect("no panic").clone(), last)
    }

    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    fn alive(&self) -> Result<(), SystemError> {
        if self.is_stopped() { Err(SystemError::Failed("stopped".to_owned())) } else { Ok(()) }
    }

    fn next(&self) -> Result<usize, SystemError> {
        self.alive().map(|()| self.count.fetch_add(1, Ordering::SeqCst))
    }

    fn change(
        &self,
        number: usize,
        operation: impl FnOnce(&S) -> Result<(), SystemError>,
    ) -> Result<(), SystemError> {
        if self.stop == Stop::After(number) {
            drop(operation(self.inner));
        } else if self.stop != Stop::Before(number) {
            return operation(self.inner);
        }
        self.stopped.store(true, Ordering::SeqCst);
        self.alive()
    }
}

impl<S: System> System for Faulty<'_, S> {
    fn read_up_to(&self, path: &str, limit: usize) -> Result<Vec<u8>, SystemError> {
        self.alive().and_then(|()| self.inner.read_up_to(path, limit))
    }

    fn list(&self, path: &str) -> Result<Vec<FolderEntry>, SystemError> {
        self.alive().and_then(|()| self.inner.list(path))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, SystemError> {
        self.alive().and_then(|()| self.inner.kind(path))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), SystemError> {
        let number = self.next()?;
        self.writes.lock().expect("no panic").push(number);
        if self.stop == Stop::Within(number) {
            self.inner.write(path, &bytes[..bytes.len() / 2])?;
            self.stopped.store(true, Ordering::SeqCst);
        }
        self.alive()?;
        self.change(number, |inner| inner.write(path, bytes))
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), SystemError> {
        self.change(self.next()?, |inner| inner.rename(from, to))
    }

    fn remove_file(&self, path: &str) -> Result<(), SystemError> {
        self.change(self.next()?, |inner| inner.remove_file(path))
    }

    fn remove_empty_folder(&self, path: &str) -> Result<(), SystemError> {
        self.change(self.next()?, |inner| inner.remove_empty_folder(path))
    }

    fn create_folder(&self, path: &str) -> Result<(), SystemError> {
        self.change(self.next()?, |inner| inner.create_folder(path))
    }

    fn sync(&self, path: &str) -> Result<(), SystemError> {
        let number = self.next()?;
        self.syncs.lock().expect("no panic").push(number);
        self.change(number, |inner| inner.sync(path))
    }

    fn lock(&self, path: &str, waiting: &dyn Fn()) -> Result<Box<dyn Lock + '_>, SystemError> {
        self.alive()?;
        self.inner.lock(path, waiting)
    }
}

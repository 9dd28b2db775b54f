//! Work spread over the processor's cores, with results in the order of the input.
//!
//! The one door to rayon. What the work is, is the caller's business.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

use rayon::prelude::*;

/// Between two turns of what is done beside something.
const PAUSE: Duration = Duration::from_millis(15);

/// Into how many pieces work is cut at least: who is done first takes from what the others have left, and nobody waits
/// for more than a piece. Left to itself, rayon may keep a quarter of all for one thread.
const PIECES: usize = 128;

/// How many batches there are for each thread at least.
const SHARES: usize = 8;

/// Applies `work` to every item, on as many threads as there are; the results keep the order of the items.
pub fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    match items {
        [] => Vec::new(),
        [only] => vec![work(only)],
        _ => items.par_iter().with_max_len(piece(items.len())).map(&work).collect(),
    }
}

/// The same for a few items at a time, at most `size`; for fewer where there would not be enough to do for every thread.
pub fn map_batches<T: Sync, R: Send>(
    items: &[T],
    size: usize,
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let fair = items.len() / (SHARES * rayon::current_num_threads());
    let batches: Vec<&[T]> = items.chunks(fair.clamp(1, size.max(1))).collect();
    map(&batches, |batch| work(batch)).into_iter().flatten().collect()
}

/// The same for items that are given away.
pub fn map_owned<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    let piece = piece(items.len());
    items.into_par_iter().with_max_len(piece).map(work).collect()
}

/// Sorts; what is equal keeps no order.
pub fn sort<T: Ord + Send>(items: &mut [T]) {
    items.par_sort_unstable();
}

fn piece(items: usize) -> usize {
    items.div_ceil(PIECES).max(1)
}

/// Does two things side by side, where there is more than one thread.
pub fn both<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(first, second)
}

/// Does `work`; meanwhile a thread of its own does `aside` again and again, until `work` is done. For what mostly waits,
/// such as for a disk; where the system refuses the thread, only `work` is done.
pub fn beside<R>(aside: impl Fn() + Sync, work: impl FnOnce() -> R) -> R {
    let is_done = AtomicBool::new(false);
    let again = || {
        while !is_done.load(Ordering::Acquire) {
            aside();
            thread::park_timeout(PAUSE);
        }
    };
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, again);
        let _end = End { is_done: &is_done, thread: thread.as_ref().ok().map(|handle| handle.thread()) };
        work()
    })
}

/// Ends what is done beside something, also where that panics.
struct End<'a> {
    is_done: &'a AtomicBool,
    thread: Option<&'a Thread>,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.is_done.store(true, Ordering::Release);
        if let Some(thread) = self.thread {
            thread.unpark();
        }
    }
}

/// Makes the calling thread one of those that [`map`] spreads work over, instead of one that waits for them. For the
/// first thing that a process does; later it changes nothing.
pub fn take_part() {
    // Without it, or where the system refuses threads, `map` works as it would have.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
}

/// Runs `work` with every [`map`] inside it on exactly `threads` threads (at least one); on the usual
/// number where the system refuses new threads.
pub fn with_threads<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_beside_ends_with_the_work() {
        let turns = std::sync::Mutex::new(0);
        let had = beside(
            || *turns.lock().unwrap() += 1,
            || {
                while *turns.lock().unwrap() < 3 {
                    thread::yield_now();
                }
                *turns.lock().unwrap()
            },
        );
        assert!(had >= 3);
        let after = *turns.lock().unwrap();
        thread::sleep(PAUSE * 4);
        assert_eq!(*turns.lock().unwrap(), after);
    }

    #[test]
    fn what_is_done_beside_ends_with_a_panic() {
        assert!(std::panic::catch_unwind(|| beside(|| {}, || panic!("on purpose"))).is_err());
    }

    #[test]
    fn batches_keep_the_order_and_leave_something_for_every_thread() {
        for (count, threads, largest) in [(0, 2, 0), (3, 2, 1), (40, 2, 2), (1000, 2, 4), (1000, 64, 1)] {
            let items: Vec<usize> = (0..count).collect();
            let seen = std::sync::Mutex::new(0);
            let mapped = with_threads(threads, || {
                map_batches(&items, 4, |batch| {
                    let mut seen = seen.lock().unwrap();
                    *seen = batch.len().max(*seen);
                    batch.to_vec()
                })
            });
            assert_eq!((mapped, seen.into_inner().unwrap()), (items, largest), "{count} on {threads}");
        }
    }

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for threads in [1, 2, 7] {
            assert_eq!(with_threads(threads, || map(&items, |item| item * 2)), expected);
        }
    }
}

//! The binary. Everything it can do is in the library; everything it says goes through `cli`.

// As in the library; the doors to streams, clock and environment say so where they stand.
#![cfg_attr(
    not(test),
    deny(
        clippy::disallowed_methods,
        clippy::disallowed_types,
        clippy::exit,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::print_stderr,
        clippy::print_stdout,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod cli;

/// Trees are small pieces of memory by the million, taken and given back by all threads at once.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    platc::parallel::take_part();
    cli::run()
}

//! One file per command: its arguments, and what is said of its outcome. The work is done in the library.

pub mod check;
pub mod completions;
pub mod explain;
pub mod fmt;
pub mod golden;
pub mod graph;
pub mod help;
pub mod init;
pub mod new;
pub mod render;
mod run;
pub mod schema;
pub mod verify;

/// The arguments of one command as they are typed behind its name.
#[cfg(test)]
fn typed<A: clap::Args>(line: &str) -> Result<A, clap::Error> {
    #[derive(clap::Parser)]
    struct Line<A: clap::Args> {
        #[command(flatten)]
        arguments: A,
    }
    let words = ["platc"].into_iter().chain(line.split_whitespace());
    <Line<A> as clap::Parser>::try_parse_from(words).map(|line| line.arguments)
}

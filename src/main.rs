//! The binary. Everything it can do is in the library; everything it says goes through `cli`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}

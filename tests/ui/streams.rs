//! Readers that go away, and disks that are full: never a panic, never silence about lost output.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::{Command, Stdio};

fn platc() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_platc"));
    command.args(["completions", "bash"]).env_clear().stderr(Stdio::piped());
    command
}

#[test]
fn a_reader_that_has_gone_is_no_mistake() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = platc().stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_reader_may_stop_in_the_middle() {
    let mut child = platc().stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn output_that_cannot_be_written_is_said() {
    // The device is Linux's; elsewhere there is nothing that refuses every byte.
    let Ok(full) = OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = platc().stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.starts_with("error: the output could not be written: "), "{said}");
}

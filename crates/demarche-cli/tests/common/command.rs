//! The command under test.

use assert_cmd::Command;

/// The program that was just built, without colours.
pub fn demarche() -> Command {
    let mut command = Command::cargo_bin("demarche").expect("the binary is built");
    command.env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

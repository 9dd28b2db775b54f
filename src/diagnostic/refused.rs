//! What the machine refused, as a finding.

use super::{Code, Diagnostic, code};
use crate::system::SystemError;

/// The finding for a path that could not be read, listed or written.
pub fn refused(path: &str, error: &SystemError) -> Diagnostic {
    let (code, message, help): (Code, String, &str) = match error {
        SystemError::Symlink(link) => {
            // About the link, so that what lies behind it is not told file by file.
            let message = format!("`{link}` is a symbolic link; links are not followed");
            let help = "put the file or folder itself there: a link could lead out of the estate";
            return Diagnostic::error(code::SYMLINK_REFUSED, message).in_path(link).help(help);
        }
        SystemError::Outside(outside) => (
            code::PATH_OUTSIDE,
            format!("`{outside}` lies outside the root"),
            "use a path below the root, without `..`",
        ),
        SystemError::NotUtf8(name) => {
            (code::NAME_NOT_UTF8, format!("the name `{name}` is not UTF-8"), "rename the file")
        }
        SystemError::NotFound => (
            code::SYSTEM_FAILED,
            format!("`{path}` is not there"),
            "another program may have removed it; run again",
        ),
        SystemError::TooLarge { size, limit } => (
            code::FILE_TOO_LARGE,
            format!("{path} has {size} bytes, more than the {limit} that platc reads"),
            "split it, or keep bulk data elsewhere",
        ),
        SystemError::Failed(reason) => {
            let message = if reason.contains(path) { reason.clone() } else { format!("`{path}`: {reason}") };
            (code::SYSTEM_FAILED, message, "see to permissions and space, then run again")
        }
    };
    Diagnostic::error(code, message).in_path(path).help(help)
}

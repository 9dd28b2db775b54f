//! Bytes of a file to text: UTF-8, no NUL, not too large.
//!
//! What the text means is left to `parse`, which also speaks about a byte order mark and other control
//! characters: there they have a span.

use crate::diagnostic::{Diagnostic, code};

/// The text of a file's bytes, unchanged (a byte order mark and CRLF stay, so that offsets stay right).
///
/// Errors: `file-too-large` above `limit` bytes, `not-utf8`, `control-character` for a NUL; all name `path`.
pub fn decode(path: &str, bytes: Vec<u8>, limit: usize) -> Result<String, Box<Diagnostic>> {
    if bytes.len() > limit {
        let message = format!("the file has {} bytes, more than the {limit} that platc reads", bytes.len());
        let help = "split it, or keep bulk data out of the specs";
        return Err(Box::new(Diagnostic::error(code::FILE_TOO_LARGE, message).in_path(path).help(help)));
    }
    if let Some(encoding) = foreign_encoding(&bytes) {
        let message = format!("the file is {encoding}, not UTF-8");
        let help = "save it as UTF-8";
        return Err(Box::new(Diagnostic::error(code::NOT_UTF8, message).in_path(path).help(help)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let byte = bytes.get(offset).copied().unwrap_or_default();
        let line = line_of(bytes, offset);
        let message = format!("byte 0x{byte:02X} at offset {offset} (line {line}) is not UTF-8");
        Box::new(Diagnostic::error(code::NOT_UTF8, message).in_path(path).help("save the file as UTF-8"))
    })?;
    match text.find('\0') {
        None => Ok(text),
        Some(offset) => {
            let line = line_of(text.as_bytes(), offset);
            let message = format!("a NUL byte stands at offset {offset} (line {line}): this is no text file");
            let help = "remove it, or keep binary files out of the folder";
            Err(Box::new(Diagnostic::error(code::CONTROL_CHARACTER, message).in_path(path).help(help)))
        }
    }
}

fn foreign_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}

fn line_of(bytes: &[u8], offset: usize) -> usize {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::limits::FILE_BYTES;

    #[test]
    fn text_passes_unchanged_with_its_mark_and_line_breaks() {
        let text = "\u{feff}a: é\r\n";
        assert_eq!(decode("a.yaml", text.as_bytes().to_vec(), FILE_BYTES).unwrap(), text);
    }

    #[test]
    fn bytes_that_are_no_text_are_named_by_offset_and_line() {
        let error = decode("a.yaml", b"a: 1\nb: \xff\n".to_vec(), FILE_BYTES).unwrap_err();
        assert_eq!(error.code, code::NOT_UTF8);
        assert_eq!(error.message, "byte 0xFF at offset 8 (line 2) is not UTF-8");
        assert_eq!(error.path.as_deref(), Some("a.yaml"));
        let error = decode("a.yaml", b"a: 1\n\n\0".to_vec(), FILE_BYTES).unwrap_err();
        assert!(error.message.contains("offset 6 (line 3)"), "{}", error.message);
        assert_eq!(
            decode("a", b"\xff\xfea\0".to_vec(), FILE_BYTES).unwrap_err().message,
            "the file is UTF-16, not UTF-8"
        );
    }

    #[test]
    fn the_size_limit_is_exact() {
        assert!(decode("a", vec![b'a'; FILE_BYTES], FILE_BYTES).is_ok());
        assert_eq!(
            decode("a", vec![b'a'; FILE_BYTES + 1], FILE_BYTES).unwrap_err().code,
            code::FILE_TOO_LARGE
        );
    }
}

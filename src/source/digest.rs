//! Fingerprints of bytes: the one door to SHA-256.
//!
//! What is compared by fingerprint, and where it is kept, is left to `manifest`.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of the bytes (FIPS 180-4) as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of FIPS 180-4's examples ("abc" and the empty message).
    #[test]
    fn known_answers() {
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
